Feature: Notifying the ARP
  Whatever the DSP completes it tells the ARP, at the URL, in the format and with the data that the ARP gave.
  A notification may overtake the answer to the request that caused it.

  @roaming.notifications.tells-of-granted-pre-provisioning @must
  Rule: The ARP is notified that its pre-provisioning was granted
    Source: 6.2.3 transition 3 - "and notifies ARP"; 5.3.1 step 2 - "PreProvisioned or Cancelled status".

    Scenario: The DSP grants it
      Given a subscription that the ARP requested before
      When the DSP decides
      Then the ARP is notified that the subscription is PreProvisioned

  @roaming.notifications.tells-of-denied-pre-provisioning @must
  Rule: The ARP is notified that its pre-provisioning was denied
    Source: 6.2.3 transition 4 - "and notifies ARP"; 5.2.3.1 - "The pre-provisioning has been denied by DSP".

    Scenario: The DSP denies it
      Given a subscription that the ARP requested for a customer whom the DSP will deny
      When the DSP decides
      Then the ARP is notified that the subscription is Cancelled

  @roaming.notifications.tells-of-activation @must
  Rule: The ARP is notified that the activation is completed
    Source: 6.2.3 transition 7 - "and notifies ARP"; 6.2.5, first bullet - "sends a notification with subscription status Active".

    Scenario: The activation is completed
      Given a subscription that is PreProvisioned
      And the ARP requested the status Active
      When the DSP decides
      Then the ARP is notified that the subscription is Active

    Scenario: The callback was changed while it was pending
      Given a subscription that is ActivationPending
      And the ARP gave a new callbackData
      When the DSP decides
      Then the ARP is notified that the subscription is Active

  @roaming.notifications.tells-of-deactivation @must
  Rule: The ARP is notified that the deactivation is completed
    Source: 6.2.3 transition 10 - "and notifies ARP"; 6.2.5, second bullet - "subscription status Deactivated".

    Scenario: The deactivation is completed
      Given a subscription that is Active
      And the ARP requested the status Deactivated
      When the DSP decides
      Then the ARP is notified that the subscription is Deactivated

  @roaming.notifications.tells-of-refused-deactivation @must @capability:refuses-deactivation
  Rule: The ARP is notified that the deactivation was refused
    Source: 5.3.6 step 2 - "notifies the ARP about the result of deactivation (Deactivated or Active status)".

    Scenario: The DSP refuses
      Given a subscription that is Active and indelible
      And the ARP requested the status Deactivated
      When the DSP decides
      Then the ARP is notified that the subscription is Active

  @roaming.notifications.tells-of-signalling-change @must
  Rule: The ARP is notified that the change of the signalling status is completed
    Source: 6.2.5, third bullet - "the DSP sends a notification"; 5.3.3 - "about the completion of signalling status change".
    Reading: the status in it is the unchanged one (G1).

    Scenario: The change is completed
      Given a subscription whose other signalling status was requested
      When the DSP decides
      Then the ARP is notified that the subscription is Active

    Scenario: The former signalling status is requested again
      Given a subscription whose signalling status was changed
      And the ARP requested the former signalling status
      When the DSP decides
      Then the ARP is notified that the subscription is Active

  @roaming.notifications.come-where-the-arp-wants-them @must
  Rule: Notifications are posted to the notifyURL of the subscription
    Source: 5.1, second table - "Specified by the ARP when a subscription resource is created/updated"; 5.2.2.1 - "callback URL".

    Scenario: The ARP gave its URL at creation
      Given a subscription that the ARP requested before
      When the DSP decides
      Then the notification is a POST to the notifyURL

    Scenario: The ARP gave another URL later
      Given a subscription that is PreProvisioningPending
      And the ARP gave a new notifyURL
      When the DSP decides
      Then the notification is a POST to the notifyURL

    Scenario Outline: The URL has <what> in <format>
      Given the ARP speaks <format>
      And a subscription that the ARP requested with "<end>" at the end of its notifyURL
      When the DSP decides
      Then the notification is a POST to the notifyURL

      Examples:
        | what                       | format | end                    |
        | a query                    | XML    | ?arp=7&kind=status     |
        | a query                    | JSON   | ?arp=7&kind=status     |
        | upper-case letters         | XML    | /CallBack              |
        | percent-encoded characters | JSON   | /a%2Fb%20c             |

  @roaming.notifications.come-in-the-format-asked-for @must
  Rule: Notifications come in the format that the subscription asks for
    Source: 6, last bullet - "depending on which format the client has specified in the related subscription".

    Scenario Outline: <format> was asked for in <language>
      Given the ARP speaks <language>
      And the ARP wants notifications in <format>
      And a subscription that the ARP requested before
      When the DSP decides
      Then the notification is in <format>

      Examples:
        | format | language |
        | XML    | XML      |
        | XML    | JSON     |
        | JSON   | XML      |
        | JSON   | JSON     |

    Scenario Outline: A subscription that is <status>, in <format>
      Given the ARP wants notifications in <format>
      And a subscription that is <status>
      When the DSP decides
      Then the notification is in <format>

      Examples:
        | status              | format |
        | ActivationPending   | XML    |
        | ActivationPending   | JSON   |
        | DeactivationPending | XML    |
        | DeactivationPending | JSON   |

    Scenario Outline: The DSP denies the pre-provisioning, in <format>
      Given the ARP wants notifications in <format>
      And a subscription that the ARP requested for a customer whom the DSP will deny
      When the DSP decides
      Then the notification is in <format>

      Examples:
        | format |
        | XML    |
        | JSON   |

    Scenario Outline: The signalling status changes, in <format>
      Given the ARP wants notifications in <format>
      And a subscription whose other signalling status was requested
      When the DSP decides
      Then the notification is in <format>

      Examples:
        | format |
        | XML    |
        | JSON   |

    Scenario: The DSP deactivates the subscription by itself
      Given the ARP wants notifications in JSON
      And a subscription that is Active
      When the DSP deactivates the subscription as CustomerRequested
      Then the notification is in JSON

    Scenario: The userId of the customer changes
      Given the ARP wants notifications in JSON
      And a subscription that is Active
      When the DSP changes the userId of the customer
      Then the notification is in JSON

    Scenario: The donor of a swap asked for another format than the recipient
      Given the ARP wants notifications in JSON
      And another ARP's subscription that is Active
      And the ARP wants notifications in XML
      And a subscription of the same customer that is ActivationPending
      When the DSP deactivates the other ARP's subscription by the swap
      Then the notification is in JSON

  @roaming.notifications.follow-a-changed-format @must
  Rule: Notifications come in the format that was asked for last
    Source: 6, last bullet - "in the related subscription"; 6.2.5 - "updating the data of a roaming subscription".

    Scenario: The ARP asked for the other format
      Given a subscription that is PreProvisioningPending
      And the ARP gave a new notificationFormat
      When the DSP decides
      Then the notification is in the new notificationFormat

  @roaming.notifications.name-their-content-type @must
  Rule: The Content-Type of a notification agrees with its body
    Source: 6, last bullet - "use either XML or JSON encoding"; RFC 4627, section 6, for JSON.

    Scenario Outline: The notification is in <format>
      Given the ARP wants notifications in <format>
      And a subscription that is PreProvisioningPending
      When the DSP decides
      Then the notification's Content-Type agrees with its body

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.notifications.come-once @should @decision
  Rule: What is completed is notified once
    Source: 6.2.3 transitions 3, 7 and 10 - "and notifies ARP".
    Reading: nothing forbids that a delivery in doubt is repeated; one that was answered with success is not in doubt.

    Scenario Outline: The subscription was <status>
      Given a subscription that is <status>
      When the DSP decides
      Then the ARP is notified exactly once before the next event

      Examples:
        | status                 |
        | PreProvisioningPending |
        | ActivationPending      |
        | DeactivationPending    |

  @roaming.notifications.never-tell-of-what-is-pending @should @decision
  Rule: The ARP is not notified of a pending status
    Source: 6.2.3 transitions 2, 6 and 9, which notify nobody.

    Scenario: Pre-provisioning is requested
      Given a subscription that the ARP requested before
      When the DSP decides
      Then the first notification says that the subscription is PreProvisioned

    Scenario: Activation is requested
      Given a subscription that is PreProvisioned
      And the ARP requested the status Active
      When the DSP decides
      Then the first notification says that the subscription is Active

    Scenario: Deactivation is requested
      Given a subscription that is Active
      And the ARP requested the status Deactivated
      When the DSP decides
      Then the first notification says that the subscription is Deactivated

  @roaming.notifications.callback-change-is-not-notified @should @decision
  Rule: A change of nothing but the callback is not notified
    Source: 6.2.5, three conditions for a notification that do not name the callback.

    Scenario: The callback is changed
      Given a subscription that is Active
      When the ARP gives a new callbackData
      Then no notification comes before the next one that must come

  @roaming.notifications.channel-is-not-required @must @unobservable
  Rule: Notifications need a client-side URL and no notification channel
    Source: 6.2 - "has to be used in conjunction with a Client-side Notification URL"; 5.3 - "POST or NOTIFY".
    Why: the paragraphs on channels are left-over template text; every scenario uses a client-side URL (G29).
