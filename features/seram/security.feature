Feature: Who may place an order
  An order changes what is on a secure element, so that the interface is protected by a security scheme.
  Which scheme it is belongs to the target: a bearer token, a password, an API key or another that OpenAPI knows.

  @seram.security.needs-credentials @must
  Rule: An order without credentials is not accepted
    Source: Security - "shall implement a *security scheme*".
    Reading: the scheme is the one that the target file names; without one this cannot be tested (SE-3).

    Scenario Outline: The order has <parameters>
      Given an order with <parameters>
      When the client places the order using no credentials
      Then the order is not accepted

      Examples:
        | parameters                                      |
        | secureElement, sessionID, remoteManagementOrder |
        | secureElement, remoteManagementOrder            |
        | secureElement, sessionID                        |
        | sessionID, remoteManagementOrder                |
        | secureElement                                   |
        | sessionID                                       |
        | remoteManagementOrder                           |

    Scenario: The order is for a session that exists
      Given a session with a given sessionID
      When the client places a further order in the session using no credentials
      Then the order is not accepted

  @seram.security.shows-nothing-without-credentials @must
  Rule: Who has no credentials is not shown the sessions of others
    Source: Security - "The order provisioning interface shall implement a *security scheme*".
    Reading: nothing says that what was ordered can be read back (SE-21); a platform where it can protects that as well.

    Scenario: Somebody without credentials asks what there is
      Given a session with a given sessionID
      When somebody without credentials asks for the orders
      Then the sessionID is not shown

  @seram.security.refuses-wrong-credentials @must
  Rule: An order with wrong credentials is not accepted
    Source: Security - "shall implement a *security scheme*".
    Reading: a scheme that takes any credential protects nothing.

    Scenario Outline: The client uses <credentials>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order using <credentials>
      Then the order is not accepted

      Examples:
        | credentials                      |
        | a wrong credential               |
        | an empty credential              |
        | the credential cut by one letter |
        | the credential with one letter more |
        | the credential with another first letter |
        | credentials of another scheme    |
        | the credential in other capitals |
        | an unreadable credential |

  @seram.security.refusal-creates-nothing @must
  Rule: An order that is refused for its credentials creates nothing
    Source: Security - "shall implement a *security scheme*".

    Scenario Outline: The client uses <credentials>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order using <credentials>
      Then nothing is stored under its sessionID

      Examples:
        | credentials        |
        | no credentials     |
        | a wrong credential |

    Scenario: The order is for a session that exists
      Given a session with a given sessionID
      When the client places a further order in the session using no credentials
      Then the session holds 1 order

  @seram.security.refusal-is-no-server-error @should @practice
  Rule: An order with missing or wrong credentials is not refused with a server error
    Source: Security - the document names no status; RFC 9110, Client Error 4xx - the client seems to have erred.
    Reading: 401 and 403 are customary and not asked for (SE-19): who hides the endpoint behind 404, or leads to a login, refuses as well.

    Scenario Outline: The client uses <credentials>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order using <credentials>
      Then the refusal is no server error

      Examples:
        | credentials                  |
        | no credentials               |
        | a wrong credential           |
        | an unreadable credential     |

  @seram.security.refusal-names-the-scheme @should @practice
  Rule: A refusal as unauthorized names the scheme to use
    Source: RFC 9110, 401 Unauthorized - WWW-Authenticate with at least one challenge.

    Scenario: The client uses no credentials
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order using no credentials
      Then a refusal as unauthorized names a scheme
