Feature: Retrieving a subscription
  An ARP can look at its subscription at any time.
  Looking changes nothing.

  @roaming.retrieval.is-answered-ok @must
  Rule: A subscription that is retrieved is answered with 200 OK
    Source: 6.2.4 - "used to obtain a roaming subscription resource"; 6.2.4.1.2 - "200 OK".

    Scenario Outline: The ARP wants <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP retrieves the subscription
      Then the answer is OK

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.retrieval.shows-the-status @must
  Rule: A retrieved subscription shows the status it is in
    Source: 5.2.2.1 - "ARP subscription status"; 5.2.3.1, the meanings of the statuses.

    Scenario Outline: The subscription is <status>
      Given a subscription that is <status>
      When the ARP retrieves the subscription
      Then the answer holds the subscription as <status>

      Examples:
        | status                 |
        | PreProvisioningPending |
        | PreProvisioned         |
        | ActivationPending      |
        | Active                 |
        | DeactivationPending    |
        | Deactivated            |

  @roaming.retrieval.keeps-what-was-requested @must
  Rule: A retrieved subscription holds what the ARP sent when it was created
    Source: 5.2.2.1, the descriptions of the elements; 6.2.4.

    Scenario Outline: The <element>
      Given a subscription that the ARP requested before
      When the ARP retrieves the subscription
      Then the answer repeats the <element> that the ARP sent

      Examples:
        | element             |
        | userId              |
        | dspId               |
        | arpId               |
        | notifyURL           |
        | callbackData        |
        | notificationFormat  |
        | arpSignallingStatus |

  @roaming.retrieval.resource-url-leads-back @must
  Rule: The resourceURL of a subscription leads to that subscription
    Source: 5.2.2.1 - "Self referring URL".
    Reading: the examples' host differs from the one that was asked (G33); the path is followed at the target.

    Scenario: The resourceURL is followed
      Given a subscription that is Active
      When the ARP retrieves the subscription
      Then the resourceURL leads to the subscription

  @roaming.retrieval.every-representation-has-its-resource-url @must
  Rule: Every representation of a subscription carries its resourceURL
    Source: 5.2.2.1 - "resourceURL", not optional.
    Reading: mandatory in what the DSP sends, not in what an ARP sends (G5).

    Scenario Outline: The ARP <operation>
      Given a subscription that is Active
      When the ARP <operation>
      Then the answer carries a resourceURL

      Examples:
        | operation                           |
        | requests pre-provisioning           |
        | retrieves the subscription          |
        | requests the status Deactivated     |
        | requests the other signalling status |
        | gives a new callbackReference       |

  @roaming.retrieval.changes-nothing @must @reference
  Rule: Retrieving a subscription changes nothing
    Source: 6.2.4 with [RFC2616], 9.1.1 - GET is safe.

    Scenario: It is retrieved twice
      Given a subscription that is Active
      And the ARP retrieved the subscription before
      When the ARP retrieves the subscription
      Then the answer holds the same subscription as before

    Scenario Outline: It is retrieved twice while it is <status>
      Given a subscription that is <status>
      And the ARP retrieved the subscription before
      When the ARP retrieves the subscription
      Then the answer holds the same subscription as before

      Examples:
        | status                 |
        | PreProvisioningPending |
        | ActivationPending      |
        | DeactivationPending    |

    Scenario: The ARP listens meanwhile, and was notified before
      Given a subscription whose pre-provisioning was granted
      When the ARP retrieves the subscription
      Then no notification comes before the next one that must come

    Scenario: The ARP listens meanwhile
      Given a subscription that is Active
      When the ARP retrieves the subscription
      Then no notification comes before the next one that must come
