Feature: The envelope of an answer
  Every call is answered by one object that holds a result or an error.
  The members of this object are the same for every method and property.

  @thunder.envelope.answers-every-call @must @reference
  Rule: Every call is answered
    Source: References, JSON-RPC, section 5 - "the Server MUST reply with a Response".

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call>
      Then the call is answered

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | index                        |
        | HTTP      | id                           |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | index                        |
        | WebSocket | id                           |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

    Scenario Outline: A write of <property> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client writes <property>
      Then each write is answered

      Examples:
        | transport | property |
        | HTTP      | id       |
        | HTTP      | state    |
        | WebSocket | id       |
        | WebSocket | state    |

  @thunder.envelope.answers-once @must @reference @capability:websocket
  Rule: A call is answered no more than once
    Source: References, JSON-RPC, section 5 - "the Server MUST reply with a Response".

    Scenario Outline: <call>
      Given a plugin that is idle
      And a client over WebSocket
      When the client calls <call>
      Then the call is answered once

      Examples:
        | call                         |
        | provision                    |
        | index                        |
        | id                           |
        | state                        |
        | a method that does not exist |

  @thunder.envelope.is-one-object @must @reference
  Rule: An answer to a call is a single JSON object
    Source: References, JSON-RPC, section 5 - "expressed as a single JSON Object".

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call>
      Then the answer is one object

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.envelope.says-version-2 @must @reference
  Rule: An answer names the version of JSON-RPC as exactly "2.0"
    Source: References, JSON-RPC, section 5 - "jsonrpc", "MUST be exactly "2.0"".

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call>
      Then the answer says JSON-RPC 2.0

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | index                        |
        | HTTP      | id                           |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | index                        |
        | WebSocket | id                           |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.envelope.holds-a-result-or-an-error @must @reference
  Rule: An answer holds a result or an error
    Source: References, JSON-RPC, section 5 - "Either the result member or error member MUST be included".
    Reading: a result that is null is included; a result that is left out is not.

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call>
      Then the answer holds a result or an error

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | index                        |
        | HTTP      | id                           |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | index                        |
        | WebSocket | id                           |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.envelope.never-holds-both @must @reference
  Rule: An answer never holds both a result and an error
    Source: References, JSON-RPC, section 5 - "both members MUST NOT be included".
    Reading: a member whose value is null is included.

    Scenario Outline: <call> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call>
      Then the answer holds no result beside an error

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |
