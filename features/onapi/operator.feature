Feature: The provider orders at the communication operator
  An order that is possible is placed at the operator (CO), and its end is the end of the portal's order.
  In these rules the suite plays the operator and sees what the provider asks of it.

  @onapi.operator.is-asked-for-possible-order @must @capability:co
  Rule: An order that is possible is placed at the operator
    Source: Usage, Order possible - "SP->>CO: [POST] /order"; "activates the CO transmission products in the CO network".

    Scenario: The operator confirms
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order
      Then the operator has got the order

  @onapi.operator.is-asked-for-the-access @must @capability:co
  Rule: The provider orders at the operator for the access that the portal named
    Source: coAccessId - "Identifies a single access in the CO population".
    Reading: the operator's page on orders names the access accessId; anywhere in the provider's request will do.

    Scenario: One access is ordered
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order
      Then the operator's order names the access

    Scenario: Two accesses are ordered at the same time
      Given a communication operator that confirms the order
      Given an order for a free access
      Given another order for a free access
      When the portal places both orders at once
      Then each of the operator's orders names its own access

  @onapi.operator.is-asked-in-its-own-words @should @practice @capability:co
  Rule: The order at the operator has accessId, service and operation
    Source: the operator's page on orders - accessId and service are needed to ACTIVATE.
    Reading: the document shows the hop without its content; what the family's page on it says can only be warned about.

    Scenario: The operator confirms
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order
      Then the operator's order has accessId, service, operation

  @onapi.operator.is-asked-in-json @should @practice @capability:co
  Rule: The order at the operator is declared as JSON
    Source: guidelines of the API family - REST and JSON; Request - "Content-Type: application/json".
    Reading: the document shows the hop without its content; what holds for the family can only be warned about.

    Scenario: The operator confirms
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order
      Then the operator's order is declared as JSON

  @onapi.operator.is-asked-once @must @capability:co
  Rule: One order of the portal is at most one order at the operator
    Source: Usage - each alternative shows a single "SP->>CO: [POST] /order".

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then the operator has got at most one order for the access

      Examples:
        | behaviour                |
        | confirms the order       |
        | only receives the order  |
        | has the port occupied    |
        | refuses with a conflict  |

  @onapi.operator.confirmed-order-is-accepted @must @capability:co
  Rule: An order that the operator confirms is accepted
    Source: Usage, Order possible - "CO->>SP: Done", "SP->>Portal: Done".

    Scenario: The operator confirms
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order
      Then the order is accepted

  @onapi.operator.confirmed-order-is-activated @should @capability:co @profile:document
  Rule: An order that the operator confirmed before the portal was answered is reported as ACTIVATED
    Source: Usage, Order possible - "SP->>Portal: Done"; status - "accepted and completed".
    Reading: a provider that answers RECEIVED before it knows the end conforms; one that knows it and hides it does not follow the diagram.

    Scenario: The operator confirms
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order
      Then the order is activated if the operator confirmed first

  @onapi.operator.activated-needs-confirmation @must @capability:co @profile:document
  Rule: An order is not reported as ACTIVATED before the operator confirmed it
    Source: ACTIVATED - "accepted and completed, and transmission products have been activated".
    Reading: an operator confirms by DONE_SUCCESS; RECEIVED and IN_PROGRESS are no confirmation.

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then the order is not activated

      Examples:
        | behaviour                        |
        | only receives the order          |
        | is working on the order          |
        | is working on an earlier order   |

    Scenario: The operator confirms late
      Given a communication operator that confirms late
      Given an order for a free access
      When the portal places the order
      Then the order is not activated before the operator confirmed

  @onapi.operator.activated-needs-answer @must @capability:co @profile:document
  Rule: An order is not reported as ACTIVATED if the operator gave no answer that can be understood
    Source: ACTIVATED - "accepted and completed, and transmission products have been activated".
    Reading: what becomes of such an order is not said (ON-19); only that it is done may not be claimed.

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then the order is not activated

      Examples:
        | behaviour               |
        | never answers           |
        | breaks the connection   |
        | answers nonsense        |
        | has an internal error   |

  @onapi.operator.refused-order-is-rejected @must @capability:co
  Rule: An order that the operator refuses is reported as REJECTED
    Source: Usage, Order rejected by CO - "CO->>SP: Failed [port occupied]", "SP->>Portal: Failed".
    Reading: a provider that answers RECEIVED before the operator refused conforms; one that knows of the refusal does not. A business refusal is an outcome and no error (ON-10).

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then the order is rejected if the operator refused first

      Examples:
        | behaviour               |
        | has the port occupied   |
        | refuses with a conflict |

  @onapi.operator.refused-order-is-not-accepted @must @capability:co @profile:document
  Rule: An order that the operator refuses as invalid is not reported as accepted
    Source: Usage, Order rejected by CO - "CO->>SP: Failed", "SP->>Portal: Failed"; RECEIVED - "Order is accepted".
    Reading: older operators say 400 for a conflict. Whether the portal is told REJECTED or an error is open.

    Scenario: The operator refuses the order as invalid
      Given a communication operator that refuses the order as invalid
      Given an order for a free access
      When the portal places the order
      Then the order is not accepted if the operator refused first

  @onapi.operator.received-order-is-accepted @should @practice @capability:co
  Rule: An order that the operator has received is accepted
    Source: RECEIVED - "Order is accepted, but not yet completed"; the operator's page on orders - RECEIVED, IN_PROGRESS.
    Reading: the document shows Done and Failed alone; an order that goes on at the operator has not failed.

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then the order is accepted

      Examples:
        | behaviour               |
        | only receives the order |
        | is working on the order |

  @onapi.operator.received-order-is-200 @must @capability:co
  Rule: An order that is accepted and not completed is answered with 200 OK
    Source: Response - "HTTP/1.1 200 OK"; status - "RECEIVED".
    Reading: 202 Accepted would say the same in the words of HTTP, but the document has 200 for every status.

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then an accepted order is answered with 200

      Examples:
        | behaviour               |
        | only receives the order |
        | is working on the order |

  @onapi.operator.received-order-is-kept @must @capability:co
  Rule: An order that is accepted and not completed is kept by the provider
    Source: RECEIVED - "Order is accepted, but not yet completed".
    Reading: an order that is acknowledged and then forgotten was not accepted.

    Scenario: The operator has only received the order
      Given a communication operator that only receives the order
      Given an order for a free access
      When the portal places the order
      Then the provider holds an order for the access

  @onapi.operator.outcomes-are-kept-apart @must @capability:co @profile:document
  Rule: Each of several orders has the outcome that the operator gave to it
    Source: Usage - "CO->>SP: Done", "SP->>Portal: Done" and "CO->>SP: Failed", "SP->>Portal: Failed", for one order each.

    Scenario: Two accesses are ordered at the same time, the port of one is occupied
      Given a communication operator that confirms the order
      Given an order for a free access
      Given another order for a free access
      Given the operator has the port of the other order occupied
      When the portal places both orders at once
      Then neither order has the outcome of the other

  @onapi.operator.refusal-has-message @should @capability:co
  Rule: An order that the operator refuses comes back with an externalMessage for the customer
    Source: Usage, Order rejected by CO - "display [externalMessage]"; REJECTED - "should provide a relevant message".

    Scenario Outline: The operator <behaviour>
      Given a communication operator that <behaviour>
      Given an order for a free access
      When the portal places the order
      Then a rejection has a message for the customer

      Examples:
        | behaviour               |
        | has the port occupied   |
        | refuses with a conflict |

  @onapi.operator.is-spared-own-rejections @must @capability:co
  Rule: An order that the provider itself rejects is not placed at the operator
    Source: Usage, Order rejected by SP - "SP->>Portal: Failed" without a call to the CO.

    Scenario: The provider does not sell what is ordered
      Given a communication operator that confirms the order
      Given an order that the provider rejects
      When the portal places the order
      Then the operator gets no order for the access

  @onapi.operator.is-spared-invalid-orders @must @capability:co
  Rule: An order that is refused as invalid is not placed at the operator
    Source: Usage - "receives and validates the order and activates".

    Scenario Outline: The order has no <field>
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order without <field>
      Then the operator gets no order for the access

      Examples:
        | field             |
        | customerDetails   |
        | requestedDateTime |
        | offeringId        |

    Scenario: The telephone number is wrong
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order with customerMobilePhone as "0701234567"
      Then the operator gets no order for the access

  @onapi.operator.is-spared-orders-without-credentials @must @reference @capability:co
  Rule: An order with wrong credentials is not placed at the operator
    Source: common responses - 401, invalid credentials.

    Scenario Outline: The portal uses <credentials>
      Given a communication operator that confirms the order
      Given an order for a free access
      When the portal places the order using <credentials>
      Then the operator gets no order for the access

      Examples:
        | credentials        |
        | no credentials     |
        | a wrong password   |

  @onapi.operator.is-spared-forbidden-orders @must @reference @capability:co @capability:authorization
  Rule: An order with credentials that may not order is not placed at the operator
    Source: common responses - 403, not allowed with these credentials.

    Scenario: The portal may not order
      Given a communication operator that confirms the order
      Given an order for a free access
      Given credentials that may not order
      When the portal places the order using these credentials
      Then the operator gets no order for the access

  @onapi.operator.is-spared-orders-beyond-the-limit @must @reference @capability:co @capability:rate-limit
  Rule: An order beyond the provider's limit is not placed at the operator
    Source: common responses - 429, too many requests.

    Scenario: The portal has used up its requests
      Given a communication operator that confirms the order
      Given an order for a free access
      Given credentials whose requests are used up
      When the portal places the order using these credentials
      Then the operator gets no order for the access

  @onapi.operator.silence-does-not-hang-the-portal @should @decision @capability:co
  Rule: A portal is answered although the operator is silent
    Source: Usage - the portal is answered in every alternative.
    Reading: no time is given (ON-19); the request limit of the target file is taken.

    Scenario: The operator never answers
      Given a communication operator that never answers
      Given an order for a free access
      When the portal places the order
      Then the portal is answered
