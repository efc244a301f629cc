Feature: Ids that a released server cannot read
  The released servers keep an id as a number of 32 bits.
  A call with any other id is broken to them.

  @thunder.faults.refuses-unreadable-ids @should @practice @profile:r5
  Rule: A call whose id is neither a whole number nor one in quotation marks is refused as parse error
    Source: References, JSON-RPC, section 4 - "MUST contain a String, Number, or NULL value".
    Reading: the released servers keep an id as a number of 32 bits, and what they cannot read as one is broken to them.

    Scenario Outline: <message> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends <message>
      Then the message is refused as parse error

      Examples:
        | transport | message                             |
        | HTTP      | a call whose id is a fraction       |
        | HTTP      | a call whose id begins with a digit |
        | HTTP      | a call whose id ends in a digit     |
        | WebSocket | a call whose id ends in a digit     |

  @thunder.faults.leaves-unreadable-ids-unanswered @should @practice @profile:r2 @profile:r4 @capability:http
  Rule: A call whose id is neither a whole number nor one in quotation marks is accepted with an empty answer
    Source: References, JSON-RPC, section 4 - "MUST contain a String, Number, or NULL value".
    Reading: as thunder.faults.refuses-unreadable-ids; profiles r2 and r4 answer what they cannot read with nothing.

    Scenario Outline: <message>
      Given a plugin that is idle
      And a client over HTTP
      When the client sends <message>
      Then the message is accepted with an empty answer

      Examples:
        | message                             |
        | a call whose id is a fraction       |
        | a call whose id begins with a digit |
        | a call whose id ends in a digit     |
