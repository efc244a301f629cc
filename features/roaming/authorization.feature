Feature: Who may ask
  A DSP that knows its ARPs by credentials serves nobody else.

  @roaming.authorization.refuses-strangers @must @reference @capability:authentication
  Rule: A request without valid credentials is refused as unauthorized
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP"; [RFC2616], 10.4.2.
    Reading: appendix G leaves authentication open (G11); a DSP without it declines the capability.

    Scenario Outline: The credentials are <credentials>
      Given a subscription that is Active
      When the ARP retrieves the subscription with <credentials> credentials
      Then the request is refused as Unauthorized

      Examples:
        | credentials |
        | no          |
        | wrong       |
        | cut         |
        | longer      |

  @roaming.authorization.challenges-strangers @must @reference @capability:authentication
  Rule: A request that is refused as unauthorized is answered with a challenge
    Source: [RFC2616], 10.4.2 - "MUST include a WWW-Authenticate header field".

    Scenario Outline: The credentials are <credentials>
      Given a subscription that is Active
      When the ARP retrieves the subscription with <credentials> credentials
      Then the answer carries WWW-Authenticate, if it is Unauthorized

      Examples:
        | credentials |
        | no          |
        | wrong       |

  @roaming.authorization.takes-the-scheme-in-any-case @should @reference @capability:authentication
  Rule: The name of the authentication scheme is understood in any case
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP"; [RFC2616], 11, with RFC 2617, 1.2 - "case-insensitive token".
    Reading: credentials that name no scheme, such as an API key, have nothing to show here.

    Scenario: The scheme is written in lower case
      Given a subscription that is Active
      When the ARP retrieves the subscription with the scheme of its credentials in lower case
      Then the request succeeds

  @roaming.authorization.strangers-change-nothing @must @capability:authentication
  Rule: A request without valid credentials changes nothing
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP".

    Scenario: A stranger asks for deactivation
      Given a subscription that is Active
      When the ARP requests the status Deactivated with no credentials
      Then the subscription is still Active
      And no notification comes before the next one that must come

    Scenario: A stranger requests pre-provisioning
      Given a customer of the DSP
      When the ARP requests pre-provisioning with no credentials
      Then the ARP is notified of nothing but the next creation

  @roaming.authorization.supports-the-scopes-of-autho4api @must @unobservable
  Rule: The scope values of this API are supported together with Autho4API
    Source: G.1.1.1 - "SHALL support the scope values defined in the table below".
    Why: the table holds placeholders and the values of another API (G32), and the framework itself is a MAY.

  @roaming.authorization.conforms-to-the-common-appendix @must @unobservable
  Rule: A DSP that supports Autho4API conforms to section D.1 of the Common text
    Source: G.1 - "SHALL conform to section D.1 of [REST_NetAPI_Common]".
    Why: the text is not known here, and the framework itself is a MAY.
