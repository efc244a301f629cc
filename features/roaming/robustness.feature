Feature: Bodies that nobody should send
  Broken and hostile bodies are the ARP's error.
  They cost it an answer that says so, and the DSP nothing.

  @roaming.robustness.refuses-what-is-malformed @must @reference
  Rule: A body that is not what its media type says is refused as the ARP's error
    Source: 6, last bullet; [RFC2616], 10.4 - "cases in which the client seems to have erred".
    Reading: 400 is usual; any client error will do.

    Scenario Outline: The body is <body>
      Given a customer of the DSP
      When the ARP requests pre-provisioning with a body that is <body>
      Then the request is refused

      Examples:
        | body                              |
        | empty                             |
        | truncated XML                     |
        | truncated JSON                    |
        | XML of another root               |
        | XML with an undeclared prefix     |
        | XML in a wrong encoding           |
        | JSON in a wrong encoding          |
        | JSON of another root              |
        | a JSON array                      |
        | a JSON string                     |

    Scenario Outline: The body of an update is <body>
      Given a subscription that is Active
      When the ARP updates the subscription with a body that is <body>
      Then the request is refused

      Examples:
        | body           |
        | empty          |
        | truncated XML  |
        | truncated JSON |

  @roaming.robustness.survives-hostile-bodies @must @reference
  Rule: No body makes the DSP fail
    Source: 6.2.2 refers to the Common text for errors; [RFC2616], 10.5 - "the server is aware that it has erred".
    Reading: the request may be refused or served, but not with a server error, and an answer comes.

    Scenario Outline: The body is <body>
      Given a customer of the DSP
      When the ARP requests pre-provisioning with a body that is <body>
      Then the answer is no server error

      Examples:
        | body                                  |
        | XML with an entity bomb               |
        | XML with an external entity           |
        | XML of 100000 nested elements         |
        | JSON of 100000 nested arrays          |
        | JSON whose root is null               |
        | JSON whose elements have other types  |
        | JSON with duplicate names             |
        | JSON with a lone surrogate            |
        | random bytes called XML               |
        | random bytes called JSON              |

    Scenario Outline: An update sends another <element>
      Given a subscription that is Active
      When the ARP updates the subscription with another <element>
      Then the answer is no server error

      Examples:
        | element                 |
        | userId                  |
        | dspId                   |
        | requestArrivalTimestamp |
        | resourceURL             |

  @roaming.robustness.survives-hostile-heads @should @reference
  Rule: Nothing in the head of a request makes the DSP fail
    Source: 6.2.2 refers to the Common text for errors; [RFC2616], 10.5 - "the server is aware that it has erred".
    Reading: the request may be refused or served, but not with a server error, and an answer comes.

    Scenario Outline: The request has <oddity>
      Given a subscription that is Active
      When the ARP retrieves the subscription with <oddity>
      Then the answer is no server error

      Examples:
        | oddity                                  |
        | a stray percent sign in its URL         |
        | an encoded octet that is no UTF-8       |
        | an Accept field that is no list of types |
        | an Authorization field that is no credentials |
