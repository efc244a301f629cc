Feature: Getting content
  A device that is authorised gets a content of its model, such as a firmware image.
  What arrives is what was uploaded, to the byte.

  @exosite.content.answers-ok @must
  Rule: A content that is asked for without a range is answered 200 OK
    Source: /provision/download, GET - get content - "HTTP/1.1 200 OK".

    Scenario: The device asks for no range
      Given a client with contents
      When the device gets the content
      Then the answer is OK

  @exosite.content.is-complete @must
  Rule: A content that is asked for without a range arrives in full length
    Source: /provision/download, GET - get content - "the <id> content blob, or its requested range, is returned".

    Scenario: The device asks for no range
      Given a content that is described
      When the device gets the content
      Then the content arrives in full length

  @exosite.content.large-ones-are-complete @must @capability:states-at-will
  Rule: A content of many bytes arrives in full length as well
    Source: /provision/download, GET - get content - "the <id> content blob, or its requested range, is returned".
    Reading: contents are "e.g., firmware images", for which buffers may be too small.

    Scenario Outline: The content has <length> bytes
      Given a content of <length> bytes
      When the device gets the content
      Then the content arrives in full length

      Examples:
        | length |
        | 65536  |
        | 300001 |

  @exosite.content.is-the-one-asked-for @must
  Rule: Each id stands for its own content
    Source: /provision/download, GET - get content - "the <id> content blob [...] is returned".

    Scenario: The device gets all contents one after the other
      Given a client with contents
      When the device gets each content
      Then no content is taken for another

  @exosite.content.is-unharmed @must
  Rule: The bytes of a content arrive unchanged, whatever they are
    Source: /provision/download, GET - get content - "<blob>".

    Scenario: The content is no text
      Given a content that is binary
      When the device gets the content
      Then the content arrives byte for byte

    Scenario: The contents are of all kinds
      Given a client with contents
      When the device gets each content
      Then each content arrives byte for byte

  @exosite.content.has-type-of-upload @must
  Rule: A content has the Content-Type that it was uploaded with
    Source: /provision/download, GET - get content - "Content-Type of <blob> is based on the type set in the POST".

    Scenario: The device gets all contents one after the other
      Given a client with contents
      When the device gets each content
      Then each content has the type of its upload

  @exosite.content.belongs-to-its-model @must
  Rule: The content of another model is not delivered under the own one
    Source: /provision/download, GET - get content - "an activated SN in given <vendor> <model> name space".
    Reading: EX-7 - which status answers it is left open.

    Scenario Outline: The device asks its own model for a content of another: it <operation>
      Given a client with contents
      And a foreign model
      When the device <operation> with the id of a foreign one
      Then no content is delivered

      Examples:
        | operation                  |
        | gets the content           |
        | gets a part of the content |

  @exosite.content.unknown-id-delivers-nothing @should @decision
  Rule: An id that the model does not have delivers no content
    Source: /provision/download, GET - get content - "the <id> content blob".
    Reading: EX-7 - which status answers it is left open.

    Scenario: The device asks for a part of a content that nobody knows
      Given a client with contents
      When the device gets a part of the content with an unknown id
      Then no content is delivered

    Scenario Outline: The device asks for a content with <id>
      Given a client with contents
      When the device gets the content with <id>
      Then no content is delivered

      Examples:
        | id                            |
        | an unknown id                 |
        | its id less the last character |
        | its id and one more character |

  @exosite.content.distinguishes-case @should @practice
  Rule: The id of a content is case-sensitive
    Source: companion 2.1, old site - all parameters are case-sensitive unless noted.

    Scenario: The device writes the id in the other case
      Given a client with contents
      When the device gets the content with its id in the other case
      Then no content is delivered

  @exosite.content.decodes-the-id @should @decision
  Rule: A percent-encoded id means the same as the characters it encodes
    Source: /provision/download, GET - "?vendor=<vendor>&model=<model>&id=<id>", a query of a URL.

    Scenario: The device encodes every character
      Given a content that is described
      When the device gets the content with every character of its id percent-encoded
      Then the content is found

  @exosite.content.ignores-parameter-order @should @decision
  Rule: The order of the parameters of a download does not matter
    Source: /provision/download, GET - the document prints one order and gives it no meaning.

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation> with its parameters in reverse order
      Then it is answered like the usual order

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.content.delivers-empty-content @should @decision @capability:empty-content
  Rule: A content without any bytes is delivered as such
    Source: /provision/download, GET - get content; provision/README.md - 204 for success with nothing to return.
    Reading: 200 with an empty body or 204, both are accepted.

    Scenario: The content is empty
      Given a content that is empty
      When the device gets the content
      Then nothing arrives, successfully

  @exosite.content.unlisted-verbs-have-no-function @should @practice
  Rule: A verb other than GET has no function on contents
    Source: companion 2.1, old site - a verb that is not listed for a URL has no function.
    Reading: EX-7 - which error answers it is left open.

    Scenario Outline: The device uses <verb>
      Given a client with contents
      When the device gets the content by <verb>
      Then the request changes nothing

      Examples:
        | verb   |
        | POST   |
        | PUT    |
        | PATCH  |
        | DELETE |
