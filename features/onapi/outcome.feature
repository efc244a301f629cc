Feature: The outcome of an order
  A well-formed order is answered with 200 and one of three words: ACTIVATED, RECEIVED or REJECTED.
  A refusal for business reasons is an outcome and no error, and it comes with a message for the customer.

  @onapi.outcome.is-200 @must
  Rule: A well-formed order is answered with 200 OK
    Source: Response - "HTTP/1.1 200 OK".
    Reading: the common responses describe 201 with a Location for the operator's own orders; the document's 200 is the more specific rule (ON-4). That a further order for an access is refused as conflict is left open (ON-13).

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the order is taken

    Scenario: The order comes a second time
      Given an order for an orderable access
      When the portal places the order twice
      Then the order is taken

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then a rejection is no other success than 200

  @onapi.outcome.is-json @must
  Rule: The answer to a well-formed order is JSON and says so
    Source: Response - "Content-Type: application/json".

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the outcome is declared as JSON

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the outcome is declared as JSON

  @onapi.outcome.has-status @must @profile:document
  Rule: The answer to a well-formed order carries a status
    Source: status - "The status tells if the order is accepted or rejected", "Mandatory".
    Reading: the key is status throughout the document; later releases write state in one place and status in another, which the profile released accepts (ON-1).

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the outcome has a status

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the outcome has a status

  @onapi.outcome.status-is-listed @must @profile:document
  Rule: The status of an order is ACTIVATED, RECEIVED or REJECTED
    Source: status, Values - "ACTIVATED", "RECEIVED", "REJECTED".
    Reading: CONFIRMED is a value of later releases only (ON-2).

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the status is one of the listed values

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the status is one of the listed values

  @onapi.outcome.takes-a-possible-order @must
  Rule: An order that is possible is accepted
    Source: Usage - "alt Order possible".

    Scenario: The access is free
      Given an order for a free access
      When the portal places the order
      Then the order is accepted

  @onapi.outcome.keeps-accepted-orders @must
  Rule: An order that was accepted is kept by the provider
    Source: status - "Order is accepted".
    Reading: an order that is acknowledged and then forgotten was not accepted.

    Scenario: The access is free
      Given an order for a free access
      When the portal places the order
      Then the provider holds the order as it was placed

    Scenario Outline: The <field> is <value>
      Given an order for a free access
      Given the order's <field> is <value>
      When the portal places the order
      Then the provider holds the order as it was placed

      Examples:
        | field            | value                  |
        | city             | "Malmö Östra Ljungby"  |
        | customerLastName | "O'Brien-Åkesson"      |
        | customerLastName | "𠮷野"                  |
        | orderDateTime    | "2021-05-03T20:31:15Z" |

    Scenario: The customerLastName is as long as it may be
      Given an order for a free access
      Given the order's customerLastName has 255 letters
      When the portal places the order
      Then the provider holds the order as it was placed

  @onapi.outcome.keeps-an-order-once @must
  Rule: An order that was accepted is kept as one order
    Source: Usage - the portal "places an order request"; coAccessId - "Identifies a single access".

    Scenario: The access is free
      Given an order for a free access
      When the portal places the order
      Then the provider holds no more than one order for the access

  @onapi.outcome.keeps-no-rejected-order @must @profile:document
  Rule: An order with the outcome REJECTED is not kept as an accepted one
    Source: REJECTED - "Order is not accepted".

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the provider holds no accepted order for the access

  @onapi.outcome.keeps-orders-apart @must
  Rule: An order does not replace an order for another access
    Source: coAccessId - "Identifies a single access".

    Scenario: Two accesses get an order each
      Given an order for a free access
      Given another order for a free access
      When the portal places both orders
      Then the provider holds both orders

    Scenario: Two accesses get an order each at the same time
      Given an order for a free access
      Given another order for a free access
      When the portal places both orders at once
      Then the provider holds both orders

  @onapi.outcome.own-rejection-is-rejected @must
  Rule: An order that the provider decides not to take has the outcome REJECTED
    Source: Usage - "The SP can also decide to reject the order"; status - "Order is not accepted".

    Scenario: The provider does not sell what is ordered
      Given an order that the provider rejects
      When the portal places the order
      Then the order is rejected

  @onapi.outcome.rejection-is-200 @should @practice
  Rule: An order with the outcome REJECTED is answered with 200 OK
    Source: later releases - the example of a rejected order; the sibling page coorder - a managed refusal is 200.
    Reading: the document does not say which status REJECTED comes with (ON-10).

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the rejection is answered with 200

  @onapi.outcome.rejection-has-message @should @profile:document
  Rule: A rejected order has an externalMessage for the customer
    Source: status - "The `externalMessage` should provide a relevant message".

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the portal has a message for the customer

  @onapi.outcome.message-is-text @must
  Rule: An externalMessage is a text
    Source: externalMessage - "Message that is intended for the customer".
    Reading: no format is given; what is meant for a customer is a string, and a field that is not mandatory may be null.

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then an externalMessage is a text

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then an externalMessage is a text

  @onapi.outcome.portal-shows-message @must @client @unobservable
  Rule: The portal displays the externalMessage of a failed order to the customer
    Source: Usage - "display [externalMessage]".
    Why: what a portal shows is not on this interface.

  @onapi.outcome.portal-orders-at-provider-only @must @client @unobservable
  Rule: The portal sends no activation request to the operator
    Source: introduction - "external portals that never sends activation requests directly to the CO".
    Why: the portal is the suite itself.
