Feature: The names of the plugin and of its members
  A client names a member as callsign, version and member, with full stops between them.
  Callsign and version are settings of the target; every name is case-sensitive.

  @thunder.naming.refuses-unknown-members @must @reference
  Rule: A method that the plugin does not have is refused as method not found
    Source: References, JSON-RPC, section 5.1 - "-32601 Method not found".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls a method that does not exist
      Then the call is refused as method not found

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The plugin is <state>, over <transport>
      Given a plugin that is <state>
      And a client over <transport>
      When the client calls a method that does not exist
      Then the call is refused as method not found

      Examples:
        | transport | state                   |
        | HTTP      | provisioning            |
        | WebSocket | without its back office |

    Scenario Outline: <member> <edit>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <member> <edit>
      Then the call is refused as method not found

      Examples:
        | transport | member    | edit                     |
        | HTTP      | provision | with a letter more       |
        | HTTP      | id        | with a letter more       |
        | WebSocket | state     | with a letter more       |
        | WebSocket | index     | with a letter less       |
        | HTTP      | state     | with a letter less       |
        | WebSocket | id        | with a blank behind it   |
        | WebSocket | id        | with a NUL behind it   |
        | HTTP      | provision | with a blank before it   |

  @thunder.naming.matches-members-exactly @must
  Rule: A member whose name is written in another case is refused
    Source: Case Sensitivity - "All identifiers of the interfaces described in this document are case-sensitive".
    Reading: that the refusal is method not found belongs to thunder.naming.refuses-unknown-members.

    Scenario Outline: <member> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <member> with the member in another case
      Then the call is refused

      Examples:
        | transport | member    |
        | HTTP      | provision |
        | HTTP      | index     |
        | HTTP      | id        |
        | HTTP      | state     |
        | WebSocket | provision |
        | WebSocket | index     |
        | WebSocket | id        |
        | WebSocket | state     |

  @thunder.naming.matches-the-callsign-exactly @must
  Rule: A callsign that is written in another case is refused
    Source: Case Sensitivity - "All identifiers of the interfaces described in this document are case-sensitive".
    Reading: TH-6, the callsign is the one that the target is configured with.

    Scenario Outline: <member> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <member> with the callsign in another case
      Then the call is refused

      Examples:
        | transport | member    |
        | HTTP      | provision |
        | HTTP      | state     |
        | WebSocket | provision |
        | WebSocket | state     |

  @thunder.naming.refuses-unknown-callsigns @must
  Rule: A call under a callsign that no plugin has is refused
    Source: Acronyms, callsign - "The name given to an instance of a plugin".

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id with another callsign
      Then the call is refused

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.naming.needs-a-callsign @should @practice
  Rule: A call that names no callsign is refused
    Source: Acronyms, callsign - "each instance the instance name, callsign, must be unique".
    Reading: the framework finds a plugin by its callsign, in the method or in the path. Where the target's own path holds the callsign nothing is judged.

    Scenario Outline: <member> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <member> without a callsign
      Then the call is refused

      Examples:
        | transport | member |
        | HTTP      | id     |
        | HTTP      | state  |
        | WebSocket | id     |
        | WebSocket | state  |

  @thunder.naming.names-unknown-callsigns @must @reference
  Rule: A callsign that no plugin has is refused as unknown callsign
    Source: References, JSON-RPC, section 5.1 - "-32601 Method not found", "does not exist".
    Reading: JSON-RPC knows no callsigns: the method does not exist, -32601, or the framework cannot give access to it, -32603, as it did in the document's time. Profiles r2 and r4: -32603. Profile r5: -31043, in its first release -31002.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id with another callsign
      Then the call is refused as unknown callsign

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.naming.refuses-unsupported-versions @should @practice
  Rule: A call in a version that the plugin does not have is refused as unsupported version
    Source: Methods and Properties, Examples - "Provisioning.1.provision".
    Reading: the document shows version 1 and no other. -32601 or -32602; profiles r2 and r4: -32602; profile r5: -31038.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id with an unsupported version
      Then the call is refused as unsupported version

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario: A digit more
      Given a plugin that is idle
      And a client over HTTP
      When the client calls id with a digit more in the version
      Then the call is refused as unsupported version

  @thunder.naming.refuses-versions-that-are-no-number @should @practice
  Rule: A version that is not made of digits is refused
    Source: Methods and Properties, Examples - "Provisioning.1.provision".
    Reading: released servers take only digits for a version, and anything else for a part of the callsign.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id with a word for a version
      Then the call is refused

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.naming.version-may-be-left-out @should @practice @profile:r2 @profile:r4 @profile:r5
  Rule: A call that leaves the version out is a call of the version that the plugin has
    Source: Methods and Properties, Examples - "Provisioning.1.provision".
    Reading: every release accepts it; the document shows no such call and leaves it open.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id without a version
      Then the result is the provision ID

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.naming.index-of-a-member-is-ignored @should @practice @profile:r2 @profile:r4 @profile:r5
  Rule: An index behind the name of a member that has none is ignored
    Source: Properties, Examples - "Provisioning.1.id".
    Reading: every release strips "@" with what follows to find the member; the document knows no such name.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id with an index behind its name
      Then the result is the provision ID

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.naming.leaves-rpc-names-alone @must @reference
  Rule: A name that begins with "rpc." reaches no member of the plugin
    Source: References, JSON-RPC, sections 4 and 8 - "reserved", "MUST NOT be used for anything else".

    Scenario Outline: <member> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <member> with a reserved name
      Then the call is refused

      Examples:
        | transport | member |
        | HTTP      | id     |
        | HTTP      | state  |
        | WebSocket | id     |
        | WebSocket | state  |

  @thunder.naming.refuses-calls-while-deactivated @should @practice
  Rule: A call of a deactivated plugin is refused
    Source: Acronyms, callsign - "an instance of a plugin".

    Scenario Outline: <member> over <transport>
      Given a plugin that is deactivated
      And a client over <transport>
      When the client calls <member>
      Then the call is refused

      Examples:
        | transport | member    |
        | HTTP      | provision |
        | HTTP      | id        |
        | WebSocket | provision |
        | WebSocket | id        |

  @thunder.naming.names-deactivated-plugins @should @practice @profile:r2 @profile:r4 @profile:r5
  Rule: A call of a deactivated plugin is refused as inactive
    Source: Acronyms, callsign - "an instance of a plugin".
    Reading: profile r2: -32603 in its first releases, then 2; profile r4: 2; profile r5: -31002. The document says nothing.

    Scenario Outline: Over <transport>
      Given a plugin that is deactivated
      And a client over <transport>
      When the client calls id
      Then the call is refused as inactive

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.naming.callsigns-are-unique @must @unobservable
  Rule: No two instances of a plugin have the same callsign
    Source: Acronyms, callsign - "callsign, must be unique".
    Why: a run names one callsign, and of two instances behind it only one would answer.
