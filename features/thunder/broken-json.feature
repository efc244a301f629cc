Feature: Messages that are no JSON
  A client sends a text that JSON does not allow.
  The server says so and goes on.

  @thunder.faults.names-parse-errors @must @reference @profile:document @profile:r5
  Rule: A message that is no JSON is refused as parse error
    Source: References, JSON-RPC, section 5.1 - "-32700 Parse error".
    Reading: profile r5: -31050. Profiles r2 and r4 answer such a message with nothing.

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as parse error

      Examples:
        | transport | message                          |
        | HTTP      | a call that is cut off           |
        | HTTP      | a call with a stray comma        |
        | HTTP      | a call with NaN in it            |
        | HTTP      | a call without its last brace    |
        | HTTP      | a call with text behind it       |
        | HTTP      | a call with a comment in it      |
        | HTTP      | a call in single quotation marks |
        | HTTP      | a word                           |
        | WebSocket | a call that is cut off           |
        | WebSocket | a call with a stray comma        |
        | WebSocket | a word                           |

  @thunder.faults.parse-errors-have-the-id-null @must @reference @profile:document
  Rule: A parse error has the id null
    Source: References, JSON-RPC, section 5 - "it MUST be Null".
    Reading: profile r5 may give back the id that it has read so far.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a call that is cut off
      Then the answer carries the id null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.faults.leaves-broken-json-unanswered @should @practice @profile:r2 @profile:r4 @capability:http
  Rule: A message that is no JSON is accepted with an empty answer
    Source: References, JSON-RPC, section 5.1 - "Invalid JSON was received by the server".
    Reading: profiles r2 and r4 answer HTTP 202 without a body.

    Scenario: Over HTTP
      Given a plugin that is idle
      And a client over HTTP
      When the client sends a call that is cut off
      Then the message is accepted with an empty answer
