Feature: Updating a subscription
  An ARP asks for activation, deactivation or another signalling status, and the DSP needs time for each of them:
  it accepts and shows what holds until then. What needs no time is done at once.

  @roaming.update.activation-is-accepted @must
  Rule: A request for activation is answered with 202 Accepted
    Source: 6.2.5, first bullet - "sends a 202 Accepted response"; 5.3.1 step 3.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is PreProvisioned
      And the ARP speaks <format>
      When the ARP requests the status Active
      Then the answer is Accepted

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.update.activation-is-shown-as-pending @must
  Rule: The answer to a request for activation shows ActivationPending
    Source: 6.2.5, first bullet - "The DSP sets instead the subscription status to ActivationPending"; 6.2.3 transition 6.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is PreProvisioned
      And the ARP speaks <format>
      When the ARP requests the status Active
      Then the answer holds the subscription as ActivationPending

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.update.deactivation-is-accepted @must
  Rule: A request for deactivation is answered with 202 Accepted
    Source: 6.2.5, second bullet - "sends a 202 Accepted response"; 5.3.6 step 1.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP requests the status Deactivated
      Then the answer is Accepted

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.update.deactivation-is-shown-as-pending @must
  Rule: The answer to a request for deactivation shows DeactivationPending
    Source: 6.2.5, second bullet - "The DSP sets instead the subscription status to DeactivationPending"; 6.2.3 transition 9.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP requests the status Deactivated
      Then the answer holds the subscription as DeactivationPending

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.update.signalling-change-is-accepted @must
  Rule: A request for another signalling status is answered with 202 Accepted
    Source: 6.2.5, third bullet - "sends a 202 Accepted response"; 5.3.3.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP requests the other signalling status
      Then the answer is Accepted

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.update.signalling-change-is-shown-as-undone @must
  Rule: The answer to a request for another signalling status shows the old one
    Source: 6.2.5, third bullet - "sets instead the ARP signalling status back to the previous value"; 5.3.3.

    Scenario Outline: The ARP writes <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP requests the other signalling status
      Then the answer shows the old signalling status

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.update.signalling-change-keeps-the-status @must
  Rule: A change of the signalling status leaves the subscription Active
    Source: 6.2.5.3, preconditions and bodies; no transition of 6.2.3 belongs to it.

    Scenario: The change is requested
      Given a subscription that is Active
      When the ARP requests the other signalling status
      Then the answer holds the subscription as Active

    Scenario: The change is completed
      Given a subscription whose other signalling status was requested
      When the DSP decides
      Then the subscription is Active once the ARP was notified

  @roaming.update.signalling-change-takes-effect @must
  Rule: A completed change of the signalling status is seen in the subscription
    Source: 6.2.5, third bullet - "with the new ARP signalling status used in the PUT request".
    Reading: a notification has no element for it, so that the subscription must show it (G1).

    Scenario: The change is completed
      Given a subscription whose other signalling status was requested
      When the DSP decides
      Then the subscription shows the new signalling status once the ARP was notified

    Scenario: The former signalling status is requested again
      Given a subscription whose signalling status was changed
      And the ARP requested the former signalling status
      When the DSP decides
      Then the subscription shows the former signalling status once the ARP was notified

  @roaming.update.signalling-change-waits-for-its-completion @must
  Rule: A subscription shows the old signalling status until the change is completed
    Source: 6.2.5, third bullet - "sets instead the ARP signalling status back to the previous value"; "When the asynchronous processing on the DSP side has completed".
    Reading: a DSP that needs nobody to decide may have completed it, and then notifies.

    Scenario: The change is pending
      Given a subscription whose other signalling status was requested
      When the ARP retrieves the subscription
      Then the answer shows the old signalling status unless the change is completed

  @roaming.update.activation-keeps-the-rest @must
  Rule: An activation changes nothing of a subscription but its status
    Source: 6.2.3 transition 7 - "sets the roaming subscription in Active status"; 6.2.5, what SHALL NOT be modified.

    Scenario Outline: The <element>
      Given a subscription that the ARP requested as OffLine, and that is Active by now
      When the ARP retrieves the subscription
      Then the answer repeats the <element> that the ARP sent

      Examples:
        | element             |
        | userId              |
        | arpSignallingStatus |
        | notifyURL           |
        | callbackData        |

  @roaming.update.never-modifies-what-is-fixed @must
  Rule: What identifies a subscription cannot be modified
    Source: 6.2.5 - "SHALL NOT be modified by means of a PUT request. userId, dspId, arpId, requestArrivalTimestamp, resourceURL".
    Reading: the request may be refused, or served without the modification (G24).

    Scenario Outline: Another <element> is sent
      Given a subscription that is Active
      When the ARP updates the subscription with another <element>
      Then the subscription still has its <element>

      Examples:
        | element                 |
        | userId                  |
        | dspId                   |
        | arpId                   |
        | requestArrivalTimestamp |
        | resourceURL             |

    Scenario Outline: Another <element> is sent in JSON
      Given a subscription that is Active
      And the ARP speaks JSON
      When the ARP updates the subscription with another <element>
      Then the subscription still has its <element>

      Examples:
        | element                 |
        | userId                  |
        | dspId                   |
        | arpId                   |
        | requestArrivalTimestamp |
        | resourceURL             |

    Scenario Outline: Another <element> is sent with a request for activation
      Given a subscription that is PreProvisioned
      When the ARP requests the status Active with another <element>
      Then the subscription still has its <element>

      Examples:
        | element                 |
        | userId                  |
        | dspId                   |
        | arpId                   |
        | requestArrivalTimestamp |
        | resourceURL             |

    Scenario Outline: The <element> is left out
      Given a subscription that is Active
      When the ARP updates the subscription without <element>
      Then the subscription still has its <element>

      Examples:
        | element                 |
        | requestArrivalTimestamp |
        | resourceURL             |

    Scenario: A second userId is sent
      Given a subscription that is Active
      When the ARP updates the subscription with one more userId
      Then the subscription still has its userId

  @roaming.update.takes-user-ids-in-any-order @should @decision
  Rule: The userIds of a customer can be repeated in any order
    Source: 6.2.5 - userId among what SHALL NOT be modified; 5.2.2.1 - "UserId(1:N)".
    Reading: several userIds are a set, and none of them is modified by standing elsewhere in it.

    Scenario: The userIds are in the reverse order
      Given a subscription that is Active
      When the ARP updates the subscription with its userIds in the reverse order
      Then the request succeeds

  @roaming.update.needs-every-mandatory-element @must
  Rule: An update without a mandatory element is refused
    Source: 5.2.2.1 and 5.2.2.3, the columns "Optional"; the Common text for notifyURL.

    Scenario Outline: The <element> is missing
      Given a subscription that is Active
      When the ARP updates the subscription without <element>
      Then the request is refused

      Examples:
        | element           |
        | userId            |
        | status            |
        | dspId             |
        | arpId             |
        | callbackReference |
        | notifyURL         |

  @roaming.update.works-without-optional-elements @must
  Rule: An update without the optional elements is accepted
    Source: 5.2.2.1, the column "Optional"; the Common text for callbackData and notificationFormat.

    Scenario Outline: There is no <element>
      Given a subscription that is PreProvisioned
      When the ARP requests the status Active without <element>
      Then the request succeeds

      Examples:
        | element                 |
        | arpSignallingStatus     |
        | callbackData            |
        | notificationFormat      |
        | requestArrivalTimestamp |

  @roaming.update.refuses-unknown-values @must
  Rule: An update with a value outside an enumeration is refused
    Source: 5.2.3.1 and 5.2.3.3, the values; the Common text for notificationFormat.

    Scenario Outline: The <element> is "<value>"
      Given a subscription that is Active
      When the ARP updates the subscription with the <element> "<value>"
      Then the request is refused

      Examples:
        | element             | value  |
        | status              | active |
        | status              | Paused |
        | arpSignallingStatus | Online |
        | notificationFormat  | xml    |

  @roaming.update.nothing-changed-is-done-at-once @should @decision
  Rule: An update that changes nothing is answered with 200 OK
    Source: 6.2.5 - none of the three conditions is met.
    Reading: repeating the stored status asks for no transition (G37). A pending activation that is requested again has a rule of its own.

    Scenario Outline: The subscription is <status>
      Given a subscription that is <status>
      When the ARP updates the subscription with what it retrieved
      Then the answer is OK

      Examples:
        | status                 |
        | PreProvisioningPending |
        | PreProvisioned         |
        | ActivationPending      |
        | Active                 |
        | DeactivationPending    |
        | Deactivated            |

  @roaming.update.absent-signalling-status-stays @should @decision
  Rule: An update that leaves out the signalling status leaves it as it is
    Source: 5.2.2.1 - "arpSignallingStatus", optional (G21).

    Scenario: The element is left out
      Given a subscription that is Active
      When the ARP updates the subscription without arpSignallingStatus
      Then the subscription still has its arpSignallingStatus

    Scenario: The element is left out where the status is not what it was at first
      Given a subscription whose signalling status was changed
      When the ARP updates the subscription without arpSignallingStatus
      Then the subscription still has its arpSignallingStatus

    Scenario: The element is left out before the activation
      Given a subscription that is PreProvisioned
      When the ARP updates the subscription without arpSignallingStatus
      Then the request succeeds

  @roaming.update.signalling-change-outlives-another-update @should @decision
  Rule: A change of the signalling status that is pending is completed although the callback is changed meanwhile
    Source: 6.2.5, third bullet - "When the asynchronous processing on the DSP side has completed".
    Reading: the signalling status that still holds is repeated, which asks for no change (G37).

    Scenario: The ARP gave other data
      Given a subscription whose other signalling status was requested
      And the ARP gave a new callbackData
      When the DSP decides
      Then the ARP is notified that the subscription is Active

  @roaming.update.never-creates @should @practice
  Rule: An update of what does not exist creates nothing
    Source: 5.1 - PUT "Updates the roaming subscription", and the identifier is "provided by DSP".

    Scenario: The unknown subscription is looked for afterwards
      Given a subscription that is Active
      When the ARP updates an unknown subscription
      Then the unknown subscription is still not found
