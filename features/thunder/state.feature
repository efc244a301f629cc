Feature: The provision state
  A client reads how far the platform is provisioned and for which systems.
  The property is read-only, and what its status values mean is left to the back office.

  @thunder.state.is-readable @must
  Rule: The provision state can be read while the back office client is available
    Source: Properties, state - "Provides access to the platform provision state".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The back office has come back, over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      And the client has tried to call state
      And the plugin has become idle
      When the client calls state
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.state.is-an-object @must
  Rule: The provision state is an object
    Source: state, Value - "(property), object".

    Scenario Outline: Over <transport>, the plugin is <state>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls state
      Then the result is an object

      Examples:
        | transport | state        |
        | HTTP      | idle         |
        | WebSocket | idle         |
        | HTTP      | provisioning |
        | WebSocket | provisioning |

    Scenario: The client has called provision
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call provision
      When the client calls state
      Then the result is an object

  @thunder.state.id-is-a-string @must
  Rule: The provision state has an ID that is a string
    Source: state, Value - "(property).id, string".

    Scenario Outline: Over <transport>, the plugin is <state>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls state
      Then the id of the result is a string

      Examples:
        | transport | state        |
        | HTTP      | idle         |
        | WebSocket | idle         |
        | HTTP      | provisioning |
        | WebSocket | provisioning |

    Scenario: The client has called provision
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call provision
      When the client calls state
      Then the id of the result is a string

  @thunder.state.id-is-the-provision-id @should @decision
  Rule: The ID in the provision state is the provision ID
    Source: state, Value - "Provision ID value".
    Reading: both members describe the provision ID, but no sentence says that they are equal.

    Scenario Outline: Over <transport>, the plugin is <state>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls state
      Then the id of the result is the provision ID

      Examples:
        | transport | state        |
        | HTTP      | idle         |
        | WebSocket | idle         |
        | HTTP      | provisioning |
        | WebSocket | provisioning |

  @thunder.state.status-is-a-number @must
  Rule: The provision state has a status that is a number
    Source: state, Value - "(property).status, number".
    Reading: TH-9, no value is right or wrong.

    Scenario Outline: Over <transport>, the plugin is <state>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls state
      Then the status of the result is a number

      Examples:
        | transport | state        |
        | HTTP      | idle         |
        | WebSocket | idle         |
        | HTTP      | provisioning |
        | WebSocket | provisioning |

    Scenario: The client has called provision
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call provision
      When the client calls state
      Then the status of the result is a number

  @thunder.state.tokens-are-an-array @must
  Rule: The provision state has tokens that are an array
    Source: state, Value - "(property).tokens, array".
    Reading: TH-1, an empty array is one; a string in which labels are joined is none.

    Scenario Outline: Over <transport>, the plugin is <state>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls state
      Then the tokens of the result are an array

      Examples:
        | transport | state        |
        | HTTP      | idle         |
        | WebSocket | idle         |
        | HTTP      | provisioning |
        | WebSocket | provisioning |

    Scenario: The client has called provision
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call provision
      When the client calls state
      Then the tokens of the result are an array

  @thunder.state.tokens-are-strings @must
  Rule: Each token of the provision state is a string
    Source: state, Value - "(property).tokens[#], string".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state
      Then each token of the result is a string

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.state.lists-the-provisioned-systems @must
  Rule: The tokens are the provisioned systems
    Source: state, Value - "List of provisioned systems".
    Reading: TH-1, an item in which a comma joins several labels is read as these labels; order is open.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state
      Then the tokens of the result are the provisioned systems

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario: The client has called state before
      Given a plugin that is idle
      And a client over HTTP
      And the client has tried to call state
      When the client calls state
      Then the tokens of the result are the provisioned systems

  @thunder.state.names-one-system-per-token @should @practice
  Rule: Each token names one system
    Source: state, Value - "(property).tokens[#], string".
    Reading: TH-1, the example joins two labels in one item; clients index the array by label, so a joined item warns.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls state
      Then each token of the result names one system

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.state.keeps-its-value @must
  Rule: A write leaves the provision state as it was
    Source: state - "This property is read-only".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client writes state
      Then reading state gives the same value as before

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario: By notifications
      Given a plugin that is idle
      And a client over WebSocket
      When the client writes state by notifications
      Then reading state gives the same value as before

  @thunder.state.refuses-a-write @should @decision
  Rule: A write to the provision state is refused
    Source: state - "This property is read-only".
    Reading: TH-5, the document does not say what a write yields; an error, whose code nobody decides.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client writes state
      Then the call is refused

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The plugin is provisioning, over <transport>
      Given a plugin that is provisioning
      And a client over <transport>
      When the client writes state
      Then the call is refused

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.state.refuses-without-back-office @must
  Rule: Reading the provision state is refused as unavailable while the back office client is not available
    Source: state, Errors - "2 ERROR_UNAVAILABLE, Provisioning Back Office Client not available".
    Reading: the description of an error is the condition under which it is answered. Code 2, in profile r5 -31002.

    Scenario Outline: Over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      When the client calls state
      Then the call is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: Refused before, over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      And the client has tried to call state
      When the client calls state
      Then the call is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |
