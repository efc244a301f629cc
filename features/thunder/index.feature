Feature: Setting the index of a provisioning key
  A client chooses which key a label stands for.
  Both parameters are optional, and nothing reads back what was set.

  @thunder.index.accepts-a-label-with-an-index @must
  Rule: A label with an index is accepted
    Source: index, Parameters - "params?.label ... for which the index should be changed", "params?.index", with Example.
    Reading: TH-4, what an unknown label brings is open, so the label is one that the plugin knows.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with both parameters
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The label has an index already, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      And the client has tried to call index
      When the client calls index with both parameters
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The back office has come back, over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      And the client has tried to call index
      And the plugin has become idle
      When the client calls index with both parameters
      Then the call succeeds

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.result-is-null @must
  Rule: An index that is accepted has the result null
    Source: index, Result - "Always null".
    Reading: a result that is left out belongs to thunder.envelope.holds-a-result-or-an-error.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with both parameters
      Then the result is null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: The label has an index already, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      And the client has tried to call index
      When the client calls index with both parameters
      Then the result is null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: A process is in progress, over <transport>
      Given a plugin that is provisioning
      And a client over <transport>
      When the client calls index with both parameters
      Then the result is null

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.label-is-optional @must
  Rule: A call without a label is not refused for its parameters
    Source: index, Parameters - "params?.label (optional)".
    Reading: TH-4, the effect is open, so null and the one error of the table are both right.

    Scenario Outline: An index alone, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with an index alone
      Then the call succeeds or is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.index-is-optional @must
  Rule: A call without an index is not refused for its parameters
    Source: index, Parameters - "params?.index (optional)".
    Reading: TH-4, the effect is open, so null and the one error of the table are both right.

    Scenario Outline: A label alone, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with a label alone
      Then the call succeeds or is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.both-are-optional @must
  Rule: A call with empty parameters is not refused for them
    Source: index, Parameters - both members "(optional)".
    Reading: TH-4, the effect is open, so null and the one error of the table are both right.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with empty parameters
      Then the call succeeds or is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.parameters-may-be-left-out @should @decision
  Rule: A call without parameters is not refused for their absence
    Source: index, Parameters - "params, object", whose members are all "(optional)".
    Reading: TH-4, the table does not call params itself optional; an object that may be empty need not be sent.

    Scenario Outline: Over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with no parameters
      Then the call succeeds or is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.accepts-32-bits @should @practice
  Rule: An index may be any unsigned number of 32 bits
    Source: index, Parameters - "params?.index, number".
    Reading: TH-2, the interface definition gives the size; strings, negatives and fractions are open.

    Scenario Outline: The <end> index, over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with the <end> index
      Then the call succeeds or is refused as unavailable

      Examples:
        | transport | end      |
        | HTTP      | smallest |
        | HTTP      | largest  |
        | WebSocket | smallest |
        | WebSocket | largest  |

  @thunder.index.refuses-without-back-office @must
  Rule: An index is refused as unavailable while the back office client is not available
    Source: index, Errors - "2 ERROR_UNAVAILABLE, Provisioning Back Office Client not available".
    Reading: the description of an error is the condition under which it is answered. Code 2, in profile r5 -31002.

    Scenario Outline: Over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      When the client calls index with both parameters
      Then the call is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

    Scenario Outline: Refused before, over <transport>
      Given a plugin that is without its back office
      And a client over <transport>
      And the client has tried to call index
      When the client calls index with both parameters
      Then the call is refused as unavailable

      Examples:
        | transport |
        | HTTP      |
        | WebSocket |

  @thunder.index.changes-the-index-of-the-label @must @unobservable
  Rule: An index that is accepted is from then on used for the key of the label
    Source: index, Parameters - "The label name for which the index should be changed", "Index to be used for the key".
    Why: no member of the interface returns an index or a key.

  @thunder.index.matches-parameter-names-exactly @must @unobservable
  Rule: A parameter whose name is written in another case is not taken for the label or the index
    Source: Case Sensitivity - "All identifiers of the interfaces described in this document are case-sensitive".
    Why: both parameters are optional, unknown ones may be ignored, and no member returns what a call has changed.
