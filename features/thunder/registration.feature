Feature: Registering for events
  A client on a WebSocket registers for an event under an id of its own choice.
  The document leaves the way to the framework, so these rules follow its practice.

  @thunder.registration.succeeds @must @practice @capability:websocket
  Rule: A client can register for the event
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario: The client is new
      Given a plugin that is idle
      And a client over WebSocket
      When the client registers as "watch"
      Then the call succeeds

    Scenario Outline: The plugin is <state>
      Given a plugin that is <state>
      And a client over WebSocket
      When the client registers as "watch"
      Then the call succeeds

      Examples:
        | state                   |
        | provisioning            |
        | without its back office |

  @thunder.registration.result-is-zero-or-null @must @practice @capability:websocket
  Rule: A registration that succeeds has the result 0 or null
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: TH-12, profiles r2 and r4: 0; profile r5: null; otherwise either.

    Scenario: The client registers
      Given a plugin that is idle
      And a client over WebSocket
      When the client registers as "watch"
      Then the result is that of a registration

    Scenario: The client unregisters
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the client unregisters "watch"
      Then the result is that of a registration

  @thunder.registration.can-be-ended @must @practice @capability:websocket
  Rule: A client can unregister what it has registered
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario: The client has registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the client unregisters "watch"
      Then the call succeeds

  @thunder.registration.can-be-renewed @must @practice @capability:websocket
  Rule: A client that has unregistered can register again under the same id
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario: The client has unregistered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has unregistered "watch"
      When the client registers as "watch"
      Then the call succeeds

    Scenario: The event comes again
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has unregistered "watch"
      And the client has registered as "watch"
      When the plugin signals a provisioning change
      Then the client receives the event as "watch"

  @thunder.registration.takes-any-event @should @practice @capability:websocket @profile:r2 @profile:r4 @profile:r5
  Rule: A registration for an event that does not exist succeeds
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: no release checks the name; the document leaves it open.

    Scenario: The event does not exist
      Given a plugin that is idle
      And a client over WebSocket
      When the client registers for an event that does not exist
      Then the call succeeds

  @thunder.registration.refuses-a-second @should @practice @capability:websocket @profile:r2 @profile:r4 @profile:r5
  Rule: A second registration for the same event under the same id is refused as registered already
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: TH-12, profile r2: 29; profile r4: 22; profile r5: -31048. The document leaves it open.

    Scenario: The client has registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the client registers as "watch"
      Then the call is refused as registered already

  @thunder.registration.refuses-to-end-what-is-not @should @practice @capability:websocket @profile:r2 @profile:r4 @profile:r5
  Rule: Unregistering what is not registered is refused as not registered
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: TH-12, profile r2: -32601; profile r4: 22; profile r5: -31048. The document leaves it open.

    Scenario: The client has not registered
      Given a plugin that is idle
      And a client over WebSocket
      When the client unregisters "watch"
      Then the call is refused as not registered

  @thunder.registration.needs-event-and-id @should @practice @capability:websocket @profile:r5
  Rule: A registration without an event or an id is refused as invalid params
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario Outline: Without <what>
      Given a plugin that is idle
      And a client over WebSocket
      When the client registers without <what>
      Then the call is refused as invalid params

      Examples:
        | what     |
        | an event |
        | an id    |

  @thunder.registration.takes-missing-names-as-empty @should @practice @capability:websocket @profile:r2 @profile:r4
  Rule: A registration without an event or an id succeeds
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: releases r2 and r4 take what is missing for an empty string.

    Scenario Outline: Without <what>
      Given a plugin that is idle
      And a client over WebSocket
      When the client registers without <what>
      Then the call succeeds

      Examples:
        | what     |
        | an event |
        | an id    |
