Feature: The errors of each member
  A refused call says why with a code and a message.
  The table of a member is a closed list; only what JSON-RPC itself predefines may stand beside it.

  @thunder.errors.provision-is-closed @must
  Rule: A trigger is refused as in progress or as unavailable and with no other error of the plugin
    Source: provision, Errors - "12 ERROR_INPROGRESS", "2 ERROR_UNAVAILABLE".
    Reading: the codes that JSON-RPC predefines may occur as well. Profile r5: -31012 and -31002.

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls provision
      Then the call succeeds or is refused with an error that is listed for provision

      Examples:
        | transport | state                   |
        | HTTP      | idle                    |
        | HTTP      | provisioning            |
        | HTTP      | without its back office |
        | WebSocket | idle                    |
        | WebSocket | provisioning            |
        | WebSocket | without its back office |

  @thunder.errors.index-is-closed @must
  Rule: An index is refused as unavailable and with no other error of the plugin
    Source: index, Errors - "2 ERROR_UNAVAILABLE", and no other row.
    Reading: the codes that JSON-RPC predefines may occur as well. Profile r5: -31002.

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls index
      Then the call succeeds or is refused with an error that is listed for index

      Examples:
        | transport | state                   |
        | HTTP      | idle                    |
        | HTTP      | provisioning            |
        | HTTP      | without its back office |
        | WebSocket | idle                    |
        | WebSocket | provisioning            |
        | WebSocket | without its back office |

  @thunder.errors.state-is-closed @must
  Rule: Reading the provision state is refused as unavailable and with no other error of the plugin
    Source: state, Errors - "2 ERROR_UNAVAILABLE", and no other row.
    Reading: the codes that JSON-RPC predefines may occur as well. Profile r5: -31002.

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls state
      Then the call succeeds or is refused with an error that is listed for state

      Examples:
        | transport | state                   |
        | HTTP      | idle                    |
        | HTTP      | provisioning            |
        | HTTP      | without its back office |
        | WebSocket | idle                    |
        | WebSocket | provisioning            |
        | WebSocket | without its back office |

  @thunder.errors.id-lists-none @should @decision
  Rule: Reading the provision ID succeeds whatever the plugin is doing
    Source: id, which has no Errors.
    Reading: TH-3, the ID comes from the same back office as the state; an error that is not listed warns.

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls id
      Then the call succeeds

      Examples:
        | transport | state                   |
        | HTTP      | provisioning            |
        | HTTP      | without its back office |
        | WebSocket | provisioning            |
        | WebSocket | without its back office |

  @thunder.errors.are-objects @must @reference
  Rule: An error is an object
    Source: References, JSON-RPC, section 5 - "error", whose value "MUST be an Object".

    Scenario Outline: <call> over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      When the client calls <call>
      Then the error is an object

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.errors.code-is-an-integer @must @reference
  Rule: The code of an error is an integer
    Source: References, JSON-RPC, section 5.1 - "code", "This MUST be an integer".

    Scenario Outline: <call> over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      When the client calls <call>
      Then the code of the error is an integer

      Examples:
        | transport | call                         |
        | HTTP      | provision                    |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | provision                    |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.errors.keeps-reserved-codes-free @should @reference
  Rule: A code in the range that JSON-RPC reserves is one that JSON-RPC defines
    Source: References, JSON-RPC, section 5.1 - "from and including -32768 to -32000 are reserved".
    Reading: defined are -32700, -32600 to -32603, and -32099 to -32000 for the server's own errors.

    Scenario Outline: <call> over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      When the client calls <call>
      Then the code of the error is free or defined by JSON-RPC

      Examples:
        | transport | call                         |
        | HTTP      | state                        |
        | HTTP      | a method that does not exist |
        | WebSocket | state                        |
        | WebSocket | a method that does not exist |

  @thunder.errors.names-internal-errors @must @reference @unobservable
  Rule: An internal error of the JSON-RPC server has the code -32603
    Source: References, JSON-RPC, section 5.1 - "Internal error".
    Why: nothing that a client can send makes a correct server fail inside.
