Feature: Triggering provisioning
  A client asks the platform to provision itself.
  The answer says whether the process was triggered, never how it ends.

  @thunder.provision.succeeds-when-idle @must
  Rule: A trigger without parameters succeeds while nothing that the error table names stands against it
    Source: provision - "This method takes no parameters", with Errors, which names two conditions and no other.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls provision
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The back office has come back, over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      And the client has tried to call provision
      And the plugin has become idle
      When the client calls provision
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.provision.result-is-null @must
  Rule: A trigger that succeeds has the result null
    Source: provision, Result - "Always null".
    Reading: a result that is left out belongs to thunder.envelope.holds-a-result-or-an-error.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls provision
      Then the result is null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: A process runs already, over <transport>
      Given a plugin that is provisioning
      And a client over <transport>
      When the client calls provision
      Then the result is null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.provision.names-in-progress @must
  Rule: A trigger that is refused because provisioning is in progress is refused as in progress
    Source: provision, Errors - "12 ERROR_INPROGRESS, Provisioning in progress".
    Reading: TH-10, a plugin may as well take the trigger again and answer null. Code 12, in profile r5 -31012.

    Scenario Outline: A process runs already, over <transport>
      Given a plugin that is provisioning
      And a client over <transport>
      When the client calls provision
      Then the call succeeds or is refused as in progress

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: Ten triggers in a row, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls provision 10 times in a row
      Then each call succeeds or is refused as in progress

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.provision.refuses-without-back-office @must
  Rule: A trigger is refused as unavailable while the back office client is not available
    Source: provision, Errors - "2 ERROR_UNAVAILABLE, Provisioning Back Office Client not available".
    Reading: the description of an error is the condition under which it is answered. Code 2, in profile r5 -31002.

    Scenario Outline: Over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      When the client calls provision
      Then the call is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: Refused before, over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      And the client has tried to call provision
      When the client calls provision
      Then the call is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.provision.starts-the-process @must @unobservable
  Rule: A trigger that succeeds starts the provisioning of the platform
    Source: provision - "Trigers platform provision process".
    Why: no member tells whether a process runs, a plugin need not refuse a second trigger (TH-10), and nobody says when the event fires.
