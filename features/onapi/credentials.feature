Feature: Who may order, and how often
  A portal has credentials of HTTP Basic authentication.
  Each way of not being let in has a status of its own.

  @onapi.error.needs-credentials @must @reference
  Rule: An order without credentials is refused as unauthorized
    Source: guidelines - HTTP Basic authentication; common responses - 401, invalid credentials.
    Reading: the document itself asks for no credentials; where the target file has none, nothing is judged.

    Scenario: The portal uses no credentials
      Given an order for an orderable access
      When the portal places the order using no credentials
      Then the order is refused as unauthorized

  @onapi.error.refuses-wrong-credentials @must @reference
  Rule: An order with wrong credentials is refused as unauthorized
    Source: common responses - 401, invalid credentials.

    Scenario Outline: The portal uses <credentials>
      Given an order for an orderable access
      When the portal places the order using <credentials>
      Then the order is refused as unauthorized

      Examples:
        | credentials                      |
        | a wrong password                 |
        | an empty password                |
        | the password cut by one letter   |
        | the password in another case     |
        | the password with one letter more |
        | the password with a blank after it |
        | an unknown user                  |
        | credentials that are not base64  |
        | credentials of another scheme    |

  @onapi.error.takes-basic-in-any-case @should @reference
  Rule: The name of the Basic scheme is understood in any case
    Source: guidelines - HTTP Basic authentication (RFC 7617); its section 2 - the scheme is matched case-insensitively.

    Scenario: The scheme is in lower case
      Given an order for an orderable access
      When the portal places the order using its credentials under basic in lower case
      Then the order is taken

  @onapi.error.unauthorized-names-basic @should @practice
  Rule: A refusal as unauthorized names the Basic scheme
    Source: guidelines - HTTP Basic authentication; RFC 9110, 401 - WWW-Authenticate with a challenge.

    Scenario: The portal uses no credentials
      Given an order for an orderable access
      When the portal places the order using no credentials
      Then a refusal as unauthorized names the Basic scheme

  @onapi.error.challenge-has-realm @should @reference
  Rule: A refusal as unauthorized that names the Basic scheme names a realm
    Source: guidelines - HTTP Basic authentication (RFC 7617); its section 2 - the parameter realm is required.

    Scenario Outline: The portal uses <credentials>
      Given an order for an orderable access
      When the portal places the order using <credentials>
      Then a refusal that names the Basic scheme names a realm

      Examples:
        | credentials      |
        | no credentials   |
        | a wrong password |

  @onapi.error.forbidden-is-403 @must @reference @capability:authorization
  Rule: An order with credentials that may not order is refused as forbidden
    Source: common responses - 403, not allowed with these credentials.

    Scenario: The portal may not order
      Given an order for an orderable access
      Given credentials that may not order
      When the portal places the order using these credentials
      Then the order is refused as forbidden

  @onapi.error.too-many-requests-is-429 @must @reference @capability:rate-limit
  Rule: An order beyond the provider's limit is refused as too many requests
    Source: common responses - 429, too many requests.

    Scenario: The portal has used up its requests
      Given an order for an orderable access
      Given credentials whose requests are used up
      When the portal places the order using these credentials
      Then the order is refused as too many requests

  @onapi.error.too-many-requests-says-when @should @reference @capability:rate-limit
  Rule: A refusal as too many requests says when to try again
    Source: common responses - 429, the client should honour Retry-After.
    Reading: what a client should honour has to be there; that it is sent is not demanded.

    Scenario: The portal has used up its requests
      Given an order for an orderable access
      Given credentials whose requests are used up
      When the portal places the order using these credentials
      Then the refusal says when to try again

  @onapi.error.forbidden-stores-nothing @should @practice @capability:authorization
  Rule: An order that is refused as forbidden is not kept
    Source: common responses - 403, not allowed with these credentials; an error is the immediate end of the order.

    Scenario: The portal may not order
      Given an order for a free access
      Given credentials that may not order
      When the portal places the order using these credentials
      Then the provider holds no order for the access

  @onapi.error.too-many-requests-stores-nothing @should @practice @capability:rate-limit
  Rule: An order that is refused as too many requests is not kept
    Source: common responses - 429, too many requests; an error is the immediate end of the order.

    Scenario: The portal has used up its requests
      Given an order for a free access
      Given credentials whose requests are used up
      When the portal places the order using these credentials
      Then the provider holds no order for the access
