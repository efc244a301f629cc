Feature: Calls without an id
  A client that wants no answer leaves the id out.
  Over WebSocket a later call shows that nothing came; over HTTP the answer is empty.

  @thunder.notification.gets-no-answer @must @reference @profile:document @profile:r4 @profile:r5 @capability:websocket
  Rule: A notification over WebSocket gets no answer
    Source: References, JSON-RPC, section 4.1 - "The Server MUST NOT reply to a Notification".
    Reading: profile r2 has thunder.notification.is-answered-without-an-id instead.

    Scenario Outline: <member>
      Given a plugin that is idle
      And a client over WebSocket
      When the client calls <member> as a notification
      Then the notification gets no answer

      Examples:
        | member    |
        | provision |
        | index     |
        | id        |
        | state     |

  @thunder.notification.gets-an-empty-answer @must @reference @profile:document @profile:r5 @capability:http
  Rule: A notification over HTTP gets an answer without a response in it
    Source: References, JSON-RPC, section 4.1 - "The Server MUST NOT reply to a Notification".
    Reading: HTTP itself needs an answer; any successful status with an empty body will do, in profile r5 204. Profile r4 sends nothing at all.

    Scenario Outline: <member>
      Given a plugin that is idle
      And a client over HTTP
      When the client calls <member> as a notification
      Then the notification gets no answer

      Examples:
        | member    |
        | provision |
        | index     |
        | id        |
        | state     |

  @thunder.notification.that-fails-gets-no-answer @must @reference @profile:document @profile:r4 @capability:websocket
  Rule: A notification over WebSocket that fails gets no answer either
    Source: References, JSON-RPC, section 4.1 - "would not be aware of any errors".
    Reading: profile r5 has thunder.notification.that-fails-is-answered instead.

    Scenario: A method that does not exist
      Given a plugin that is idle
      And a client over WebSocket
      When the client calls a method that does not exist as a notification
      Then the notification gets no answer

    Scenario: A state that is unavailable
      Given a plugin that is without its back office
      And a client over WebSocket
      When the client calls state as a notification
      Then the notification gets no answer

  @thunder.notification.that-fails-gets-an-empty-answer @must @reference @profile:document @capability:http
  Rule: A notification over HTTP that fails gets an answer without a response in it
    Source: References, JSON-RPC, section 4.1 - "would not be aware of any errors".

    Scenario: A method that does not exist
      Given a plugin that is idle
      And a client over HTTP
      When the client calls a method that does not exist as a notification
      Then the notification gets no answer

    Scenario: A state that is unavailable
      Given a plugin that is without its back office
      And a client over HTTP
      When the client calls state as a notification
      Then the notification gets no answer

  @thunder.notification.is-answered-without-an-id @should @practice @profile:r2
  Rule: A notification is answered by an object without an id
    Source: References, JSON-RPC, section 4.1 - "The Server MUST NOT reply to a Notification".
    Reading: release r2 answers as if there were an id and leaves it out.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id as a notification
      Then the notification is answered without an id

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.notification.that-fails-is-answered @should @practice @profile:r5
  Rule: A notification that fails is answered by an error without an id
    Source: References, JSON-RPC, section 4.1 - "would not be aware of any errors".
    Reading: release r5 does so, although it answers no other notification.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls a method that does not exist as a notification
      Then the notification is answered without an id

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.notification.null-is-no-id @should @practice @profile:r4 @profile:r5 @capability:websocket
  Rule: A call over WebSocket whose id is null gets no answer
    Source: References, JSON-RPC, section 4 - "The use of Null as a value for the id member in a Request is discouraged".
    Reading: the released servers take an id that is null for none. Profile r2 answers notifications.

    Scenario: The ID is read
      Given a plugin that is idle
      And a client over WebSocket
      When the client calls id as a notification with the id null
      Then the notification gets no answer

  @thunder.notification.is-carried-out @should @reference @capability:websocket
  Rule: A notification is carried out although it is not answered
    Source: References, JSON-RPC, section 4.1 - "signifies the Client's lack of interest in the corresponding Response object".
    Reading: it is the answer that is left out and nothing else; an event shows that a registration took place.

    Scenario: The client registers by a notification
      Given a plugin that is idle
      And a client over WebSocket
      And the client has registered as "watch" by a notification
      When the plugin signals a provisioning change
      Then the client receives the event as "watch"
