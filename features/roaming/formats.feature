Feature: XML and JSON
  Every body exists in XML and in JSON, and an ARP may use either.
  The DSP answers in the one that was negotiated.

  @roaming.formats.reads-xml @must
  Rule: Requests in XML are understood
    Source: 6, last bullet - "the server SHALL support JSON and XML encoding"; appendix B.1, item 002.

    Scenario: Pre-provisioning is requested
      Given a customer of the DSP
      And the ARP speaks XML
      When the ARP requests pre-provisioning
      Then the request succeeds

    Scenario: The callback is changed
      Given a subscription that is Active
      And the ARP speaks XML
      When the ARP gives a new callbackReference
      Then the request succeeds

  @roaming.formats.reads-json @must
  Rule: Requests in JSON are understood
    Source: 6, last bullet - "the server SHALL support JSON and XML encoding"; appendix B.1, item 003.

    Scenario: Pre-provisioning is requested
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning
      Then the request succeeds

    Scenario: The callback is changed
      Given a subscription that is Active
      And the ARP speaks JSON
      When the ARP gives a new callbackReference
      Then the request succeeds

  @roaming.formats.reads-xml-however-it-is-written @must @reference
  Rule: It does not matter in which of its ways XML writes a text
    Source: 6, last bullet - "the server SHALL support JSON and XML encoding"; XML 1.0, sections 2.4 to 2.7 and 4.1.

    Scenario Outline: The request has <spelling>
      Given a customer of the DSP
      And the ARP speaks XML
      When the ARP requests pre-provisioning with <spelling>
      Then the answer repeats the callbackData that the ARP sent

      Examples:
        | spelling             |
        | a CDATA section      |
        | character references |
        | comments             |
        | processing instructions |
        | indentation          |
        | a schema location    |

  @roaming.formats.collapses-white-space-around-a-url @should @reference
  Rule: White space around a URL in XML does not belong to it
    Source: 5.2.2.1 - common:CallbackReference, whose notifyURL is of the type anyURI; [XMLSchema2], 3.2.17 - whiteSpace is collapse.

    Scenario: The notifyURL stands on a line of its own
      Given a customer of the DSP
      And the ARP speaks XML
      When the ARP requests pre-provisioning with a line for the notifyURL
      Then the request succeeds

  @roaming.formats.reads-json-however-it-is-written @must @reference
  Rule: It does not matter in which of its ways JSON writes the same value
    Source: 6, last bullet - "the server SHALL support JSON and XML encoding"; RFC 4627, sections 2, 2.2 and 2.5.

    Scenario Outline: The request has <spelling>
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning with <spelling>
      Then the answer repeats the callbackData that the ARP sent

      Examples:
        | spelling                 |
        | escaped characters       |
        | members in another order |
        | white space              |

  @roaming.formats.ignores-the-case-of-media-types @must @reference
  Rule: The case in which a request names its media type does not matter
    Source: 6.2.2 - "For HTTP response codes, see [REST_NetAPI_Common]"; [RFC2616], 3.7 - "case-insensitive".

    Scenario Outline: The body is called <type>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning as "<type>"
      Then the request succeeds

      Examples:
        | type             | format |
        | Application/XML  | XML    |
        | APPLICATION/JSON | JSON   |

  @roaming.formats.takes-the-charset-of-a-body @should @practice
  Rule: A request may name the charset of its body
    Source: 6.2.2; [RFC2616], 3.7 - parameters of media types; a commercial server names it for JSON too.

    Scenario Outline: The body is called <type>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning as "<type>"
      Then the request succeeds

      Examples:
        | type                            | format |
        | application/xml; charset=UTF-8  | XML    |
        | application/json; charset=utf-8 | JSON   |

  @roaming.formats.reads-by-the-charset-that-is-named @should @reference
  Rule: A body in XML is read by the charset that its Content-Type names, or refused
    Source: 6.2.2; [RFC2616], 3.7.1 - "labeled with an appropriate charset value"; RFC 3023, 3.2, for XML.
    Reading: only UTF-8 need be understood, but no text is taken for another.

    Scenario: Its bytes mean something else in UTF-8
      Given a customer of the DSP
      And the ARP speaks XML
      When the ARP requests pre-provisioning in ISO-8859-1
      Then the request is refused, or the answer repeats the callbackData that the ARP sent

  @roaming.formats.answers-in-the-format-wanted @must
  Rule: Answers come in the format that the ARP accepts
    Source: 6, last bullet - "return either JSON or XML", "according to the result of the content type negotiation".

    Scenario Outline: The ARP <operation> in <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP <operation>
      Then the answer is in <format>

      Examples:
        | operation                     | format |
        | requests pre-provisioning     | XML    |
        | requests pre-provisioning     | JSON   |
        | retrieves the subscription    | XML    |
        | retrieves the subscription    | JSON   |
        | gives a new callbackReference | XML    |
        | gives a new callbackReference | JSON   |

  @roaming.formats.names-the-content-type @must @reference
  Rule: The Content-Type of an answer agrees with its body
    Source: 6, last bullet; [RFC2616], 7.2.1; RFC 4627, section 6, for JSON.
    Reading: so does its charset, if it names one.

    Scenario Outline: The ARP <operation> in <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP <operation>
      Then the Content-Type agrees with the body

      Examples:
        | operation                         | format |
        | requests pre-provisioning         | XML    |
        | requests pre-provisioning         | JSON   |
        | retrieves the subscription        | XML    |
        | retrieves the subscription        | JSON   |
        | requests the status Deactivated   | XML    |
        | requests the status Deactivated   | JSON   |
        | retrieves an unknown subscription | XML    |
        | retrieves an unknown subscription | JSON   |

    Scenario: A text came in JSON that XML cannot hold
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning with a control character in the callbackData
      Then the request is refused, or the subscription can be shown in XML

  @roaming.formats.answers-in-the-format-of-the-request @should @practice
  Rule: An ARP that accepts anything is answered in the format of its request
    Source: 6, last bullet - "content type negotiation"; the publisher's guideline and a commercial server.

    Scenario Outline: The ARP writes <format>
      Given a customer of the DSP
      And the ARP speaks <format> but accepts anything
      When the ARP requests pre-provisioning
      Then the answer is in <format>

      Examples:
        | format |
        | XML    |
        | JSON   |

    Scenario Outline: The body is called <type>
      Given a customer of the DSP
      And the ARP speaks <format> but accepts anything
      When the ARP requests pre-provisioning as "<type>"
      Then the answer is in <format>

      Examples:
        | type                            | format |
        | application/xml; charset=UTF-8  | XML    |
        | application/json; charset=utf-8 | JSON   |

  @roaming.formats.prefers-what-the-arp-prefers @should @reference
  Rule: Of two formats that an ARP accepts it is answered in the one that it prefers
    Source: 6, last bullet - "content type negotiation"; [RFC2616], 14.1 - relative quality factors.

    Scenario Outline: <format> is preferred
      Given a subscription that is Active
      When the ARP retrieves the subscription preferring <format>
      Then the answer is in <format>

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.formats.serves-whoever-accepts-anything @should @reference
  Rule: An ARP that accepts anything, or does not say what it accepts, is served
    Source: 6, last bullet - "content type negotiation"; [RFC2616], 14.1 - "it is assumed that the client accepts all media types".
    Reading: either format will do.

    Scenario: The ARP does not say what it accepts
      Given a subscription that is Active
      When the ARP retrieves the subscription without saying what it accepts
      Then the request succeeds

    Scenario Outline: The ARP accepts <range>
      Given a subscription that is Active
      When the ARP retrieves the subscription accepting only "<range>"
      Then the request succeeds

      Examples:
        | range         |
        | */*           |
        | application/* |
        | */*;q=0.1     |

  @roaming.formats.lets-the-url-choose @may @practice @capability:res-format
  Rule: The parameter resFormat chooses the format of the answer
    Source: 6, last bullet - "content type negotiation as specified in [REST_NetAPI_Common]"; the publisher's guideline.
    Reading: its values are taken to be XML and JSON, and it is stronger than Accept.

    Scenario Outline: <format> is chosen while the other is accepted
      Given a subscription that is Active
      When the ARP retrieves the subscription with resFormat <format>
      Then the answer is in <format>

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.formats.refuses-what-it-cannot-write @should @reference
  Rule: An ARP that accepts neither XML nor JSON is refused as not acceptable
    Source: 6, last bullet; [RFC2616], 10.4.7 and 14.1.

    Scenario: Plain text alone is accepted
      Given a subscription that is Active
      When the ARP retrieves the subscription accepting only "text/plain"
      Then the request is refused as Not Acceptable

  @roaming.formats.refuses-what-it-cannot-read @should @reference
  Rule: A body of another media type is refused as unsupported
    Source: 6, last bullet; [RFC2616], 10.4.16.

    Scenario Outline: The body is called <type>
      Given a customer of the DSP
      When the ARP requests pre-provisioning as "<type>"
      Then the request is refused as Unsupported Media Type

      Examples:
        | type            |
        | text/plain      |
        | application/pdf |

  @roaming.formats.may-read-forms @may
  Rule: A form-encoded body is understood or refused as unsupported
    Source: 6, last bullet - "MAY support application/x-www-form-urlencoded"; appendix B.1, item 004; appendix C.

    Scenario: Pre-provisioning is requested by a form
      Given a customer of the DSP
      When the ARP requests pre-provisioning by a form
      Then the request succeeds or is refused as Unsupported Media Type

  @roaming.formats.uses-its-namespace @must
  Rule: The root element of an XML body is in the namespace of this API
    Source: 5.2.1 - "The XML namespace for the roamingProvisioning data types is".
    Reading: the profile decides between the document's namespace and the registered one; no third is right (G8).

    Scenario Outline: The ARP <operation>
      Given a subscription that is Active
      And the ARP speaks XML
      When the ARP <operation>
      Then the root element is in the namespace of the API

      Examples:
        | operation                       |
        | requests pre-provisioning       |
        | retrieves the subscription      |
        | requests the status Deactivated |

    Scenario: A notification
      Given the ARP wants notifications in XML
      And a subscription that is PreProvisioningPending
      When the DSP decides
      Then the root element of the notification is in the namespace of the API

  @roaming.formats.understands-any-prefix @must
  Rule: The namespace prefix of a request does not matter
    Source: 5.2.1 - "The use of namespace prefixes such as 'xsd' is not semantically significant".

    Scenario Outline: The root element has <prefix>
      Given a customer of the DSP
      And the ARP speaks XML
      When the ARP requests pre-provisioning with <prefix>
      Then the request succeeds

      Examples:
        | prefix                  |
        | the namespace prefix ns2 |
        | a default namespace     |

  @roaming.formats.json-has-the-root-as-its-one-member @must
  Rule: A JSON body is an object whose one member is named like the root element
    Source: 6, last bullet - "SHALL follow the rules for JSON encoding"; appendix D, "XML to JSON serialization rules".
    Reading: the local name of the element; prefixes and namespaces vanish (J1 of the companion).

    Scenario Outline: The ARP <operation>
      Given a subscription that is Active
      And the ARP speaks JSON
      When the ARP <operation>
      Then the body's one member is roamingSubscription

      Examples:
        | operation                       |
        | requests pre-provisioning       |
        | retrieves the subscription      |
        | requests the status Deactivated |

    Scenario: A notification
      Given the ARP wants notifications in JSON
      And a subscription that is PreProvisioningPending
      When the DSP decides
      Then the notification's one member is roamingSubscriptionNotification

  @roaming.formats.reads-both-forms-of-one-item @should @practice
  Rule: A repeatable element that occurs once is understood as an array and as an object
    Source: 6, last bullet - "rules for JSON encoding"; the Common text has had an instance-based and a structure-aware form.

    Scenario Outline: The one userId is <form>
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning with the one userId as <form>
      Then the request succeeds

      Examples:
        | form      |
        | an array  |
        | an object |

  @roaming.formats.reads-null-as-an-empty-element @should @practice
  Rule: An element that is null in JSON is understood as an empty one
    Source: 6, last bullet - "rules for JSON encoding"; the publisher's converter writes null for an element without a text.

    Scenario: The callbackData is null
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning with null for an empty callbackData
      Then the request succeeds
      And the answer shows no other callbackData
