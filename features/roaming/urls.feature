Feature: Resources and their URLs
  An ARP finds a factory for roaming subscriptions under its own identifier, and below it each subscription.
  Whatever stands in a URL for a variable is encoded so that it cannot be mistaken for the URL's own punctuation.

  @roaming.urls.offers-the-subscription-factory @must
  Rule: Roaming subscriptions are created at the collection of the requesting ARP
    Source: 5.1 and 6.2 - "http://{serverRoot}/roamingProvisioning/{apiVersion}/{arpId}", "/roamingSubscriptions".
    Reading: the flows of 5.3 write roamingprovisioning in lower case (G12); the spelling of 5.1 and 6.2 counts.

    Scenario: An ARP addresses its collection
      Given a customer of the DSP
      When the ARP requests pre-provisioning
      Then the request succeeds

  @roaming.urls.offers-each-subscription @must
  Rule: A subscription is found below the collection of its ARP by its identifier
    Source: 5.1 - "/roamingSubscriptions/{subscriptionId}".

    Scenario: An ARP addresses its subscription
      Given a subscription that is Active
      When the ARP retrieves the subscription
      Then the request succeeds

  @roaming.urls.knows-only-version-v1 @must
  Rule: The version of the API in a URL is v1 and nothing else
    Source: 5.1 - "The apiVersion URL variable SHALL have the value v1".

    Scenario Outline: The version is <version>
      Given a subscription that is Active
      When the ARP retrieves the subscription from version "<version>"
      Then the request is refused

      Examples:
        | version |
        | v2      |
        | v0      |
        | V1      |
        | 1       |

  @roaming.urls.refuses-the-path-of-another-arp @must @capability:authentication
  Rule: An ARP cannot act under the arpId of another ARP
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP".
    Reading: who the requester is can only be told from its credentials (G11).

    Scenario: A subscription of another ARP is retrieved
      Given another ARP's subscription that is Active
      When the ARP retrieves the other ARP's subscription
      Then the request is refused

    Scenario: A subscription of another ARP is deactivated
      Given another ARP's subscription that is Active
      When the ARP requests the status Deactivated of the other ARP's subscription
      Then the request is refused

    Scenario: A subscription is requested in the name of another ARP
      Given a customer of the DSP
      When the ARP requests pre-provisioning under the arpId of another ARP
      Then the request is refused

  @roaming.urls.keeps-subscriptions-apart-by-arp @must
  Rule: A subscription is not found under the arpId of an ARP that does not hold it
    Source: 6.2.1 - "arpId", "MUST match the identifier of the requesting ARP"; "The unique roaming subscription identifier".

    Scenario: The subscription of another ARP is looked for in the ARP's own collection
      Given another ARP's subscription that is Active
      When the ARP retrieves the other ARP's subscription under its own arpId
      Then the request is refused

    Scenario: The ARP deactivates the subscription of another ARP in its own collection
      Given another ARP's subscription that is Active
      When the ARP requests the status Deactivated of the other ARP's subscription under its own arpId
      Then the request is refused

  @roaming.urls.encodes-reserved-characters @must
  Rule: Reserved characters of URL variables are percent-encoded in every URL that the DSP emits
    Source: 6, first bullet - "MUST be percent-encoded according to [RFC3986]", "such as in resourceURL and link elements".
    Reading: a variable's segment holds only unreserved characters and percent-encoded octets.

    Scenario: The resourceURL of a new subscription
      Given a customer of the DSP
      When the ARP requests pre-provisioning
      Then every variable in the resourceURL is percent-encoded

    Scenario: The Location of a new subscription
      Given a customer of the DSP
      When the ARP requests pre-provisioning
      Then every variable in the Location is percent-encoded

    Scenario: The resourceURL of a retrieved subscription
      Given a subscription that is Active
      When the ARP retrieves the subscription
      Then every variable in the resourceURL is percent-encoded

    Scenario: The link of a notification
      Given a subscription that is PreProvisioningPending
      When the DSP decides
      Then every variable in the notification's links is percent-encoded

  @roaming.urls.decodes-what-is-percent-encoded @should @reference
  Rule: An unreserved character of a URL variable means the same when it is percent-encoded
    Source: 6, first bullet - "percent-encoded according to [RFC3986]"; RFC 3986, 6.2.2.2 makes such URLs equivalent.

    Scenario: The arpId is written with an encoded letter
      Given a subscription that is Active
      When the ARP retrieves the subscription with an encoded letter in its URL
      Then the answer holds the subscription

  @roaming.urls.takes-hexadecimal-digits-of-either-case @should @reference
  Rule: The case of hexadecimal digits in a percent-encoded URL does not matter
    Source: 6, first bullet - "percent-encoded according to [RFC3986]"; RFC 3986, 2.1 makes the digits equivalent.

    Scenario: The subscription is addressed with lower-case digits
      Given a subscription that is Active
      When the ARP retrieves the subscription with lower-case hexadecimal digits in its URL
      Then the answer holds the subscription

  @roaming.urls.answers-not-found-for-the-unknown @should @practice
  Rule: A subscription that does not exist is refused as not found
    Source: 6.2.2 - "For HTTP response codes, see [REST_NetAPI_Common]"; sibling APIs answer 404.
    Reading: an identifier is the whole of it; what comes close names another subscription, or none.

    Scenario: An unknown subscription is retrieved
      Given a subscription that is Active
      When the ARP retrieves an unknown subscription
      Then the request is refused as Not Found

    Scenario: An unknown subscription is updated
      Given a subscription that is Active
      When the ARP updates an unknown subscription
      Then the request is refused as Not Found

    Scenario Outline: The identifier of a subscription, <slip>
      Given a subscription that is Active
      When the ARP retrieves the subscription by its identifier <slip>
      Then the subscription is not found there

      Examples:
        | slip                         |
        | with one character more      |
        | without its last character   |
        | with another last character  |
        | with another first character |

  @roaming.urls.takes-any-server-root @must @unobservable
  Rule: The server root may have a port and a base path, or neither
    Source: 6.1.1 and 6.2.1 - "Port and base path are OPTIONAL".
    Why: a run has one base URL and takes whatever it is; no server can break this permission.
