Feature: Matching answers to calls
  A client gives each call an id of its own choice.
  The answer carries the same value, of the same type, so that the client finds the call again.

  @thunder.correlation.has-an-id @must @reference
  Rule: An answer has an id
    Source: References, JSON-RPC, section 5 - "id", "This member is REQUIRED".

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call>
      Then the answer has an id

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.correlation.echoes-numbers @must @reference
  Rule: A call whose id is a whole number is answered with the same number
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".

    Scenario Outline: The id <id>, <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call> with the id <id>
      Then the answer carries the id <id>

      Examples:
        | transport | call                         | id         |
        | HTTP      | provision                    | 42         |
        | HTTP      | index                        | 43         |
        | HTTP      | id                           | 1          |
        | HTTP      | state                        | 4294967295 |
        | HTTP      | a method that does not exist | 44         |
        | WebSocket | provision                    | 42         |
        | WebSocket | index                        | 43         |
        | WebSocket | id                           | 1          |
        | WebSocket | state                        | 4294967295 |
        | WebSocket | a method that does not exist | 44         |

  @thunder.correlation.echoes-zero @must @reference
  Rule: A call whose id is 0 is answered with the id 0
    Source: References, JSON-RPC, section 4 - "a String, Number, or NULL value".

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call> with the id 0
      Then the answer carries the id 0

      Examples:
        | transport | call                         |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.correlation.echoes-strings @must @reference @profile:document
  Rule: A call whose id is a string is answered with the same string
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: profiles r2, r4 and r5 have thunder.correlation.turns-digits-into-a-number instead.

    Scenario Outline: The id <id>, <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call> with the id <id>
      Then the answer carries the id <id>

      Examples:
        | transport | call                         | id        |
        | HTTP      | state                        | "7"       |
        | HTTP      | state                        | "call 7é" |
        | HTTP      | id                           | ""        |
        | HTTP      | provision                    | "null"    |
        | HTTP      | id                           | " Call "  |
        | HTTP      | id                           | "a\u0000b"  |
        | HTTP      | state                        | "e\u0301 <a>\u000a&\u0022\u005c\ud83d\udd11" |
        | HTTP      | id                           | "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0" |
        | HTTP      | a method that does not exist | "7"       |
        | WebSocket | state                        | "7"       |
        | WebSocket | state                        | "call 7é" |
        | WebSocket | id                           | ""        |
        | WebSocket | provision                    | "null"    |
        | WebSocket | id                           | "true"    |
        | WebSocket | a method that does not exist | "7"       |

  @thunder.correlation.turns-digits-into-a-number @should @practice @profile:r2 @profile:r4 @profile:r5
  Rule: A call whose id is a string of digits is answered with the number
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: the released servers keep an id as a number of 32 bits and take digits in quotation marks for one.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state with the id "7"
      Then the answer carries the id 7

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.correlation.echoes-negative-numbers @must @reference @profile:document
  Rule: A call whose id is a negative number is answered with the same number
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: in profiles r2, r4 and r5 an id is unsigned, and a negative one is left open.

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call> with the id -7
      Then the answer carries the id -7

      Examples:
        | transport | call                         |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.correlation.echoes-fractions @should @reference @profile:document
  Rule: A call whose id is a fraction is answered with the same fraction
    Source: References, JSON-RPC, section 4 - "Numbers SHOULD NOT contain fractional parts".
    Reading: the sentence asks clients to avoid fractions, so a server that loses one is only warned, and one may refuse it.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state with the id 1.5
      Then the answer carries the id 1.5 unless it refuses the id as invalid request

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.correlation.echoes-every-digit @should @reference @profile:document
  Rule: A call whose id is a number of many digits is answered with all of them
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: JSON leaves the precision of numbers to their reader, so a server that loses digits is only warned.

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call> with an id of 20 digits
      Then the answer carries all digits of the id

      Examples:
        | transport | call  |
        | HTTP      | state |
        | WebSocket | state |

    Scenario: Quotation marks and numbers come before the id
      Given a plugin that is idle
      And a client over HTTP
      When the client sets the index of a label in quotation marks with an id of 20 digits
      Then the answer carries all digits of the id

    Scenario Outline: In a batch over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of a call with an id of 20 digits beside a call with a word for an id
      Then an answer of the batch carries all digits of the id

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.correlation.echoes-null @must @reference @profile:document
  Rule: A call whose id is null is answered with the id null
    Source: References, JSON-RPC, section 4 - "If it is not included it is assumed to be a notification".
    Reading: an id that is null is included, so it is a call. Profiles r2, r4 and r5 take it for absent.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state with the id null
      Then the answer carries the id null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: It is a call like others, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state with the id null
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.correlation.answers-calls-at-once @must @reference @capability:websocket
  Rule: Calls that are sent before the answer to the first are each answered once under their own id
    Source: References, JSON-RPC, section 4 - "used to correlate the context between the two objects".
    Reading: the order of the answers is open.

    Scenario: Fifty calls at once
      Given a plugin that is idle
      And a client over WebSocket
      When the client makes 50 calls at once
      Then each call is answered once under its own id

  @thunder.correlation.answers-posts-at-once @must @reference @capability:http
  Rule: Calls that are posted at the same time are each answered under their own id
    Source: References, JSON-RPC, section 4 - "used to correlate the context between the two objects".

    Scenario: Twenty calls at once
      Given a plugin that is idle
      And a client over HTTP
      When the client posts 20 calls at once
      Then each post is answered under its own id

  @thunder.correlation.keeps-connections-apart @must @reference @capability:websocket
  Rule: An answer goes to the connection of its call
    Source: References, JSON-RPC, section 5 - "When a rpc call is made, the Server MUST reply".

    Scenario: Two clients use the same id for different calls
      Given a plugin that is idle
      And a client over WebSocket
      And another client over WebSocket
      When the client calls id while the other client calls state under the same id
      Then each client receives the answer to its own call
