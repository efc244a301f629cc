Feature: Placing an order
  A client provisions a management order at the platform: secure elements, a session and what to do in it.
  All three are optional, and what was accepted is what the platform keeps for the Local Agent.

  @seram.order.accepts-post @must @profile:document
  Rule: An order that is sent by POST on the provisioning endpoint is accepted
    Source: Order Operations - "shall be an HTTP POST request on the Provisioning Endpoint".

    Scenario: An order with all three parameters
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order
      Then the order is accepted

  @seram.order.session-id-is-optional @must
  Rule: An order without a sessionID is accepted
    Source: Order Operations - "with these optional parameters", "a `sessionID`".

    Scenario: The sessionID is left out
      Given an order with secureElement, remoteManagementOrder
      When the client places the order
      Then the order is accepted

  @seram.order.secure-element-is-optional @must
  Rule: An order without a list of secure elements is accepted
    Source: Order Operations - "with these optional parameters", "a list of `secureElement`".

    Scenario: The list of secure elements is left out
      Given an order with sessionID, remoteManagementOrder
      When the client places the order
      Then the order is accepted

  @seram.order.remote-management-order-is-optional @must
  Rule: An order without a remoteManagementOrder is accepted
    Source: Order Operations - "with these optional parameters", "a `remoteManagementOrder`".

    Scenario: The remoteManagementOrder is left out
      Given an order with secureElement, sessionID
      When the client places the order
      Then the order is accepted

  @seram.order.single-parameter-is-enough @must @capability:single-parameter-orders
  Rule: An order with any one of the three parameters is accepted
    Source: Order Operations - "with these optional parameters".
    Reading: each parameter is optional by itself, so that two can be left out together; a platform for which such an order makes no sense declines the capability. An order with none of them is left undecided (SE-18).

    Scenario Outline: The order has <parameter> only
      Given an order with <parameter>
      When the client places the order
      Then the order is accepted

      Examples:
        | parameter             |
        | secureElement         |
        | sessionID             |
        | remoteManagementOrder |

  @seram.order.takes-a-list-of-secure-elements @must
  Rule: An order for several secure elements is accepted
    Source: Order Operations - "a list of `secureElement`".
    Reading: the list stands under the document's word secureElement; a platform that expects secureElements, as the handshake has it, says so with the option listKey (SE-7). A platform that takes orders for a few secure elements alone is asked for as many of them as it has.

    Scenario Outline: The order lists <count> secure elements
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order lists <count> secure elements
      When the client places the order
      Then the order is accepted

      Examples:
        | count |
        | 1     |
        | 2     |
        | 8     |

  @seram.order.is-stored @must
  Rule: An order that was accepted is kept in its session
    Source: Provisioning Endpoint - "Management Session creation and order provisioning".
    Reading: an order that is acknowledged and then forgotten was not provisioned.

    Scenario Outline: The order has <parameters>
      Given an order with <parameters>
      When the client places the order
      Then the session holds 1 order

      Examples:
        | parameters                                      |
        | secureElement, sessionID, remoteManagementOrder |
        | sessionID, remoteManagementOrder                |
        | secureElement, sessionID                        |

  @seram.order.stores-secure-elements @must
  Rule: An order is kept with exactly the secure elements that it listed
    Source: Order Operations - "a list of `secureElement`".
    Reading: whether a further order may list other secure elements than the first is left open (SE-22); where it may, each is kept with its own.

    Scenario Outline: The order lists <count> secure elements
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order lists <count> secure elements
      When the client places the order
      Then the session holds the secure elements as they were listed

      Examples:
        | count |
        | 1     |
        | 3     |

    Scenario: The order lists a secure element with letters in its seId
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's seId is 24 hexadecimal digits
      When the client places the order
      Then the session holds the secure elements as they were listed

    Scenario: The order lists a secure element of every type
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order lists a secure element of every type
      When the client places the order
      Then the session holds the secure elements as they were listed

    Scenario Outline: The order lists a secure element with the seExtraInfo <seExtraInfo>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's seExtraInfo is <seExtraInfo>
      When the client places the order
      Then the session holds the secure elements as they were listed

      Examples:
        | seExtraInfo     |
        | "SAM,CSP,nfc-2" |
        | "für SAM"       |

    Scenario: The order carries no remoteManagementOrder
      Given an order with secureElement, sessionID
      When the client places the order
      Then the session holds the secure elements as they were listed

    Scenario: The order is the second one of its session
      Given a session with a given sessionID
      When the client places a further order in the session
      Then the session holds the secure elements as they were listed

    Scenario: The further order lists another secure element
      Given a session with a given sessionID
      When the client places a further order for another secure element in the session
      Then the session holds each order with the secure elements that it listed

    Scenario: The order lists no secure elements
      Given an order with sessionID, remoteManagementOrder
      When the client places the order
      Then the session holds the order without secure elements

  @seram.order.stores-remote-management-order @must
  Rule: An order is kept with exactly the remoteManagementOrder that it carried
    Source: Order Operations - "a `remoteManagementOrder`".
    Reading: commands are processed one by one, so that their sequence is part of what was ordered.

    Scenario: The order carries one command of each type
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

    Scenario Outline: The order carries a delay of <delay>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's delay is <delay>
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

      Examples:
        | delay   |
        | 0       |
        | 3600000 |

    Scenario: The order carries no delay
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order has no delay
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

    Scenario: The order carries several commands of one type
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's commands are ramStartCommand, seRamCommand, notificationCommand, seRamCommand, ramStopCommand
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

    Scenario: The order carries one command twice
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order repeats its notificationCommand
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

    Scenario: The order chooses a secure element with its seExtraInfo
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order chooses the secure element just as it is listed
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

    Scenario Outline: The order carries a C-APDU of <count> bytes
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's C-APDU has <count> bytes
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

      Examples:
        | count |
        | 261   |
        | 300   |

    Scenario Outline: The order carries the C-APDUs <apdus>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's C-APDUs are <apdus>
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

      Examples:
        | apdus                                    |
        | "00A4040000", "", "80CA9F7F00"           |
        | "80CA9F7F00", "00C0000000", "80CA9F7F00" |

    Scenario Outline: The order carries the notification <text>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's deviceAppNotification is <text>
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

      Examples:
        | text                         |
        | "Schritt für Schritt – 完了" |
        | "step1/action2/OK"           |
        | "<b>R&amp;D</b> 100%25"      |
        | " between spaces "           |
        | "step 1 🚀"                  |

    Scenario: The order lists no secure elements
      Given an order with sessionID, remoteManagementOrder
      When the client places the order
      Then the session holds the remoteManagementOrder as it was sent

    Scenario: The order is the second one of its session
      Given a session with a given sessionID
      When the client places a further order in the session
      Then the session holds the remoteManagementOrder as it was sent

    Scenario: The order carries no remoteManagementOrder
      Given an order with secureElement, sessionID
      When the client places the order
      Then the session holds the order without remoteManagementOrder

  @seram.order.endpoint-is-offered @may @unobservable
  Rule: A Management Platform offers an order provisioning endpoint
    Source: Provisioning Endpoint - "may implements an order provisioning endpoint".
    Why: a platform that does not offer it is not a target of these rules.

  @seram.order.endpoint-is-rest @should @unobservable
  Rule: The order provisioning endpoint is an HTTP REST endpoint
    Source: Provisioning Endpoint - "should be an HTTP REST endpoint".
    Why: the document does not say what makes an endpoint REST, and that it speaks HTTP is what every other rule stands on.
