Feature: What release 2.0.0 asks of an order
  The released page lowers nearly every "shall" of the document to "should" or "may".
  These rules stand in the place of the document's in the profile released.

  @seram.released.accepts-post @may @profile:released
  Rule: In release 2.0.0 an order that is sent by POST may be accepted
    Source: release 2.0.0, Order Operations - POST on the endpoint, lowered to "may".

    Scenario: An order with all three parameters
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order
      Then the order is accepted

  @seram.released.success-is-201 @should @profile:released
  Rule: In release 2.0.0 a successful order should be answered with 201 Created
    Source: release 2.0.0, Order Operations - the 201 response, lowered to "should".

    Scenario Outline: The order has <parameters>
      Given an order with <parameters>
      When the client places the order
      Then the order is created

      Examples:
        | parameters                                      |
        | secureElement, sessionID, remoteManagementOrder |
        | secureElement, remoteManagementOrder            |

  @seram.released.generated-id-is-returned @should @profile:released
  Rule: In release 2.0.0 an order without a sessionID should be answered with the generated one
    Source: release 2.0.0, Order Operations - the body of the 201 response, lowered to "should".

    Scenario: The order has no sessionID
      Given an order with secureElement, remoteManagementOrder
      When the client places the order
      Then the answer consists of the generated sessionID

  @seram.released.given-id-has-null-body @should @profile:released
  Rule: In release 2.0.0 an order with a sessionID should be answered with a null body
    Source: release 2.0.0, Order Operations - the body of the 201 response, lowered to "should".

    Scenario: The order has a sessionID
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order
      Then the answer has a null body

  @seram.released.takes-further-orders @should @profile:released
  Rule: In release 2.0.0 a further order under the same sessionID should be accepted
    Source: release 2.0.0, Order Operations - the same sessionID for several orders, lowered to "should".

    Scenario: The session exists
      Given a session with a given sessionID
      When the client places a further order in the session
      Then the order is accepted
