Feature: What a request for pre-provisioning holds
  Some elements are needed, some are free, and some values are not for an ARP to choose.
  What is wrong with a request is said at once, before anything is stored.

  @roaming.requests.refuses-any-other-status @must
  Rule: Only the status PreProvisioned can be requested by a creation
    Source: 6.2.3 - "The only transitions that can be requested by the client", "transitions 1 via POST".

    Scenario Outline: The status <status> is requested in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning with the status "<status>"
      Then the request is refused

      Examples:
        | status                 | format |
        | Active                 | XML    |
        | Deactivated            | XML    |
        | ActivationPending      | XML    |
        | DeactivationPending    | XML    |
        | PreProvisioningPending | XML    |
        | Active                 | JSON   |
        | Deactivated            | JSON   |
        | PreProvisioningPending | JSON   |

  @roaming.requests.refused-creations-are-not-pursued @must
  Rule: The ARP is not notified of a creation that was refused
    Source: 5.1, second table - "Notifies the ARP about changes in a subscription"; 6.2.3 - a transition that is not allowed makes none.

    Scenario Outline: The creation <flaw>
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the status "<status>"
      Then the ARP is notified of nothing but the next creation

      Examples:
        | flaw                           | status    |
        | wants to be active at once     | Active    |
        | asks for what cannot be asked  | Cancelled |

  @roaming.requests.refuses-cancelled @must
  Rule: The status Cancelled cannot be requested by a creation
    Source: 5.2.3.1 - "Used only in RoamingSubscriptionNotification. MUST NOT be used in RoamingSubscription structure".

    Scenario: The status Cancelled is requested
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the status "Cancelled"
      Then the request is refused

  @roaming.requests.needs-every-mandatory-element @must
  Rule: A creation without a mandatory element is refused
    Source: 5.2.2.1 and 5.2.2.3, the columns "Optional"; the Common text for notifyURL.
    Reading: resourceURL is marked mandatory too, but no client can know it yet (G5).

    Scenario Outline: The <element> is missing in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning without <element>
      Then the request is refused

      Examples:
        | element           | format |
        | userId            | XML    |
        | userId            | JSON   |
        | type of userId    | XML    |
        | value of userId   | JSON   |
        | type of the second userId  | XML  |
        | value of the second userId | XML  |
        | value of the second userId | JSON |
        | status            | XML    |
        | status            | JSON   |
        | dspId             | XML    |
        | arpId             | JSON   |
        | callbackReference | XML    |
        | callbackReference | JSON   |
        | notifyURL         | XML    |
        | notifyURL         | JSON   |

  @roaming.requests.refuses-unknown-values @must
  Rule: A creation with a value outside an enumeration is refused
    Source: 5.2.3.1 and 5.2.3.3, the values; the Common text for notificationFormat.
    Reading: the values are case-sensitive; the figure's own spelling of PreProvisioned is left open (G3).

    Scenario Outline: The <element> is "<value>"
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the <element> "<value>"
      Then the request is refused

      Examples:
        | element             | value          |
        | status              | PREPROVISIONED |
        | status              | Provisioned    |
        | arpSignallingStatus | Online         |
        | arpSignallingStatus | offline        |
        | notificationFormat  | json           |
        | notificationFormat  | YAML           |

  @roaming.requests.works-without-optional-elements @must
  Rule: A creation without the optional elements is accepted
    Source: 5.2.2.1, the column "Optional".

    Scenario Outline: There is no <element>
      Given a customer of the DSP
      When the ARP requests pre-provisioning without <element>
      Then the request succeeds

      Examples:
        | element                 |
        | arpSignallingStatus     |
        | callbackData            |
        | notificationFormat      |
        | requestArrivalTimestamp |

  @roaming.requests.takes-authorization-information @must
  Rule: A creation may carry authorization information
    Source: 5.2.2.1 - "authorizationInformation".

    Scenario: The authorization information is a text
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the authorizationInformation "signed 2013-05-13"
      Then the request succeeds

  @roaming.requests.binds-the-body-to-the-path @should @decision
  Rule: A creation in whose body another ARP stands than in its URL is refused
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP", read for the body as well (G11).

    Scenario: The body names another ARP
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the arpId of another ARP in the body
      Then the request is refused

  @roaming.requests.ignores-unknown-elements @should @practice
  Rule: Elements that the DSP does not know are ignored
    Source: 5 refers to the Common text for naming conventions; the publisher's guideline asks for it.

    Scenario Outline: An unknown element in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning with an unknown element
      Then the request succeeds

      Examples:
        | format |
        | XML    |
        | JSON   |

    Scenario: An element of another namespace in XML
      Given a customer of the DSP
      And the ARP speaks XML
      When the ARP requests pre-provisioning with a status of another namespace
      Then the request succeeds

    Scenario Outline: An unknown element in callbackReference, in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning with an unknown element in callbackReference
      Then the request succeeds

      Examples:
        | format |
        | XML    |
        | JSON   |

  @roaming.requests.ignores-unknown-parameters @should @practice
  Rule: Parameters of a URL that the DSP does not know are ignored
    Source: 5 refers to the Common text; the publisher's guideline asks for it of parameters as of data elements.

    Scenario: A subscription is retrieved with an unknown parameter
      Given a subscription that is Active
      When the ARP retrieves the subscription with an unknown parameter
      Then the answer holds the subscription

  @roaming.requests.refuses-a-local-tel-uri @should @decision
  Rule: A tel URI that is no global number is refused as a userId
    Source: 6, second bullet - "it MUST be defined as a global number according to [RFC3966]".
    Reading: the sentence speaks of identifiers of type anyURI, and a userId's value is a string (G13).

    Scenario Outline: <flaw>
      Given a customer of the DSP
      When the ARP requests pre-provisioning with the userId "<userId>" of type "MSISDN"
      Then the request is refused

      Examples:
        | flaw                     | userId          |
        | The plus sign is missing | tel:9585550100  |
        | There is no digit        | tel:+           |
        | Letters are for digits   | tel:+1958FLOWER |

  @roaming.requests.sip-and-acr-identifiers-keep-their-form @must @unobservable
  Rule: SIP URIs and anonymous customer references follow their own specifications
    Source: 6, bullets three to five - "it MUST be defined according to [RFC3261]"; "prefix 'acr:'"; "reserved keyword".
    Why: no element of this API is a user identifier of type anyURI, and none is a candidate for an ACR (G30).
