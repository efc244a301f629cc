Feature: Requesting pre-provisioning
  An ARP that won a customer asks the DSP for a roaming subscription, and learns at once that the DSP checks it.
  The outcome comes later, by a notification.

  @roaming.pre-provisioning.is-answered-created @must
  Rule: A request for pre-provisioning is answered with 201 Created
    Source: 5.3.1 step 1 - "receives a 201 answer with the newly created resource".

    Scenario Outline: The ARP writes <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning
      Then the answer is Created

      Examples:
        | format |
        | XML    |
        | JSON   |

    Scenario: The customer has an active subscription with another ARP
      Given another ARP's subscription that is Active
      When the ARP requests pre-provisioning of the other ARP's customer
      Then the answer is Created

  @roaming.pre-provisioning.starts-pending @must
  Rule: A new subscription is PreProvisioningPending
    Source: 5.3.1 step 1 - "newly created resource in PreProvisioningPending state"; 6.2.3 transition 2 - "synchronous".

    Scenario Outline: The ARP writes <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning
      Then the answer holds the subscription as PreProvisioningPending

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.pre-provisioning.says-where-it-is @should @reference
  Rule: The answer to a creation says in Location where the subscription is
    Source: 6.2.2 refers to the Common text; RFC 2616, 10.2.2 and 14.30.

    Scenario Outline: The Location is followed, the ARP writes <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning
      Then the Location leads to the subscription

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.pre-provisioning.location-is-absolute @should @reference
  Rule: The Location of a new subscription is an absolute URL
    Source: 6.2.2 refers to the Common text; [RFC2616], 14.30 - "absoluteURI".

    Scenario: The Location is looked at
      Given a customer of the DSP
      When the ARP requests pre-provisioning
      Then the Location is absolute, if there is one

  @roaming.pre-provisioning.location-is-the-resource-url @should @practice
  Rule: The Location of a new subscription is its resourceURL
    Source: 5.2.2.1 - "Self referring URL"; sibling APIs and a commercial server send the same URL twice.

    Scenario: Both are compared
      Given a customer of the DSP
      When the ARP requests pre-provisioning
      Then the Location is the resourceURL

  @roaming.pre-provisioning.assigns-unique-identifiers @must
  Rule: Every subscription gets an identifier of its own
    Source: 6.2.1 - "The unique roaming subscription identifier provided by DSP".

    Scenario: Two customers follow each other
      Given a subscription that the ARP requested before
      When the ARP requests pre-provisioning of another customer
      Then the two subscriptions have different resourceURLs

    Scenario: Two customers come at the same time
      Given a customer of the DSP
      When the ARP requests pre-provisioning of two customers at the same time
      Then the two subscriptions have different resourceURLs

    Scenario: A customer comes back after a deactivation
      Given a subscription that the ARP requested, and that is Deactivated by now
      When the ARP requests pre-provisioning of the same customer again
      Then the two subscriptions have different resourceURLs, if there are two

  @roaming.pre-provisioning.keeps-what-was-requested @must
  Rule: A new subscription holds what the ARP sent
    Source: 5.2.2.1, the descriptions of the elements; 5.3.1 step 1 - "for a certain userId".
    Reading: several userIds are a set; authorizationInformation need not be shown again (G23).

    Scenario Outline: The <element> in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning
      Then the answer repeats the <element> that the ARP sent

      Examples:
        | element             | format |
        | userId              | XML    |
        | userId              | JSON   |
        | dspId               | XML    |
        | arpId               | JSON   |
        | notifyURL           | XML    |
        | notifyURL           | JSON   |
        | callbackData        | XML    |
        | callbackData        | JSON   |
        | notificationFormat  | XML    |
        | notificationFormat  | JSON   |
        | arpSignallingStatus | XML    |
        | arpSignallingStatus | JSON   |

    Scenario: The other notificationFormat
      Given a customer of the DSP
      And the ARP wants notifications in JSON
      When the ARP requests pre-provisioning
      Then the answer repeats the notificationFormat that the ARP sent

    Scenario: The other signalling status
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the arpSignallingStatus "OffLine"
      Then the answer repeats the arpSignallingStatus that the ARP sent

  @roaming.pre-provisioning.keeps-every-user-id @must
  Rule: A new subscription holds all userIds of its customer
    Source: 5.2.2.1 - "UserId(1:N)".

    Scenario Outline: Two userIds in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning with a second userId
      Then the answer repeats the userId that the ARP sent

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.pre-provisioning.notes-the-arrival @should @decision
  Rule: The arrival of the request is noted as the time when it came
    Source: 5.2.2.1 - "PreProvisioning Request arrival Timestamp".
    Reading: the element is optional and the DSP's own; a date without a time is accepted (G4). Five minutes of difference are allowed.

    Scenario: The ARP says nothing about it
      Given a customer of the DSP
      When the ARP requests pre-provisioning
      Then the requestArrivalTimestamp is the present time, if there is one

    Scenario: The ARP claims another time
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the requestArrivalTimestamp "2001-01-01T00:00:00Z"
      Then the requestArrivalTimestamp is the present time, if there is one

  @roaming.pre-provisioning.denies-for-another-dsp @should @decision
  Rule: A request that names another DSP comes to nothing
    Source: 5.2.2.1 - "dspId"; 5.2.3.2 - "NotAuthorizedNotDSPCustomer".
    Reading: it is refused at once, or created and then Cancelled (G38).

    Scenario: The body names another DSP
      Given a customer of the DSP
      When the ARP requests pre-provisioning with another DSP's dspId
      Then the request is refused or cancelled

  @roaming.pre-provisioning.denies-a-competing-request @should @decision
  Rule: A second request for a customer comes to nothing while one is pending
    Source: 5.2.3.2 - "There is another ongoing provisioning or de-provisioning request for this UserId".
    Reading: it is refused at once, or created and then Cancelled (G10).

    Scenario: The first request is not decided yet
      Given a subscription that is PreProvisioningPending
      When the ARP requests pre-provisioning of the same customer
      Then the request is refused or cancelled

    Scenario: The first request is not decided yet, and another one came to nothing
      Given a subscription that is PreProvisioningPending
      And a request for the same customer that came to nothing
      When the ARP requests pre-provisioning of the same customer
      Then the request is refused or cancelled
