Feature: Batches
  A client sends several calls at once as one array.
  Releases of the framework know no batches, so these rules belong to the profile of the document.

  @thunder.batch.is-answered-as-an-array @should @reference @profile:document
  Rule: A batch is answered by one array
    Source: References, JSON-RPC, section 6 - "should respond with an Array".

    Scenario Outline: <batch> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of <batch>
      Then the answer is one array

      Examples:
        | transport | batch     |
        | HTTP      | two calls |
        | HTTP      | one call  |
        | WebSocket | two calls |
        | WebSocket | one call  |

  @thunder.batch.answers-every-call @should @reference @profile:document
  Rule: Each call of a batch is answered once under its own id
    Source: References, JSON-RPC, section 6 - "A Response object SHOULD exist for each Request object".
    Reading: the order of the answers is open.

    Scenario Outline: <batch> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of <batch>
      Then each call of the batch is answered once under its own id

      Examples:
        | transport | batch                           |
        | HTTP      | two calls                       |
        | HTTP      | a call beside a call that fails |
        | WebSocket | two calls                       |
        | WebSocket | a call beside a call that fails |

  @thunder.batch.answers-no-notification @must @reference @profile:document
  Rule: A notification in a batch is not answered
    Source: References, JSON-RPC, section 4.1 - "including those that are within a batch request".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of a call beside a notification
      Then the batch is answered for its calls alone

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.batch.of-notifications-gets-no-answer @must @reference @profile:document
  Rule: A batch of nothing but notifications gets no answer, not even an empty array
    Source: References, JSON-RPC, section 6 - "the server MUST NOT return an empty Array".
    Reading: over HTTP the answer has an empty body; over WebSocket a later call shows that nothing came.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of two notifications
      Then the batch gets no answer

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.batch.refuses-an-empty-array @must @reference @profile:document
  Rule: An empty batch is refused as invalid request by a single object
    Source: References, JSON-RPC, section 6 - "an Array with at least one value", "a single Response object".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of nothing
      Then the batch is refused by one object as invalid request

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.batch.refuses-broken-json @must @reference @profile:document
  Rule: A batch that is no JSON is refused as parse error by a single object
    Source: References, JSON-RPC, section 6 - "fails to be recognized as an valid JSON".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of a call beside one that is cut off
      Then the batch is refused by one object as parse error

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.batch.refuses-each-value-that-is-no-request @should @reference @profile:document
  Rule: Each value of a batch that is no request is refused as invalid request in its own object
    Source: References, JSON-RPC, section 6 - "an Array containing the corresponding Response objects".

    Scenario Outline: <batch> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client sends a batch of <batch>
      Then each value of the batch that is no request is refused as invalid request

      Examples:
        | transport | batch                  |
        | HTTP      | three numbers          |
        | HTTP      | a call beside a number |
        | HTTP      | a call beside null     |
        | HTTP      | a call beside an array |
        | WebSocket | three numbers          |
        | WebSocket | a call beside a number |
