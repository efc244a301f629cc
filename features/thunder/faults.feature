Feature: Messages that are no calls
  A client sends what is no request, or a request with the wrong parameters.
  The server says which of these it was and goes on.

  @thunder.faults.names-invalid-requests @must @reference @profile:document
  Rule: JSON that is no request is refused as invalid request
    Source: References, JSON-RPC, section 5.1 - "-32600 Invalid Request".
    Reading: profiles r2, r4 and r5 check little of a request, and not alike.

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as invalid request

      Examples:
        | transport | message                         |
        | HTTP      | a number                        |
        | HTTP      | a string                        |
        | HTTP      | null                            |
        | HTTP      | an empty object                 |
        | HTTP      | a call without a method         |
        | HTTP      | a call whose method is a number |
        | HTTP      | a call whose method is null     |
        | WebSocket | a number                        |
        | WebSocket | a string                        |
        | WebSocket | null                            |
        | WebSocket | an empty object                 |
        | WebSocket | a call without a method         |
        | WebSocket | a call whose method is a number |
        | WebSocket | a call whose method is null     |

  @thunder.faults.refuses-other-versions @must @reference @profile:document
  Rule: A call that does not name the version of JSON-RPC as exactly "2.0" is refused as invalid request
    Source: References, JSON-RPC, section 4 - "MUST be exactly "2.0"".
    Reading: no release checks it, so profiles r2, r4 and r5 leave it open.

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as invalid request

      Examples:
        | transport | message                  |
        | HTTP      | a call without a version |
        | HTTP      | a call of version "1.0"  |
        | HTTP      | a call of the number 2.0 |
        | HTTP      | a call of version "2"    |
        | WebSocket | a call without a version |
        | WebSocket | a call of version "1.0"  |
        | WebSocket | a call of the number 2.0 |
        | WebSocket | a call of version "2"    |

  @thunder.faults.refuses-ids-of-other-types @must @reference @profile:document
  Rule: A call whose id is no string, number or null is refused as invalid request
    Source: References, JSON-RPC, section 4 - "MUST contain a String, Number, or NULL value".

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as invalid request

      Examples:
        | transport | message                      |
        | HTTP      | a call whose id is an object |
        | HTTP      | a call whose id is an array  |
        | HTTP      | a call whose id is true      |
        | WebSocket | a call whose id is an object |
        | WebSocket | a call whose id is an array  |
        | WebSocket | a call whose id is true      |

  @thunder.faults.invalid-requests-have-the-id-null @must @reference @profile:document
  Rule: An invalid request whose id cannot be told is answered with the id null
    Source: References, JSON-RPC, section 5 - "an error in detecting the id", "it MUST be Null".
    Reading: where the id can be told, the answer may carry it or null.

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the answer carries the id null

      Examples:
        | transport | message                      |
        | HTTP      | a number                     |
        | HTTP      | an empty object              |
        | HTTP      | a call whose id is an object |
        | WebSocket | a number                     |
        | WebSocket | an empty object              |
        | WebSocket | a call whose id is an object |

  @thunder.faults.matches-member-names-exactly @should @reference @profile:document
  Rule: A member of a request whose name is written in another case is not taken for the right one
    Source: References, JSON-RPC, section 2 - "should be considered to be case-sensitive".

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as invalid request

      Examples:
        | transport | message                                       |
        | HTTP      | a call whose method is in a member "Method"   |
        | HTTP      | a call whose version is in a member "JsonRpc" |
        | WebSocket | a call whose method is in a member "Method"   |
        | WebSocket | a call whose version is in a member "JsonRpc" |

  @thunder.faults.refuses-parameters-without-structure @must @reference @profile:document
  Rule: Parameters that are neither an object nor an array are refused
    Source: References, JSON-RPC, section 4.2 - "MUST be provided as a Structured value".
    Reading: the request is invalid, or its parameters are; null is left open.

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as invalid request or as invalid params

      Examples:
        | transport | message                              |
        | HTTP      | a call whose parameters are a string |
        | HTTP      | a call whose parameters are a number |
        | HTTP      | a call whose parameters are true     |
        | HTTP      | a trigger whose parameters are a string |
        | WebSocket | a call whose parameters are a string |
        | WebSocket | a call whose parameters are a number |
        | WebSocket | a call whose parameters are true     |
