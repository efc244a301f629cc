Feature: Changing the callback
  An ARP may move its notification endpoint at any time.
  Nobody has to decide about it, so it is done at once.

  @roaming.callback.change-is-done-at-once @must
  Rule: A change of nothing but the callback is answered with 200 OK
    Source: 6.2.5 - "Some updates requires asynchronous processing", three conditions that do not name the callback; 6.2.5.4.2.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP gives a new callbackReference
      Then the answer is OK

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.callback.change-is-shown @must
  Rule: The answer to a change of the callback shows the new one
    Source: 5.2.2.1 - "ARP notification endpoint and parameters"; 6.2.5.4.2.

    Scenario Outline: The <element> is changed
      Given a subscription that is Active
      When the ARP gives a new <element>
      Then the answer repeats the <element> that the ARP sent

      Examples:
        | element            |
        | notifyURL          |
        | callbackData       |
        | notificationFormat |

  @roaming.callback.change-is-kept @must
  Rule: A change of the callback is kept
    Source: 6.2.5 - "used for updating the data of a roaming subscription".

    Scenario Outline: The <element> was changed
      Given a subscription that is Active
      And the ARP gave a new <element>
      When the ARP retrieves the subscription
      Then the answer repeats the <element> that the ARP sent

      Examples:
        | element            |
        | notifyURL          |
        | callbackData       |
        | notificationFormat |

  @roaming.callback.can-change-in-any-status @should @decision
  Rule: The callback can be changed whatever the status
    Source: 6.2.5 - the callback is not among what SHALL NOT be modified; a status that is repeated asks for no change (G37).

    Scenario Outline: The subscription is <status>
      Given a subscription that is <status>
      When the ARP gives a new callbackReference
      Then the request succeeds

      Examples:
        | status                 |
        | PreProvisioningPending |
        | PreProvisioned         |
        | ActivationPending      |
        | DeactivationPending    |
        | Deactivated            |

  @roaming.callback.stays-when-an-update-is-refused @should @decision
  Rule: An update that is refused leaves the callback as it was
    Source: 6.2.3 - "Only certain status transitions are allowed".
    Reading: a request is served as a whole or refused as a whole.

    Scenario: A new callback comes with a transition that is not allowed
      Given a subscription that is Active
      When the ARP requests the status PreProvisioned with a new callbackReference
      Then the subscription still has its callbackReference
