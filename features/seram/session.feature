Feature: The answer to an order, and the session it belongs to
  A platform that generates the sessionID hands it back, since nobody else can know it.
  A client that chose the sessionID needs no answer but success.

  @seram.session.success-is-201 @must @profile:document
  Rule: A successful order is answered with 201 Created
    Source: Order Operations - "shall be an HTTP `201` response".
    Reading: of a further order of a session another rule speaks (SE-20).

    Scenario Outline: The order has <parameters>
      Given an order with <parameters>
      When the client places the order
      Then the order is created

      Examples:
        | parameters                                      |
        | secureElement, sessionID, remoteManagementOrder |
        | secureElement, remoteManagementOrder            |
        | sessionID, remoteManagementOrder                |
        | secureElement, sessionID                        |

  @seram.session.further-success-is-201 @should @profile:document
  Rule: A further order of a session is answered with 201 Created too
    Source: Order Operations - "shall be an HTTP `201` response".
    Reading: the sentence makes no difference between the first order and a further one; that one of those is answered with another success is reported, and no more (SE-20).

    Scenario Outline: The session has a <origin> sessionID
      Given a session with a <origin> sessionID
      When the client places a further order in the session
      Then the order is created

      Examples:
        | origin    |
        | given     |
        | generated |

  @seram.session.generated-id-is-returned @must @profile:document
  Rule: An order without a sessionID is answered with the generated sessionID
    Source: Order Operations - "with a JSON body consisting of the `sessionID` if it is generated".
    Reading: by default the body is an object with the member sessionID; a platform that answers a bare JSON string says so with the option generatedBody (SE-9), one that spells the member sessionId with the option sessionKey (SE-8).

    Scenario: The order has no sessionID
      Given an order with secureElement, remoteManagementOrder
      When the client places the order
      Then the answer consists of the generated sessionID

  @seram.session.generated-body-has-nothing-else @should @decision @profile:document
  Rule: The body of the answer has no other member than the generated sessionID
    Source: Order Operations - "a JSON body consisting of the `sessionID`".
    Reading: "consisting of" is taken to leave no room for other members; since the document gives no schema, more than that is only a warning.

    Scenario: The platform generates the sessionID
      Given an order with secureElement, remoteManagementOrder
      When the client places the order
      Then the answer has no other member than the sessionID

  @seram.session.generated-id-is-a-string @must @reference
  Rule: A generated sessionID is a string that is not empty
    Source: Order Operations - "All these fields are defined in" the OpenAPI file: sessionId is a string; Overview - it identifies one Management Session.
    Reading: the schema of sessionId has no minimal length, but an empty string identifies nothing. A UUID is an example and not asked for.

    Scenario: The platform generates the sessionID
      Given an order with secureElement, remoteManagementOrder
      When the client places the order
      Then the generated sessionID is a string that is not empty

  @seram.session.generated-id-is-unique @must @reference
  Rule: No two generated sessionIDs are the same
    Source: Overview, Initialization - the sessionId shall be unique for the Device Application and the platform.

    Scenario: One order is placed again and again
      Given an order with secureElement, remoteManagementOrder
      When the client places the order 12 times
      Then the generated sessionIDs are all different

    Scenario: One order without secure elements is placed again and again
      Given an order with remoteManagementOrder
      When the client places the order 3 times
      Then the generated sessionIDs are all different

    Scenario: Orders are placed at the same time
      Given an order with secureElement, remoteManagementOrder
      When the client places the order 8 times at once
      Then the generated sessionIDs are all different

  @seram.session.generated-id-holds-the-order @must
  Rule: The order is kept under the sessionID that was generated for it
    Source: Order Operations - "used to generate a new Management Session".

    Scenario: The platform generates the sessionID
      Given an order with secureElement, remoteManagementOrder
      When the client places the order
      Then the generated session holds the order

  @seram.session.generated-id-takes-further-orders @must
  Rule: A generated sessionID can be used for a further order
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".

    Scenario: The second order names the generated sessionID
      Given a session with a generated sessionID
      When the client places a further order in the session
      Then the order is accepted

  @seram.session.given-id-has-null-body @must @profile:document
  Rule: An order with a sessionID is answered with a null body
    Source: Order Operations - "or with a null body if has been provided in the HTTP request".
    Reading: a null body is the JSON literal null or a body of no bytes; both are accepted unless the option nullBody names one (SE-10).

    Scenario Outline: The order has <parameters>
      Given an order with <parameters>
      When the client places the order
      Then the answer has a null body

      Examples:
        | parameters                                      |
        | secureElement, sessionID, remoteManagementOrder |
        | sessionID, remoteManagementOrder                |
        | secureElement, sessionID                        |

    Scenario: The sessionID is that of an existing session
      Given a session with a given sessionID
      When the client places a further order in the session
      Then the answer has a null body

    Scenario: The sessionID was generated by the platform before
      Given a session with a generated sessionID
      When the client places a further order in the session
      Then the answer has a null body

  @seram.session.given-id-is-kept @must
  Rule: A sessionID that the client provides is the session's id
    Source: introduction - "relies on the knowledge of a shared sessionId"; Order Operations - "a `sessionID`".
    Reading: a platform that keeps the order under another id than the one provided shares no knowledge with the client.

    Scenario: The client provides the sessionID
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order
      Then the session with the provided sessionID exists

  @seram.session.begins-with-an-id-alone @should @capability:single-parameter-orders
  Rule: An order of nothing but a sessionID begins the session
    Source: Provisioning Endpoint - "Management Session creation and order provisioning".
    Reading: whether an order is kept of it is left open (SE-18); the session of its id is there.

    Scenario: The order has a sessionID only
      Given an order with sessionID
      When the client places the order
      Then the session with the provided sessionID exists

  @seram.session.any-string-is-an-id @should @reference
  Rule: A sessionID need not be a UUID
    Source: Order Operations - "All these fields are defined in" the OpenAPI file: sessionId is a string without format or pattern.

    Scenario Outline: The sessionID is <kind>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's sessionID is <kind>
      When the client places the order
      Then the order is accepted

      Examples:
        | kind                       |
        | a UUID                     |
        | a UUID in capitals         |
        | a short word               |
        | a number in digits         |
        | words with punctuation     |
        | 128 letters                |
        | letters beyond ASCII       |
        | one letter                 |
        | the digit zero             |
        | the word null              |
        | the word constructor       |
        | the word __proto__         |

  @seram.session.refuses-id-of-another-type @should @reference
  Rule: A sessionID that is no string is not accepted
    Source: Order Operations - "All these fields are defined in" the OpenAPI file: sessionId is a string.
    Reading: no code of refusal is given, only success is ruled out (SE-19).

    Scenario Outline: The sessionID is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with sessionID as <value>
      Then the order is not accepted

      Examples:
        | value     |
        | a number  |
        | a boolean |
        | a list    |
        | an object |

  @seram.session.is-shared-by-agents @must @unobservable
  Rule: Local Agent and Remote Agent share the sessionID of a Management Session
    Source: introduction - "relies on the knowledge of a shared sessionId".
    Why: how the agents come to share it is "far beyond the scope" of the document.
