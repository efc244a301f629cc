Feature: HTTP and WebSocket
  The same calls go over HTTP POST and over a WebSocket.
  How they are carried is the framework's practice; what they mean is the same.

  @thunder.transports.agree @should @reference @capability:http @capability:websocket
  Rule: A call has the same outcome over HTTP and over WebSocket
    Source: References, JSON-RPC, section 1 - "transport agnostic".

    Scenario Outline: <call>, the plugin is <state>
      Given a plugin that is <state>
      And a client over HTTP
      And another client over WebSocket
      When both clients call <call>
      Then both calls have the same outcome

      Examples:
        | call                         | state                   |
        | id                           | idle                    |
        | state                        | idle                    |
        | index                        | idle                    |
        | a method that does not exist | idle                    |
        | state                        | without its back office |
        | index                        | without its back office |

  @thunder.transports.http-answers-with-200 @should @practice @capability:http
  Rule: A call over HTTP that succeeds is answered with 200 OK
    Source: References, HTTP - "HTTP specification".

    Scenario Outline: <member>
      Given a plugin that is idle
      And a client over HTTP
      When the client calls <member>
      Then the HTTP status is 200

      Examples:
        | member    |
        | provision |
        | index     |
        | id        |
        | state     |

  @thunder.transports.http-errors-are-accepted @should @practice @capability:http
  Rule: A call over HTTP that is refused is answered with 200 OK or 202 Accepted
    Source: References, HTTP - "HTTP specification".
    Reading: TH-8, 202 up to release 5.0 and 200 from release 5.1. Profiles r2 and r4: 202; the document: either; profile r5: either, and 400 where something cannot be parsed.

    Scenario Outline: <call>
      Given a plugin that is without its back office
      And a client over HTTP
      When the client calls <call>
      Then the HTTP status is that of a refused call

      Examples:
        | call                         |
        | state                        |
        | a method that does not exist |

  @thunder.transports.http-says-json @should @decision @capability:http
  Rule: An answer over HTTP says that it is JSON
    Source: References, JSON - "JSON specification".

    Scenario Outline: <call>
      Given a plugin that is idle
      And a client over HTTP
      When the client calls <call>
      Then the answer says that it is JSON

      Examples:
        | call                         |
        | id                           |
        | a method that does not exist |

  @thunder.transports.http-opens-to-any-origin @should @practice @capability:http @profile:r2 @profile:r4 @profile:r5
  Rule: An answer over HTTP may be read by the pages of any origin
    Source: References, HTTP - "HTTP specification".
    Reading: the framework allows every origin, so that a page from elsewhere can show what a plugin does.

    Scenario Outline: <call>
      Given a plugin that is idle
      And a client over HTTP
      When the client calls <call>
      Then any origin may read the answer

      Examples:
        | call                         |
        | state                        |
        | a method that does not exist |

  @thunder.transports.http-is-not-cached @should @practice @capability:http @profile:r2 @profile:r4 @profile:r5
  Rule: An answer over HTTP is not to be cached
    Source: References, HTTP - "HTTP specification".

    Scenario Outline: <call>
      Given a plugin that is idle
      And a client over HTTP
      When the client calls <call>
      Then the answer is not to be cached

      Examples:
        | call                         |
        | state                        |
        | a method that does not exist |

  @thunder.transports.http-path-names-the-callsign @should @practice @capability:http @profile:r2 @profile:r4 @profile:r5
  Rule: A call to the path of the callsign needs no callsign in its method
    Source: Acronyms, callsign - "The name given to an instance of a plugin".

    Scenario: The method is the member alone
      Given a plugin that is idle
      And a client over HTTP
      When the client calls id by the path of the callsign
      Then the result is the provision ID

    Scenario: The method is the version with the member
      Given a plugin that is idle
      And a client over HTTP
      When the client calls id with its version by the path of the callsign
      Then the result is the provision ID

  @thunder.transports.http-path-needs-a-known-callsign @should @practice @capability:http @profile:r2 @profile:r4 @profile:r5
  Rule: A call to the path of a callsign that no plugin has is refused by HTTP itself
    Source: Acronyms, callsign - "The name given to an instance of a plugin".
    Reading: profile r2: 400; profiles r4 and r5: 404.

    Scenario: Another callsign in the path
      Given a plugin that is idle
      And a client over HTTP
      When the client calls id by the path of another callsign
      Then the HTTP status is that of an unknown path

  @thunder.transports.http-path-of-a-deactivated-plugin-is-gone @should @practice @capability:http @profile:r2 @profile:r4 @profile:r5
  Rule: A call to the path of a deactivated plugin is refused with 410 Gone
    Source: Acronyms, callsign - "an instance of a plugin".

    Scenario: The plugin is deactivated
      Given a plugin that is deactivated
      And a client over HTTP
      When the client calls id by the path of the callsign
      Then the HTTP status is 410

  @thunder.transports.websocket-takes-the-asked-subprotocol @should @practice @capability:websocket
  Rule: A WebSocket for which a sub-protocol was asked speaks that sub-protocol
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: released clients fail where the server does not give the sub-protocol back.

    Scenario Outline: <subprotocol>
      Given a plugin that is idle
      When a client connects with the sub-protocol "<subprotocol>"
      Then the connection speaks "<subprotocol>"

      Examples:
        | subprotocol  |
        | notification |
        | json         |

  @thunder.transports.websocket-names-no-subprotocol-unasked @should @practice @capability:websocket
  Rule: A WebSocket for which no sub-protocol was asked speaks none
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario: No sub-protocol
      Given a plugin that is idle
      When a client connects without a sub-protocol
      Then the connection speaks no sub-protocol

  @thunder.transports.websocket-answers-in-text @should @practice @capability:websocket
  Rule: An answer or an event over WebSocket is one text message
    Source: References, JSON - "JSON specification".

    Scenario Outline: <call>
      Given a plugin that is idle
      And a client over WebSocket
      When the client calls <call>
      Then the answer is a text message

      Examples:
        | call                         |
        | state                        |
        | a method that does not exist |

    Scenario: An event
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the event is a text message

  @thunder.transports.websocket-joins-fragments @should @practice @capability:websocket
  Rule: A call that arrives in several fragments is answered like one that arrives whole
    Source: References, JSON-RPC, section 1 - "transport agnostic".

    Scenario: Five fragments
      Given a plugin that is idle
      And a client over WebSocket
      When the client calls id in 5 fragments
      Then the result is the provision ID

  @thunder.transports.websocket-shields-others-from-garbage @should @decision @capability:websocket
  Rule: What one client sends leaves the connections of others undisturbed
    Source: References, JSON-RPC, section 5 - "When a rpc call is made, the Server MUST reply".
    Reading: the connection that the garbage came over may be closed.

    Scenario Outline: The other client sends <garbage>
      Given a plugin that is idle
      And a client over WebSocket
      And another client over WebSocket
      When the other client sends <garbage>
      Then the client can still call id over its connection

      Examples:
        | garbage                  |
        | a word                   |
        | bytes that are no text   |
        | a frame that is no frame |
        | text that is no UTF-8    |
