Feature: Errors
  An ARP whose request is refused is told why, in the form that all APIs of this family share.

  @roaming.errors.are-request-errors @must @reference
  Rule: The body of a refusal is a requestError with one exception
    Source: 6.2.2 - "Policy Exception and Service Exception fault codes"; 7.1 and 7.2; the schema of the Common text.
    Reading: a body is needed with 400, 403, 404, 409, 410 and 422; where another refusal has a body, it need not be one.

    Scenario Outline: <refusal>, in <format>
      Given the ARP speaks <format>
      When <refusal>
      Then the answer has the type RequestError

      Examples:
        | refusal                                        | format |
        | the ARP retrieves an unknown subscription      | XML    |
        | the ARP retrieves an unknown subscription      | JSON   |
        | the ARP updates an unknown subscription        | XML    |
        | the ARP updates an unknown subscription        | JSON   |
        | the ARP requests pre-provisioning without status | XML  |
        | the ARP requests pre-provisioning without status | JSON |

    Scenario Outline: A refused transition, in <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP requests the status PreProvisioned
      Then the answer has the type RequestError

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.errors.come-in-the-format-wanted @must
  Rule: A refusal comes in the format that the ARP accepts
    Source: 6, last bullet - "return either JSON or XML encoded parameters in the response body".

    Scenario Outline: The ARP accepts <format>
      Given the ARP speaks <format>
      When the ARP retrieves an unknown subscription
      Then the answer is in <format>

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.errors.have-a-registered-kind-of-id @must
  Rule: The messageId of an exception is SVC or POL with four digits, as its kind demands
    Source: 7.1 - "a prefix SVC followed by 4 digit code number"; 7.2 - "a prefix POL followed by 4 digit code number".

    Scenario: A service exception
      Given a customer of the DSP
      When the ARP requests pre-provisioning without status
      Then the messageId fits the kind of exception

    Scenario: An unknown subscription
      Given a subscription that is Active
      When the ARP retrieves an unknown subscription
      Then the messageId fits the kind of exception

  @roaming.errors.text-fits-its-variables @should @practice
  Rule: The text of an exception has a place for each of its variables
    Source: 7.1.1 - "optional replacement variables marked with %n", "%n variables to substitute into the string".
    Reading: the text is the template, and the client puts the variables into it.

    Scenario: An unknown subscription
      Given a subscription that is Active
      When the ARP retrieves an unknown subscription
      Then the text of the exception has a place for each variable

  @roaming.errors.variables-fill-the-text @should @practice
  Rule: Each place for a variable in the text of an exception is filled by a variable
    Source: 7.1.1 - "marked with %n, where n is an index into the list of <Variables> elements, starting at 1".
    Reading: the text is the template, and the client puts the variables into it.

    Scenario: An unknown subscription
      Given a subscription that is Active
      When the ARP retrieves an unknown subscription
      Then each place in the text of the exception has a variable

    Scenario: An element that is missing
      Given a customer of the DSP
      When the ARP requests pre-provisioning without status
      Then each place in the text of the exception has a variable

    Scenario: A value that is none of its enumeration
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the notificationFormat "YAML"
      Then each place in the text of the exception has a variable

  @roaming.errors.names-the-unknown-address @should @practice
  Rule: An unknown subscription is refused by SVC0004 or SVC2008
    Source: 6.2.2 - "For HTTP response codes, see [REST_NetAPI_Common]"; sibling APIs.

    Scenario: An unknown subscription is retrieved
      Given a subscription that is Active
      When the ARP retrieves an unknown subscription
      Then the messageId is SVC0004 or SVC2008

  @roaming.errors.transition-has-a-status-of-conflict @should @decision
  Rule: A transition that is not allowed is refused by 400, 403 or 409
    Source: 6.2.3 - "Only certain status transitions are allowed"; the document gives no code (G40).
    Reading: a target may say which of them it uses.

    Scenario: A return to PreProvisioned
      Given a subscription that is Active
      When the ARP requests the status PreProvisioned
      Then the transition is refused with a status that is usual for it

  @roaming.errors.transition-has-its-registered-id @should @practice @profile:published
  Rule: A transition that is not allowed is refused by SVC1008
    Source: 7.1 - "MUST be obtained from OMNA Exception codes registry"; the registry, "Bad status transition".

    Scenario: A return to PreProvisioned
      Given a subscription that is Active
      When the ARP requests the status PreProvisioned
      Then the messageId is SVC1008

  @roaming.errors.no-exceptions-of-its-own @must @unobservable @profile:document
  Rule: This API has no exception codes beside the common ones
    Source: 7.1 and 7.2 - "There are no additional Service Exception codes defined".
    Why: the template's other alternative, with codes of its own, stands beside it (G27), and a private code is no violation.
