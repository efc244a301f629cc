Feature: The provision ID
  A client reads the ID under which the platform is provisioned.
  The property is read-only.

  @thunder.id.is-readable @must
  Rule: The provision ID can be read
    Source: Properties, id - "Provides access to the provision ID".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.id.is-a-string @must
  Rule: The provision ID is a string
    Source: id, Value - "(property), string".
    Reading: TH-3, whether the ID may be refused in some state is judged by thunder.errors.id-lists-none.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id
      Then the result is a string

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario: The client has called provision
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call provision
      When the client calls id
      Then the result is a string

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls id
      Then the result is a string

      Examples:
        | transport | state                   |
        | HTTP      | provisioning            |
        | WebSocket | provisioning            |
        | HTTP      | without its back office |
        | WebSocket | without its back office |

  @thunder.id.is-the-provision-id @must
  Rule: The property is the provision ID of this platform
    Source: id, Value - "Provision ID".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id
      Then the result is the provision ID

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario: The client has called index
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call index
      When the client calls id
      Then the result is the provision ID

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls id
      Then the result is the provision ID

      Examples:
        | transport | state                   |
        | HTTP      | provisioning            |
        | WebSocket | provisioning            |
        | HTTP      | without its back office |
        | WebSocket | without its back office |

  @thunder.id.keeps-its-value @must
  Rule: A write leaves the provision ID as it was
    Source: id - "This property is read-only".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client writes id
      Then reading id gives the same value as before

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The plugin is provisioning, over <transport>
      Given a plugin that is provisioning
      And a client over <transport>
      When the client writes id
      Then reading id gives the same value as before

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario: By notifications
      Given a plugin that is idle
      And a client over WebSocket
      When the client writes id by notifications
      Then reading id gives the same value as before

  @thunder.id.refuses-a-write @should @decision
  Rule: A write to the provision ID is refused
    Source: id - "This property is read-only".
    Reading: TH-5, the document does not say what a write yields; an error, whose code nobody decides.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client writes id
      Then the call is refused

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The plugin is provisioning, over <transport>
      Given a plugin that is provisioning
      And a client over <transport>
      When the client writes id
      Then the call is refused

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |
