Feature: What a notification says
  A notification tells which contract it is about, what happened, why and when,
  and brings back the data by which the ARP knows what it asked for.

  @roaming.notification-contents.has-its-type @must
  Rule: A notification is a roamingSubscriptionNotification with all its mandatory elements
    Source: 5.2.2.2, the table; 5.2.3.1 and 5.2.3.2, the values; 5.2.1, the schema.
    Reading: the namespace of the root element is judged by a rule of its own.

    Scenario Outline: <event>, in <format>
      Given the ARP wants notifications in <format>
      And a subscription of which <event>
      When the DSP decides
      Then the notification has the type RoamingSubscriptionNotification

      Examples:
        | event                                  | format |
        | pre-provisioning will be granted       | XML    |
        | pre-provisioning will be granted       | JSON   |
        | pre-provisioning will be denied        | XML    |
        | pre-provisioning will be denied        | JSON   |
        | activation is requested                | XML    |
        | activation is requested                | JSON   |
        | deactivation is requested              | XML    |
        | deactivation is requested              | JSON   |
        | another signalling status is requested | XML    |
        | another signalling status is requested | JSON   |

  @roaming.notification-contents.repeats-the-callback-data @must
  Rule: A notification passes the callbackData back unchanged
    Source: 5.2.2.2 - "passed back unchanged in each of the related notifications".
    Reading: what is too long for a DSP may be refused, but not be cut.

    Scenario Outline: <what>, in <format>
      Given the ARP speaks <format>
      And the ARP wants notifications in <format>
      And a subscription that the ARP requested with the callbackData <callbackData>
      When the DSP decides
      Then the notification repeats the callbackData

      Examples:
        | what                  | format | callbackData                                |
        | plain text            | XML    | "ref-2013-05-13"                            |
        | plain text            | JSON   | "ref-2013-05-13"                            |
        | leading zeros         | XML    | "00123"                                     |
        | leading zeros         | JSON   | "00123"                                     |
        | a number              | JSON   | "12345"                                     |
        | a large number        | JSON   | "12345678901234567890"                      |
        | a literal             | JSON   | "true"                                      |
        | markup                | XML    | '<b class="x">&amp; ]]></b>'                |
        | markup                | JSON   | '<b class="x">&amp; ]]></b>'                |
        | outer spaces          | XML    | "  two  spaces  "                           |
        | outer spaces          | JSON   | "  two  spaces  "                           |
        | beyond ASCII          | XML    | "Zürich ☎ 電話 𝒳"                           |
        | beyond ASCII          | JSON   | "Zürich ☎ 電話 𝒳"                           |
        | percent-encoding      | XML    | "a%2Fb+c"                                   |
        | a combining character | XML    | "Zürich"                                   |
        | a combining character | JSON   | "Zürich"                                   |

    Scenario Outline: A long text, in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning with callbackData of 300 characters
      Then the request is refused, or its notification repeats the callbackData

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.notification-contents.repeats-the-callback-data-each-time @must
  Rule: Every notification about a subscription passes its callbackData back
    Source: 5.2.2.2 - "in each of the related notifications".

    Scenario Outline: A subscription of which <event>
      Given a subscription of which <event>
      When the DSP decides
      Then the notification repeats the callbackData

      Examples:
        | event                                  |
        | pre-provisioning will be denied        |
        | activation is requested                |
        | deactivation is requested              |
        | another signalling status is requested |

    Scenario: A subscription that was notified of before
      Given a subscription whose pre-provisioning was granted
      And the ARP requested the status Active
      When the DSP decides
      Then the notification repeats the callbackData

    Scenario: A deactivation by the DSP
      Given a subscription that is Active
      When the DSP deactivates the subscription as CustomerRequested
      Then the notification repeats the callbackData

    Scenario: The donor of a swap
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP deactivates the other ARP's subscription by the swap
      Then the notification repeats the callbackData

  @roaming.notification-contents.invents-no-callback-data @must
  Rule: A notification about a subscription without callbackData brings none
    Source: 5.2.2.2 - "Data the ARP can register with the DSP", "passed back unchanged".
    Reading: an empty element says as little as none.

    Scenario Outline: Nothing was given, and the notification is in <format>
      Given the ARP wants notifications in <format>
      And a subscription that the ARP requested without callbackData
      When the DSP decides
      Then the notification holds no callbackData

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.notification-contents.repeats-changed-callback-data @must
  Rule: A notification passes the callbackData back that was given last
    Source: 5.2.2.2 - "Data the ARP can register with the DSP when creating/updating a subscription".

    Scenario: The ARP gave other data
      Given a subscription that is PreProvisioningPending
      And the ARP gave a new callbackData
      When the DSP decides
      Then the notification repeats the callbackData

  @roaming.notification-contents.names-its-subscription @must
  Rule: The roamingSubscriptionId of a notification is the identifier in the subscription's URL
    Source: 5.2.2.2 - "The unique roaming subscription identifier provided by DSP"; 6.2.1, the same words.
    Reading: subscriptionId, roamingSubscriptionId and the element are one identifier (G14); in the URL it is encoded.

    Scenario: Pre-provisioning is granted
      Given a subscription that the ARP requested before
      When the DSP decides
      Then the notification names the subscription

    Scenario: Pre-provisioning is denied
      Given a subscription that the ARP requested for a customer whom the DSP will deny
      When the DSP decides
      Then the notification names the subscription

    Scenario: The donor of a swap
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP deactivates the other ARP's subscription by the swap
      Then the notification names the subscription

  @roaming.notification-contents.names-the-parties @must
  Rule: A notification names the customer, the DSP and the ARP of its subscription
    Source: 5.2.2.2 - "ARP subscription userId", "dspId", "arpId".

    Scenario Outline: The <element>
      Given a subscription that the ARP requested before
      When the DSP decides
      Then the notification has the <element> of the subscription

      Examples:
        | element |
        | userId  |
        | dspId   |
        | arpId   |

    Scenario: The ARP that is the donor of a swap
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP deactivates the other ARP's subscription by the swap
      Then the notification has the arpId of the subscription

  @roaming.notification-contents.links-to-its-subscription @must
  Rule: A notification links to its subscription
    Source: 5.2.2.2 - "Link to the subscription resource this notification is referring to".
    Reading: one of the links does, whatever its rel says (G17); after Cancelled there is nothing to link to (G15).
    The link is absolute: a relative one would be relative to the ARP's own URL, to which the notification was posted.

    Scenario Outline: The subscription was <status>
      Given a subscription that is <status>
      When the DSP decides
      Then a link of the notification leads to the subscription

      Examples:
        | status                 |
        | PreProvisioningPending |
        | ActivationPending      |
        | DeactivationPending    |

    Scenario: The donor of a swap
      Given another ARP's subscription that is Active
      And a subscription of the same customer that is ActivationPending
      When the DSP deactivates the other ARP's subscription by the swap
      Then a link of the notification leads to the subscription

  @roaming.notification-contents.pairs-reason-and-status @must
  Rule: A reason that belongs to certain statuses is only given with them
    Source: 5.2.3.2 - "this value MUST be only used in conjunction with a Deactivated state", "or an Active state".
    Reading: Swapped goes with Deactivated and Active; CustomerRequested, MNPPortOut and DSPRequested with Deactivated.

    Scenario Outline: A subscription of which <event>
      Given a subscription of which <event>
      When the DSP decides
      Then the reason of the notification may go with its status

      Examples:
        | event                                  |
        | pre-provisioning will be granted       |
        | pre-provisioning will be denied        |
        | activation is requested                |
        | deactivation is requested              |
        | another signalling status is requested |

  @roaming.notification-contents.calls-a-signalling-change-by-its-name @should @decision
  Rule: The notification of a changed signalling status gives the reason SignallingStatusChange
    Source: 5.2.3.2 - "to confirm to ARP that the customer charge type (online/offline) has been changed".
    Reading: the reason is an optional element, and the only one that can tell of this event (G1).

    Scenario: The change is completed
      Given a subscription whose other signalling status was requested
      When the DSP decides
      Then the notification gives the reason SignallingStatusChange

  @roaming.notification-contents.gives-a-reason-of-denial @should @decision
  Rule: The reason of a denial is one of those that deny
    Source: 5.2.3.2 - "Not authorized", "Not eligible", "No Active Agreement".
    Reading: the document fixes no pairs for them (G19); the reason may be absent.

    Scenario: Pre-provisioning is denied
      Given a subscription that the ARP requested for a customer whom the DSP will deny
      When the DSP decides
      Then the reason of the notification is one of denial, if there is one

  @roaming.notification-contents.names-a-pending-request-only-while-there-is-one @should @decision
  Rule: Another request is given as the reason of a denial only while it is pending
    Source: 5.2.3.2, NotEligibleUserPendingRequestOngoing - "There is another ongoing provisioning or de-provisioning request".
    Reading: whether the second request is granted is left open.

    Scenario: The other request was denied
      Given a subscription that was denied
      When the ARP requests pre-provisioning of the same customer
      Then no other request is given as the reason, if it is denied

    Scenario: The other request was granted
      Given a subscription that is PreProvisioned
      When the ARP requests pre-provisioning of the same customer
      Then no other request is given as the reason, if it is denied

  @roaming.notification-contents.starts-before-it-ends @should @practice
  Rule: An operation does not end before it started
    Source: 5.2.2.2 - "The timestamp of the operation start", "The timestamp of the operation end".

    Scenario Outline: The subscription was <status>
      Given a subscription that is <status>
      When the DSP decides
      Then the operation of the notification starts before it ends

      Examples:
        | status                 |
        | PreProvisioningPending |
        | ActivationPending      |
        | DeactivationPending    |

  @roaming.notification-contents.ends-at-completion @should @decision
  Rule: The end of an operation is the time at which the DSP completed it
    Source: 5.2.2.2 - "The timestamp of the operation end".
    Reading: the time of completion on the DSP's side (G16). Five minutes of difference are allowed.

    Scenario: Pre-provisioning is granted
      Given a subscription that is PreProvisioningPending
      When the DSP decides
      Then the operation of the notification ends at the present time
