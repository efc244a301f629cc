Feature: Changes that the DSP brings about
  A customer moves on: to another ARP, back to the DSP, away with the number, or to another number.
  The DSP carries it out and tells every ARP whose contract it touches.

  @roaming.changes.swap-deactivates-the-donor @must
  Rule: The activation at another ARP deactivates the subscription of the donor
    Source: 5.3.5 step 4 - "its roaming subscription has been deactivated"; 5.2.3.2, Swapped.

    Scenario: The recipient's activation is completed
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP decides
      Then the other ARP's subscription is Deactivated once both ARPs were notified

  @roaming.changes.swap-tells-the-donor @must
  Rule: The donor is notified that its subscription is Deactivated
    Source: 5.3.5 step 4 - "The DSP notifies the Donor ARP".

    Scenario: The recipient's activation is completed
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP decides
      Then the other ARP is notified that its subscription is Deactivated

  @roaming.changes.swap-is-the-donors-reason @must
  Rule: The donor is given the reason Swapped
    Source: 5.3.5 step 4 - "(Deactivated status, reason Swapped)".

    Scenario: The recipient's activation is completed
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP decides
      Then the notification of the other ARP gives the reason Swapped

  @roaming.changes.swap-tells-the-recipient @must
  Rule: The recipient of a swap is notified that its subscription is Active
    Source: 5.3.5 step 5 - "notifies the Recipient ARP about the completion of activation phase".

    Scenario: The recipient's activation is completed
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP decides
      Then the ARP is notified that the subscription is Active

  @roaming.changes.swap-tells-the-donor-first @should @practice
  Rule: The donor of a swap is notified before the recipient
    Source: 5.3.5, the order of the steps 4 and 5.

    Scenario: The recipient's activation is completed
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP decides
      Then the other ARP is notified before the ARP

  @roaming.changes.donor-serves-until-the-swap @must
  Rule: The donor's subscription stays Active until the recipient's activation is completed
    Source: 5.2.3.2 - "because a subscription for the Recipient ARP has been activated"; 5.3.5, steps 1 to 4.

    Scenario Outline: The recipient's subscription is <status>
      Given another ARP's subscription that is Active
      When the customer gets a subscription that is <status>
      Then the other ARP's subscription is Active

      Examples:
        | status                 |
        | PreProvisioningPending |
        | PreProvisioned         |
        | ActivationPending      |

  @roaming.changes.swap-spares-other-customers @must
  Rule: A swap leaves the subscriptions of other customers alone
    Source: 5.3.5 step 4 - "which had an active roaming subscription for the user".

    Scenario: Another customer of the other ARP, and no swap
      Given another ARP's subscription that is Active
      And a subscription that is ActivationPending
      When the DSP decides
      Then the other ARP's subscription is Active once the ARP was notified

    Scenario: Another customer of the donor
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      And the other ARP's subscription of another customer that is Active
      When the DSP decides
      Then the other ARP's subscription is Active once the ARP was notified

  @roaming.changes.dsp-deactivates @must
  Rule: A subscription that the DSP deactivates becomes Deactivated
    Source: 5.3.2 step 1 - "its subscription has been deactivated"; 6.2.3 - "The DSP may internally operate every transition".

    Scenario: The customer returns to the DSP
      Given a subscription that is Active
      When the DSP deactivates the subscription as CustomerRequested
      Then the subscription is Deactivated once the ARP was notified

  @roaming.changes.dsp-tells-of-its-deactivation @must
  Rule: The ARP is notified of a deactivation by the DSP
    Source: 5.3.2 step 1 - "The DSP notifies the ARP"; 5.2.3.2 - CustomerRequested, MNPPortOut, DSPRequested.

    Scenario Outline: The cause is <reason>
      Given a subscription that is Active
      When the DSP deactivates the subscription as <reason>
      Then the ARP is notified that the subscription is Deactivated

      Examples:
        | reason            |
        | CustomerRequested |
        | MNPPortOut        |
        | DSPRequested      |

  @roaming.changes.reason-is-the-cause @must
  Rule: A reason that is given for a deactivation by the DSP is its cause
    Source: 5.2.3.2 - "requested by the customer", "because a MNP port out", "requested by the DSP".
    Reading: the reason may be absent.

    Scenario Outline: The cause is <reason>
      Given a subscription that is Active
      When the DSP deactivates the subscription as <reason>
      Then the reason of the notification is <reason>, if there is one

      Examples:
        | reason            |
        | CustomerRequested |
        | MNPPortOut        |
        | DSPRequested      |

  @roaming.changes.user-id-change-is-notified @must
  Rule: The ARP is notified of a changed userId with the reason UserIdChange
    Source: 5.3.4 - "The DSP notifies the ARP that a user changed its userId"; 5.2.3.2, UserIdChange.

    Scenario: The customer gets other identifiers
      Given a subscription that is Active
      When the DSP changes the userId of the customer
      Then the notification gives the reason UserIdChange

  @roaming.changes.user-id-change-ends-the-old-contract @should @decision
  Rule: A changed userId ends the subscription that had the old one
    Source: 5.3.4 - "the old contract has been cancelled".
    Reading: Deactivated, since Cancelled is the denial of pre-provisioning (G18); or gone.

    Scenario: The customer gets other identifiers
      Given a subscription that is Active
      When the DSP changes the userId of the customer
      Then the subscription is no longer Active once the ARP was notified

  @roaming.changes.user-id-change-links-to-the-new-contract @should @decision
  Rule: The notification of a changed userId links to the new subscription
    Source: 5.3.4 - "a reference to the new contract is then provided".
    Reading: no element carries the reference, so a second link does (G18).

    Scenario: The customer gets other identifiers
      Given a subscription that is Active
      When the DSP changes the userId of the customer
      Then a link of the notification leads to a subscription with the new userId

  @roaming.changes.user-ids-are-global-numbers @should @decision
  Rule: A tel URI that the DSP assigns as a userId is a global number
    Source: 6, second bullet - "it MUST be defined as a global number according to [RFC3966]".
    Reading: the sentence speaks of identifiers of type anyURI, and a userId's value is a string (G13).

    Scenario: The customer gets other identifiers
      Given a subscription that is Active
      When the DSP changes the userId of the customer
      Then every tel URI in the notification is a global number

  @roaming.changes.other-operations @must @unobservable
  Rule: A subscriber's contract at the ARP and the billing interface can be changed
    Source: 5 - "Change of Subscriber Contract at the ARP", "Change of Billing Interface used for a subscriber".
    Why: the list announces them, an editor's note calls it stale, and no resource, element or flow belongs to them (G35).
