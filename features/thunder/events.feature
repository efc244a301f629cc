Feature: The event that signals a provisioning change
  The plugin tells every registered client when its provisioning has changed.
  That an event does not come is shown by a later one that must.

  @thunder.events.reaches-every-observer @must @capability:websocket
  Rule: Every client that is registered receives the event
    Source: Notifications - "broadcasted via JSON-RPC to all registered observers".

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the client receives the event

    Scenario: Two clients are registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And another client over WebSocket, registered as "guard"
      When the plugin signals a provisioning change
      Then both clients receive the event

    Scenario Outline: The plugin is <state>
      Given a plugin that is <state>
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the client receives the event

      Examples:
        | state                   |
        | provisioning            |
        | without its back office |

  @thunder.events.comes-each-time @must @capability:websocket
  Rule: A client that stays registered receives every event
    Source: Notifications - "broadcasted via JSON-RPC to all registered observers".
    Reading: how many events a plugin signals for one change is open, so there may be more.

    Scenario: Three changes in a row
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change 3 times
      Then the client receives the event at least 3 times

    Scenario Outline: The client has called <call>
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has tried to call <call>
      When the plugin signals a provisioning change
      Then the client receives the event

      Examples:
        | call                         |
        | provision                    |
        | state                        |
        | a method that does not exist |

    Scenario: The client has registered once more
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has tried to register as "watch" again
      When the plugin signals a provisioning change
      Then the client receives the event

  @thunder.events.reaches-observers-alone @must @capability:websocket
  Rule: A client that has never registered receives no event
    Source: Notifications - "to all registered observers".

    Scenario: Another client is registered
      Given a plugin that is idle
      And a client over WebSocket
      And another client over WebSocket, registered as "guard"
      When the plugin signals a provisioning change
      Then the client receives no event

  @thunder.events.says-version-2 @must @reference @capability:websocket
  Rule: An event names the version of JSON-RPC as exactly "2.0"
    Source: References, JSON-RPC, section 4 - "MUST be exactly "2.0"".

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the event says JSON-RPC 2.0

  @thunder.events.has-no-id @must @reference @capability:websocket
  Rule: An event has no id
    Source: References, JSON-RPC, section 4.1 - "a Request object without an "id" member".
    Reading: an id that is null is one.

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the event has no id

  @thunder.events.is-named-provisioningchange @must @capability:websocket
  Rule: The method of an event ends in the name of the event
    Source: provisioningchange, Example - "client.events.1.provisioningchange".

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the method of the event ends in provisioningchange

  @thunder.events.begins-with-the-observers-id @must @practice @capability:websocket
  Rule: The method of an event begins with the id that the client has registered
    Source: provisioningchange, Example - "client.events.1.provisioningchange".
    Reading: TH-7, the prefix of the example is the id with which its client registered.

    Scenario Outline: The id <id>
      Given a plugin that is idle
      And a client over WebSocket, registered as "<id>"
      When the plugin signals a provisioning change
      Then the method of the event begins with "<id>"

      Examples:
        | id                         |
        | client.events.1            |
        | client.Provisioning.events |
        | 7                          |
        | Überwachung                |

  @thunder.events.without-an-id-is-named-alone @should @practice @capability:websocket @profile:r2 @profile:r4
  Rule: The method of an event is the name of the event where the id is empty
    Source: provisioningchange, Example - "client.events.1.provisioningchange".
    Reading: release r5 refuses a registration without an id.

    Scenario: The client registers without an id
      Given a plugin that is idle
      And a client over WebSocket
      And the client has registered without an id
      When the plugin signals a provisioning change
      Then the method of the event is provisioningchange

  @thunder.events.has-parameters-in-an-object @must @capability:websocket
  Rule: The parameters of an event are an object
    Source: provisioningchange, Parameters - "params, object".

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the parameters of the event are an object

  @thunder.events.carries-a-status @must @capability:websocket
  Rule: An event carries a status that is a number
    Source: provisioningchange, Parameters - "params.status, number".
    Reading: TH-13, the table marks what is optional, and this is not. TH-9, no value is right or wrong.

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the status of the event is a number

  @thunder.events.carries-the-status-of-the-change @must @capability:websocket
  Rule: An event carries the provision status of the change that it signals
    Source: provisioningchange, Parameters - "Provision status".
    Reading: the stage knows which status it has signalled; where it does not say so nothing is judged.

    Scenario: One client is registered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change
      Then the status of the event is the one that was signalled

  @thunder.events.ends-with-the-registration @must @capability:websocket
  Rule: A client that has unregistered receives no event
    Source: Notifications - "to all registered observers".

    Scenario: The client has unregistered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has unregistered "watch"
      When the plugin signals a provisioning change
      Then the client receives no event

  @thunder.events.ends-with-the-connection @must @practice @capability:websocket
  Rule: A client that connects again receives no event for what it had registered before
    Source: Notifications - "to all registered observers".
    Reading: the framework keeps observers per connection and drops them when it closes.

    Scenario: The client has connected again
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has connected again
      When the plugin signals a provisioning change
      Then the client receives no event

  @thunder.events.survives-the-end-of-others @must @capability:websocket
  Rule: A client that closes its connection takes no event from the others
    Source: Notifications - "broadcasted via JSON-RPC to all registered observers".

    Scenario Outline: The other client <ending>
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And another client over WebSocket, registered as "watch"
      And the other client <ending>
      When the plugin signals a provisioning change
      Then the client receives the event

      Examples:
        | ending                    |
        | has closed its connection |
        | has broken off            |

  @thunder.events.keeps-connections-apart @must @practice @capability:websocket
  Rule: Unregistering on one connection leaves the same id on another connection registered
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: the framework knows an observer by its connection and its id together.

    Scenario: Two clients have registered under the same id
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And another client over WebSocket, registered as "watch"
      And the other client has unregistered "watch"
      When the plugin signals a provisioning change
      Then the client receives the event

  @thunder.events.reaches-each-id-of-a-client @must @practice @capability:websocket
  Rule: A client that has registered under several ids receives the event under each
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario: Two ids
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has registered as "guard"
      When the plugin signals a provisioning change
      Then the client receives the event as "watch" beside the event as "guard"

  @thunder.events.ends-one-id-alone @must @practice @capability:websocket
  Rule: A client that unregisters one of its ids receives the event under the others
    Source: Notifications - "Refer to [Thunder] for information on how to register".

    Scenario: The first of two ids is unregistered
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has registered as "guard"
      And the client has unregistered "watch"
      When the plugin signals a provisioning change
      Then the client receives the event as "guard"

  @thunder.events.ends-for-nothing-else @must @practice @capability:websocket
  Rule: Unregistering something else leaves a registration as it is
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: TH-12, whether it is refused depends on the release; a registration is known by its event and its id together.

    Scenario Outline: The client unregisters <what>
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has tried to unregister <what>
      When the plugin signals a provisioning change
      Then the client receives the event as "watch"

      Examples:
        | what                            |
        | an id that it has not           |
        | another event under the same id |

  @thunder.events.comes-once-per-registration @must @practice @capability:websocket
  Rule: A client that registers twice under the same id receives an event no more often than others do
    Source: Notifications - "Refer to [Thunder] for information on how to register".
    Reading: TH-12, whether the second registration is refused depends on the release; in none does it double the event.

    Scenario: One client has registered twice
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the client has tried to register as "watch" again
      And another client over WebSocket, registered as "guard"
      When the plugin signals a provisioning change
      Then both clients receive the event equally often

  @thunder.events.matches-its-name-exactly @must @capability:websocket
  Rule: A registration whose event is written in another way brings no event
    Source: Case Sensitivity - "All identifiers of the interfaces described in this document are case-sensitive".
    Reading: whether such a registration is refused is open, as for any event that does not exist.

    Scenario: The name of the event is cut off
      Given a plugin that is idle
      And a client over WebSocket
      And the client has tried to register for the event by a part of its name
      When the plugin signals a provisioning change
      Then the client receives no event

    Scenario: The event is written in another case
      Given a plugin that is idle
      And a client over WebSocket
      And the client has tried to register for the event in another case
      When the plugin signals a provisioning change
      Then the client receives no event

  @thunder.events.ends-with-the-plugin @should @practice @capability:websocket @profile:r2 @profile:r4 @profile:r5
  Rule: A plugin that was deactivated signals no event to those who had registered before
    Source: Notifications - "to all registered observers".
    Reading: the framework drops the observers of a plugin that deactivates.

    Scenario: The plugin was deactivated
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      And the plugin was deactivated for a while
      When the plugin signals a provisioning change
      Then the client receives no event

  @thunder.events.leaves-answers-alone @must @reference @capability:websocket
  Rule: Events between calls change no answer
    Source: References, JSON-RPC, section 4 - "used to correlate the context between the two objects".

    Scenario: The plugin signals a change while calls are open
      Given a plugin that is idle
      And a client over WebSocket, registered as "watch"
      When the plugin signals a provisioning change while the client makes 20 calls at once
      Then each call is answered once under its own id

  @thunder.events.come-with-changes @must @unobservable
  Rule: The plugin signals an event whenever its provisioning changes
    Source: provisioningchange - "Signals a provisioning change".
    Why: nobody says what counts as a change; a stage can only make the plugin signal one.
