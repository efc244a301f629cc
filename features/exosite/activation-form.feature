Feature: Reading the activation form
  The device states vendor, model and serial number as application/x-www-form-urlencoded fields.
  What a field says is decided by the form encoding, not by how a device happens to spell it.

  @exosite.form.decodes-percent-encoding @must
  Rule: A percent-encoded field means the same as the characters it encodes
    Source: /provision/activate, POST - "Content-Type: application/x-www-form-urlencoded; charset=utf-8".

    Scenario Outline: The form is written <style>
      Given a serial number that is enabled
      When the device activates with it in a form <style>
      Then the device receives a CIK

      Examples:
        | style                                |
        | with every character percent-encoded |
        | with lower-case percent-encoding     |

  @exosite.form.decodes-plus-as-space @must @capability:special-characters
  Rule: A plus sign in a field means a space
    Source: /provision/activate, POST - "Content-Type: application/x-www-form-urlencoded; charset=utf-8".

    Scenario: The serial number contains a space
      Given a serial number that contains a space
      When the device activates with it in a form with a plus sign for a space
      Then the device receives a CIK

  @exosite.form.decodes-once @must @capability:special-characters
  Rule: A field is decoded exactly once
    Source: /provision/activate, POST - "Content-Type: application/x-www-form-urlencoded; charset=utf-8".

    Scenario Outline: The serial number contains <character>
      Given a serial number that contains <character>
      When the device activates with it
      Then the device receives a CIK

      Examples:
        | character      |
        | a plus sign    |
        | a percent sign |

  @exosite.form.splits-before-decoding @must @capability:special-characters
  Rule: An encoded ampersand or equals sign belongs to the value
    Source: /provision/activate, POST - "vendor=<vendor>&model=<model>&sn=<sn>".

    Scenario: The serial number contains an ampersand
      Given a serial number that contains an ampersand
      When the device activates with it
      Then the device receives a CIK

  @exosite.form.reads-utf-8 @must @capability:special-characters
  Rule: The bytes of a field are read as UTF-8
    Source: /provision/activate, POST - "charset=utf-8".

    Scenario: The serial number contains a letter beyond ASCII
      Given a serial number that contains a letter beyond ASCII
      When the device activates with it
      Then the device receives a CIK

  @exosite.form.needs-no-charset @should @decision
  Rule: A form that names no charset is read like one that names UTF-8
    Source: the document's requests always name the charset; a plain form is UTF-8 by custom.

    Scenario: The device names no charset
      Given a serial number that is enabled
      When the device activates with it in a form without a charset
      Then the device receives a CIK

  @exosite.form.reads-media-type-without-case @should @decision
  Rule: The media type of the form is compared without regard to case
    Source: media types are case-insensitive in HTTP/1.1, which the document's requests name.

    Scenario: The device writes the media type in capitals
      Given a serial number that is enabled
      When the device activates with it in a form with a media type in capitals
      Then the device receives a CIK

  @exosite.form.reads-charset-in-any-spelling @should @decision
  Rule: UTF-8 is the charset of the form in whichever way it is spelt
    Source: charsets are case-insensitive in HTTP/1.1, which the document's requests name, and may stand in quotes.

    Scenario Outline: The device writes the charset <spelling>
      Given a serial number that is enabled
      When the device activates with it in a form <style>
      Then the device receives a CIK

      Examples:
        | spelling        | style                                 |
        | in capitals     | with its charset in capitals          |
        | in quotes       | with its charset in quotes            |
        | without a space | without a space before its charset    |
        | with two spaces | with spaces around its semicolon |

  @exosite.form.ignores-field-order @should @decision
  Rule: The order of the fields does not matter
    Source: the document prints one order and gives it no meaning.

    Scenario: The fields come in reverse order
      Given a serial number that is enabled
      When the device activates with it in a form with its fields in reverse order
      Then the device receives a CIK

  @exosite.form.tolerates-further-fields @should @practice
  Rule: Further fields of the form are ignored
    Source: companion 2.1, Micrium sample - devices send osn, osv, mfr and others with the three.

    Scenario: The device sends more than it must
      Given a serial number that is enabled
      When the device activates with it in a form with further fields
      Then the device receives a CIK

  @exosite.form.tolerates-stray-line-end @should @practice
  Rule: A line end after the body does not spoil the next request of the connection
    Source: companion 4, Arduino library - two bytes, CR and LF, follow the stated length.

    Scenario: The device prints its form with a line end
      Given two serial numbers that are enabled
      When the device activates with both on one connection, each form followed by a line end
      Then the device receives a CIK for each

  @exosite.form.waits-for-whole-body @should @decision
  Rule: A form that arrives in pieces is read to the length that it states
    Source: /provision/activate, POST - "Content-Length: <length>"; companion 4, Arduino library - prints a request bit by bit.

    Scenario: The body comes a moment after the header
      Given a serial number that is enabled
      When the device activates with it, its form a moment after the header
      Then the device receives a CIK

  @exosite.form.refuses-missing-field @should @decision
  Rule: A form that lacks one of the three fields activates nothing
    Source: /provision/activate, POST - "vendor=<vendor>&model=<model>&sn=<sn>".
    Reading: EX-7 - which error answers it is left open.

    Scenario Outline: The device <edit>
      Given a serial number that is enabled
      When the device activates with it, but <edit>
      Then nothing is activated

      Examples:
        | edit                           |
        | leaves out the vendor          |
        | leaves out the model           |
        | leaves out the serial number   |
        | leaves the serial number empty |

  @exosite.form.distinguishes-case @should @practice
  Rule: The values of the form are case-sensitive
    Source: companion 2.1, old site - all parameters are case-sensitive unless noted.

    Scenario Outline: The device <edit>
      Given a serial number that is enabled
      When the device activates with it, but <edit>
      Then the request is refused

      Examples:
        | edit                                       |
        | writes the vendor in the other case        |
        | writes the model in the other case         |
        | writes the serial number in the other case |

  @exosite.form.takes-values-literally @should @decision
  Rule: A space around the serial number is part of it
    Source: /provision/activate, POST - "associated with Serial Number <sn>".

    Scenario Outline: The device <edit>
      Given a serial number that is enabled
      When the device activates with it, but <edit>
      Then the request is refused

      Examples:
        | edit                                  |
        | puts a space before the serial number |
        | puts a space after the serial number  |
