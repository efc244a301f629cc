Feature: The life of a subscription
  Ten transitions lead from the first request to the end of a contract. An ARP can ask for three of them,
  and the DSP makes the others. Whatever else is asked for is refused, and nothing moves.

  @roaming.transitions.granted-pre-provisioning-is-pre-provisioned @must
  Rule: A subscription whose pre-provisioning is granted becomes PreProvisioned
    Source: 6.2.3 transition 3 - "DSP puts the roaming subscription in Preprovisioned status".

    Scenario: The DSP's check is passed
      Given a subscription that is PreProvisioningPending
      When the DSP decides
      Then the subscription is PreProvisioned once the ARP was notified

  @roaming.transitions.denied-pre-provisioning-removes-the-subscription @must
  Rule: A subscription whose pre-provisioning is denied is removed
    Source: 6.2.3 transition 4 - "DSP removes the roaming subscription"; 5.3.1 step 2 - "the DSP deletes the resource".
    Reading: it may be removed after the notification (G15), but within the wait of the run.

    Scenario: The DSP's check is not passed
      Given a subscription that the ARP requested for a customer whom the DSP will deny
      When the DSP decides
      Then the subscription is gone once the ARP was notified

  @roaming.transitions.completed-activation-is-active @must
  Rule: A subscription whose activation is completed becomes Active
    Source: 6.2.3 transition 7 - "sets the roaming subscription in Active status".

    Scenario: The activation is completed
      Given a subscription that is ActivationPending
      When the DSP decides
      Then the subscription is Active once the ARP was notified

  @roaming.transitions.completed-deactivation-is-deactivated @must
  Rule: A subscription whose deactivation is completed becomes Deactivated
    Source: 6.2.3 transition 10 - "sets the roaming subscription in Deactivated status".

    Scenario: The deactivation is completed
      Given a subscription that is DeactivationPending
      When the DSP decides
      Then the subscription is Deactivated once the ARP was notified

  @roaming.transitions.refused-deactivation-is-active-again @should @decision @capability:refuses-deactivation
  Rule: A subscription whose deactivation is refused is Active again
    Source: 5.3.6 step 2 - "the result of deactivation (Deactivated or Active status)".
    Reading: no transition of 6.2.3 leads there (G2); a DSP that never refuses declines the capability.

    Scenario: The DSP refuses
      Given a subscription that is Active and indelible
      And the ARP requested the status Deactivated
      When the DSP decides
      Then the subscription is Active once the ARP was notified

  @roaming.transitions.activation-is-the-arps-choice @must
  Rule: The DSP does not activate what no ARP asked to be activated
    Source: 6.2.3 - "The DSP may internally operate every transition in figure 6 except transitions 1 and 5".

    Scenario: Pre-provisioning was granted
      Given a subscription that is PreProvisioned
      When the ARP gives a new callbackReference
      Then the answer holds the subscription as PreProvisioned

    Scenario: Pre-provisioning is being granted
      Given a subscription that is PreProvisioningPending
      When the DSP decides
      Then the subscription is not activated once the ARP was notified

  @roaming.transitions.only-activates-what-is-pre-provisioned @must
  Rule: A subscription that is not PreProvisioned cannot be activated
    Source: 6.2.3 - "Only certain status transitions are allowed", transition 5; 5.3.1 steps 2 and 3.
    Reading: Active for Active, and for ActivationPending, asks for nothing new and has rules of its own.

    Scenario Outline: The subscription is <stored>
      Given a subscription that is <stored>
      When the ARP requests the status Active
      Then the transition is refused
      And the subscription is still <stored>
      And no notification comes before the next one that must come

      Examples:
        | stored                 |
        | PreProvisioningPending |
        | DeactivationPending    |
        | Deactivated            |

  @roaming.transitions.only-deactivates-what-is-active @must
  Rule: A subscription that is being activated cannot be deactivated
    Source: 6.2.3 - "Only certain status transitions are allowed", transitions 7 and 8; 6.2.5.2, preconditions.

    Scenario: The subscription is ActivationPending
      Given a subscription that is ActivationPending
      When the ARP requests the status Deactivated
      Then the transition is refused
      And the subscription is still ActivationPending
      And no notification comes before the next one that must come

  @roaming.transitions.never-deactivates-what-was-never-active @should @decision
  Rule: A subscription that was never requested to be active cannot be deactivated
    Source: 6.2.3 transition 8, which names no status that it starts from; 6.2.5.2, preconditions.
    Reading: the figure, of which only the labels survive, is taken to lead from Active only (X3).

    Scenario Outline: The subscription is <stored>
      Given a subscription that is <stored>
      When the ARP requests the status Deactivated
      Then the transition is refused
      And the subscription is still <stored>
      And no notification comes before the next one that must come

      Examples:
        | stored                 |
        | PreProvisioningPending |
        | PreProvisioned         |

  @roaming.transitions.never-returns-to-pre-provisioned @must
  Rule: A subscription cannot be set to PreProvisioned by an update
    Source: 6.2.3 - "transitions 1 via POST, transitions 5 and 8 via PUT".

    Scenario Outline: The subscription is <stored>
      Given a subscription that is <stored>
      When the ARP requests the status PreProvisioned
      Then the transition is refused
      And the subscription is still <stored>
      And no notification comes before the next one that must come

      Examples:
        | stored                 |
        | PreProvisioningPending |
        | ActivationPending      |
        | Active                 |
        | DeactivationPending    |
        | Deactivated            |

  @roaming.transitions.never-sets-what-is-pending @must
  Rule: A pending status cannot be requested
    Source: 6.2.3 - "transitions 1 via POST, transitions 5 and 8 via PUT"; transitions 2, 6 and 9 are the DSP's.
    Reading: a pending status that is stored may be repeated, since nothing is requested then (G37).

    Scenario Outline: <requested> is requested of what is <stored>
      Given a subscription that is <stored>
      When the ARP requests the status <requested>
      Then the transition is refused
      And the subscription is still <stored>
      And no notification comes before the next one that must come

      Examples:
        | stored                 | requested              |
        | PreProvisioningPending | ActivationPending      |
        | PreProvisioningPending | DeactivationPending    |
        | PreProvisioned         | PreProvisioningPending |
        | PreProvisioned         | ActivationPending      |
        | PreProvisioned         | DeactivationPending    |
        | ActivationPending      | PreProvisioningPending |
        | ActivationPending      | DeactivationPending    |
        | Active                 | PreProvisioningPending |
        | Active                 | ActivationPending      |
        | Active                 | DeactivationPending    |
        | DeactivationPending    | PreProvisioningPending |
        | DeactivationPending    | ActivationPending      |
        | Deactivated            | PreProvisioningPending |
        | Deactivated            | ActivationPending      |
        | Deactivated            | DeactivationPending    |

  @roaming.transitions.never-sets-cancelled @must
  Rule: A subscription cannot be set to Cancelled
    Source: 5.2.3.1 - "Used only in RoamingSubscriptionNotification. MUST NOT be used in RoamingSubscription structure".

    Scenario Outline: The subscription is <stored>
      Given a subscription that is <stored>
      When the ARP requests the status Cancelled
      Then the request is refused
      And the subscription is still <stored>
      And no notification comes before the next one that must come

      Examples:
        | stored                 |
        | PreProvisioningPending |
        | PreProvisioned         |
        | ActivationPending      |
        | Active                 |
        | DeactivationPending    |
        | Deactivated            |

  @roaming.transitions.removed-subscriptions-stay-removed @must
  Rule: A subscription that was removed cannot be updated
    Source: 6.2.3 transition 4 - "DSP removes the roaming subscription".

    Scenario Outline: <requested> is requested of it
      Given a subscription that was denied
      When the ARP requests the status <requested>
      Then the request is refused
      And the subscription is still gone

      Examples:
        | requested      |
        | PreProvisioned |
        | Active         |
        | Deactivated    |
        | Cancelled      |
        | PreProvisioningPending |
        | ActivationPending |
        | DeactivationPending |

  @roaming.transitions.activation-starts-once @must @reference
  Rule: An activation that is requested again while it is pending is not started again
    Source: 6.2.5 with [RFC2616], 9.1.2 - PUT is idempotent; 6.2.3 transitions 5 to 7.
    Reading: the second request may be answered as the first was, or be refused; one notification comes.

    Scenario: The request is repeated
      Given a subscription that is PreProvisioned
      And the ARP requested the status Active
      When the ARP requests the status Active
      Then the repeated request has no second effect

    Scenario: The request is sent twice at the same time
      Given a subscription that is PreProvisioned
      When the ARP requests the status Active twice at the same time
      Then the repeated request has no second effect

  @roaming.transitions.deactivation-starts-once @must @reference
  Rule: A deactivation that is requested again while it is pending is not started again
    Source: 6.2.5 with [RFC2616], 9.1.2 - PUT is idempotent; 6.2.3 transitions 8 to 10.
    Reading: the second request may be answered as the first was, or be refused; one notification comes.

    Scenario: The request is repeated
      Given a subscription that is Active
      And the ARP requested the status Deactivated
      When the ARP requests the status Deactivated
      Then the repeated request has no second effect

  @roaming.transitions.signalling-change-starts-once @must @reference
  Rule: A change of the signalling status that is requested again while it is pending is not started again
    Source: 6.2.5 with [RFC2616], 9.1.2 - PUT is idempotent; 6.2.5, third bullet.
    Reading: the second request may be answered as the first was, or be refused; one notification comes.

    Scenario: The request is repeated
      Given a subscription that is Active
      And the ARP requested the other signalling status
      When the ARP requests the same signalling status again
      Then the repeated request has no second effect
