Feature: Framing answers
  Devices read answers literally, with little code and little memory.
  Length, type and wording of every answer are therefore promises too.

  @exosite.framing.activation-is-plain-text @must
  Rule: The answer to an activation is of type text/plain
    Source: /provision/activate, response - "Content-Type: text/plain; charset=utf-8".

    Scenario: A client is activated
      Given a serial number that is enabled
      When the device activates with it
      Then the answer is plain text

  @exosite.framing.lists-are-csv @must
  Rule: A list of contents is of type text/csv
    Source: /provision/download, list content IDs, response - "Content-Type: text/csv; charset=utf-8".

    Scenario: The device asks for the list
      Given a client with contents
      When the device lists the contents
      Then the answer is CSV

  @exosite.framing.information-is-csv @must
  Rule: Content information is of type text/csv
    Source: /provision/download, get content info, response - "Content-Type: text/csv; charset=utf-8".

    Scenario: The device asks for information
      Given a client with contents
      When the device gets the content information
      Then the answer is CSV

  @exosite.framing.names-utf-8 @must
  Rule: Activations, lists and content information name UTF-8 as their charset
    Source: the responses of /provision/activate and /provision/download - "charset=utf-8".

    Scenario: A client is activated
      Given a serial number that is enabled
      When the device activates with it
      Then the answer names UTF-8

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation>
      Then the answer names UTF-8

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content information |

  @exosite.framing.states-length @must @reference
  Rule: Every 200 OK states the length of its body in Content-Length
    Source: main section, provision/README.md - every 200 response carries one; the responses print "Content-Length: <length>".

    Scenario: A client is activated
      Given a serial number that is enabled
      When the device activates with it
      Then the answer states the length of its body

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation>
      Then the answer states the length of its body

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.framing.spells-content-length-literally @should @practice
  Rule: The length is introduced by exactly "Content-Length: "
    Source: companion 4, libexosite - the reply must spell it exactly so.

    Scenario: A client is activated
      Given a serial number that is enabled
      When the device activates with it
      Then the answer spells Content-Length as the document does

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation>
      Then the answer spells Content-Length as the document does

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets a part of the content   |
        | gets the content information |

  @exosite.framing.uses-printed-reason-phrases @should @practice
  Rule: Statuses come with the reason phrases that the document prints
    Source: companion 4, Arduino library - matches "HTTP/1.1 200 OK", "404 Not Found", "409 Conflict" and others as literals.

    Scenario: A client is activated
      Given a serial number that is enabled
      When the device activates with it
      Then the reason phrase is the printed one

    Scenario: An activation is a conflict
      Given a serial number that is not enabled
      When the device activates with it
      Then the reason phrase is the printed one

    Scenario: A client is not found
      Given a serial number that is enabled
      When the device activates with it, but names an unknown serial number
      Then the reason phrase is the printed one

    Scenario: A part is delivered
      Given a client with contents
      When the device gets the bytes from 2 to 5
      Then the reason phrase is the printed one

    Scenario Outline: The device <operation> under an unknown model
      Given a client with contents
      When the device <operation> under an unknown model
      Then the reason phrase is the printed one

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content information |

  @exosite.framing.states-date @should
  Rule: An answer states its date
    Source: every response of the document - "Date: <date>".
    Reading: the responses are templates; an answer without it, or from before what it delivers, is worth a warning.

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation>
      Then the answer states its date

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

    Scenario: The content was uploaded before
      Given a client with contents
      When the device gets the content
      Then the date of the answer is not before the upload

  @exosite.framing.names-server @may @unobservable
  Rule: An answer may name its server
    Source: every response of the document - "Server: <server>".
    Reading: the responses are templates, printed as one server sends them; HTTP/1.1, which they name, leaves Server and Connection to the server.
    Why: An answer with the field and one without it are both right, and no device reads it.

  @exosite.framing.accepts-length-of-nothing @should @decision
  Rule: A request without a body may state a Content-Length of 0
    Source: /provision/download, GET - "Content-Length: <length>", printed for list and information.
    Reading: EX-3 - a GET without Content-Length is fine, one with "Content-Length: 0" too.

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation> with a length of 0
      Then the answer is OK

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.framing.closes-when-asked @should @decision
  Rule: A connection that the device asks to close is closed after the answer
    Source: HTTP/1.1, which the document's requests name - the request that says "close" is the last of its connection.

    Scenario: The device asks to close the connection of its activation
      Given a serial number that is enabled
      When the device activates with it on a connection that it asks to close
      Then no other request of the connection is answered

    Scenario: The answer is complete before the connection ends
      Given a serial number that is enabled
      When the device activates with it in a form with a wish to close the connection
      Then the device receives a CIK

  @exosite.framing.blames-no-server-error @should @reference
  Rule: What the device got wrong is not answered as an error of the server
    Source: main section, provision/README.md - 4xx for client errors, 5xx for server errors.
    Reading: EX-5 and EX-7 - which status answers each mistake is only observed; 501 names what a server lacks, and is accepted.

    Scenario Outline: The device makes a mistake in a download: <mistake>
      Given a client with contents
      When the device makes the mistake of <mistake>
      Then the answer is no server error
      And it is observed how the server answers

      Examples:
        | mistake                                       |
        | asking for bytes beyond the end               |
        | asking for several ranges                     |
        | asking for a range that ends before it begins |
        | asking for a range without any bound          |
        | sending a CIK with letters beyond ASCII       |
        | sending a CIK of 5000 characters              |
        | asking for a range that is no range           |
        | asking for a range in another unit            |
        | asking for an unknown content                 |
        | leaving out the vendor of a download          |
        | leaving out the model of a download           |
        | spoiling the percent-encoding of a download   |
        | asking for a content by another verb          |

    Scenario Outline: The device makes a mistake in an activation: <mistake>
      Given a serial number that is enabled
      When the device makes the mistake of <mistake>
      Then the answer is no server error
      And it is observed how the server answers

      Examples:
        | mistake                                        |
        | leaving out the serial number of an activation |
        | sending an activation without a body           |
        | sending an activation as JSON                  |
        | spoiling the percent-encoding of an activation |
        | naming a serial number of 5000 characters      |
        | naming a serial number with a NUL              |
        | naming a serial number with an emoji           |
        | naming a serial number that is no UTF-8        |
        | activating by another verb                     |

  @exosite.framing.device-states-length @must @reference @client @unobservable
  Rule: Every POST of a device carries a correct Content-Length
    Source: main section, provision/README.md; /provision/activate, POST - "Content-Length: <length>".
    Why: It binds the device, and what is judged here is the server.

  @exosite.framing.transport-is-open @may @reference @unobservable
  Rule: The service is offered over http, https or both
    Source: main section, provision/README.md - http or https; /provision/activate, example - "http://m2.exosite.com".
    Reading: EX-13 - both are allowed.
    Why: Whatever URL the target file states is one of the two.
