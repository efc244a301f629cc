Feature: Parameters of the wrong type
  A client sends a label that is no string, or an index that is no number.
  The document lists no error for this; JSON-RPC has one.

  @thunder.parameters.names-invalid-params @must @reference @profile:document
  Rule: A call that is refused for its parameters is refused as invalid params
    Source: References, JSON-RPC, section 5.1 - "-32602 Invalid params".
    Reading: that such a call must be refused is another rule; here a server that takes it passes. Unavailable is right too: it is the one error of the table, and a parameter that is taken for absent may bring it (TH-4).

    Scenario Outline: <params> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with <params>
      Then the call succeeds or is refused as invalid params or as unavailable

      Examples:
        | transport | params                 |
        | HTTP      | a number for a label   |
        | HTTP      | an object for an index |
        | HTTP      | its parameters in an array |
        | WebSocket | a number for a label   |
        | WebSocket | an object for an index |

  @thunder.parameters.refuses-wrong-types @should @decision @profile:document @profile:r5
  Rule: A parameter whose type is not the listed one is refused
    Source: index, Parameters - "params?.label, string", "params?.index, number".
    Reading: profiles r2 and r4 ignore such parameters silently; profile r5 refuses with -31050. TH-2, a number in a string is open.

    Scenario Outline: <params> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with <params>
      Then the call is refused

      Examples:
        | transport | params                 |
        | HTTP      | a number for a label   |
        | HTTP      | an object for an index |
        | HTTP      | its parameters in an array |
        | WebSocket | a number for a label   |
        | WebSocket | an object for an index |

  @thunder.parameters.ignores-wrong-types @should @practice @profile:r2 @profile:r4
  Rule: A parameter whose type is not the listed one is taken for absent
    Source: index, Parameters - "params?.label (optional)", "params?.index (optional)".
    Reading: releases r2 and r4 leave the fields unset and say nothing.

    Scenario Outline: <params> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls index with <params>
      Then the call succeeds or is refused as unavailable

      Examples:
        | transport | params                 |
        | HTTP      | a number for a label   |
        | HTTP      | an object for an index |
        | HTTP      | its parameters in an array |
        | WebSocket | a number for a label   |
        | WebSocket | an object for an index |

  @thunder.parameters.empty-ones-are-none @should @practice @profile:r2 @profile:r4 @profile:r5
  Rule: Parameters that are null or an empty text count as left out
    Source: id and state - "This property is read-only".
    Reading: every release reads a property that is called with either; the document leaves both open.

    Scenario Outline: <form> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls id <form>
      Then the result is the provision ID

      Examples:
        | transport | form                              |
        | HTTP      | with null for parameters          |
        | HTTP      | with an empty text for parameters |
        | WebSocket | with null for parameters          |
        | WebSocket | with an empty text for parameters |
