Feature: Shapes of what the DSP sends
  Every body has its type from section 5.2, with the elements in their order and the values from their lists.
  These rules look at every answer of a run, not only at those of their scenarios.

  @roaming.types.answers-have-their-type @must
  Rule: A subscription in an answer has the elements of its type
    Source: 5.2.2.1, 5.2.2.3 and 5.2.3, the tables; 5.2.1 - "[REST_SUP_RoamingProvisioning]"; the Common text for its types.
    Reading: requestArrivalTimestamp may be a date or a dateTime (G4); the namespace and the presence of resourceURL have rules of their own.
    An empty text may be null in JSON.
    An element that the document does not know, and that is none of its own misspelt, is an extension that a client ignores.

    Scenario Outline: The ARP <operation> in <format>
      Given a subscription that is Active
      And the ARP speaks <format>
      When the ARP <operation>
      Then the answer has the type RoamingSubscription

      Examples:
        | operation                            | format |
        | requests pre-provisioning            | XML    |
        | requests pre-provisioning            | JSON   |
        | retrieves the subscription           | XML    |
        | retrieves the subscription           | JSON   |
        | requests the status Deactivated      | XML    |
        | requests the status Deactivated      | JSON   |
        | requests the other signalling status | XML    |
        | requests the other signalling status | JSON   |
        | gives a new callbackReference        | XML    |
        | gives a new callbackReference        | JSON   |

  @roaming.types.subscriptions-are-never-cancelled @must
  Rule: No subscription is ever shown as Cancelled
    Source: 5.2.3.1 - "Used only in RoamingSubscriptionNotification. MUST NOT be used in RoamingSubscription structure".

    Scenario: A denied subscription is looked for
      Given a subscription that was denied
      When the ARP retrieves the subscription
      Then no subscription is shown as Cancelled

  @roaming.types.arrival-time-is-stable @should @decision
  Rule: The time of arrival does not change
    Source: 6.2.5 - requestArrivalTimestamp among what SHALL NOT be modified; 5.2.2.1, its meaning.

    Scenario: The callback was changed meanwhile
      Given a subscription that is Active
      When the ARP gives a new callbackReference
      Then the subscription still has its requestArrivalTimestamp

  @roaming.types.urls-are-urls @must
  Rule: A resourceURL is an absolute URL
    Source: 5.2.2.1 - xsd:anyURI, "Self referring URL"; 6.2, the URL of the resource.

    Scenario: A subscription is retrieved
      Given a subscription that is Active
      When the ARP retrieves the subscription
      Then the resourceURL is absolute

  @roaming.types.rel-is-free @may @unobservable
  Rule: The rel of a link is any string
    Source: 5.2.4 - "a free string set by the server implementation".
    Why: the values listed are placeholders, so that every string conforms (G17); that there is one belongs to the type.
