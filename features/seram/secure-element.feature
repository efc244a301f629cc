Feature: Secure elements of an order
  A secure element is named by its type and its id, and may carry extra information.
  The published definition is weak; these rules take it as strictly as it is meant.

  @seram.secure-element.takes-every-type @must @reference
  Rule: A secure element of any defined seType is accepted
    Source: OpenAPI file, secureElement - seType eSE, iSE, uicc, euicc, ieuicc.

    Scenario Outline: The seType is <seType>
      Given an order for a secure element of type <seType>
      When the client places the order
      Then the order is accepted

      Examples:
        | seType |
        | eSE    |
        | iSE    |
        | uicc   |
        | euicc  |
        | ieuicc |

  @seram.secure-element.takes-undefined-type @must @reference @capability:undefined-se-type
  Rule: A secure element whose seType is "undefined" is accepted
    Source: OpenAPI file, seType - "undefined".
    Reading: the value is in the released file and not in the draft of the same day, and the document can be said to point at either; a platform that follows the draft declines the capability.

    Scenario: The seType is undefined
      Given an order for a secure element of type undefined
      When the client places the order
      Then the order is accepted

  @seram.secure-element.takes-any-id @should @reference
  Rule: The seId of a secure element need not have 32 digits
    Source: OpenAPI file, secureElement - seId is a string without pattern or length; that of 32 digits is an example.
    Reading: a platform that takes orders for listed secure elements alone has the ids that they have.

    Scenario Outline: The seId is <kind>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's seId is <kind>
      When the client places the order
      Then the order is accepted

      Examples:
        | kind               |
        | 19 digits          |
        | 24 hexadecimal digits |
        | a UUID             |

  @seram.secure-element.extra-info-is-optional @must @reference
  Rule: The seExtraInfo of a secure element can be given or left out
    Source: OpenAPI file, secureElement - seExtraInfo is not required.

    Scenario: The seExtraInfo is left out
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order has no seExtraInfo
      When the client places the order
      Then the order is accepted

    Scenario Outline: The seExtraInfo is <seExtraInfo>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's seExtraInfo is <seExtraInfo>
      When the client places the order
      Then the order is accepted

      Examples:
        | seExtraInfo     |
        | "SAM"           |
        | "SAM,CSP,nfc-2" |
        | "für SAM"       |

  @seram.secure-element.needs-type @should @reference
  Rule: A secure element without seType is not accepted
    Source: OpenAPI file, secureElement - required: seType.
    Reading: no code of refusal is given, only success is ruled out (SE-19).

    Scenario Outline: The seType is left out of an order with <parameters>
      Given an order with <parameters>
      When the client places the order without seType
      Then the order is not accepted

      Examples:
        | parameters                                      |
        | secureElement, sessionID, remoteManagementOrder |
        | secureElement, sessionID                        |

    Scenario: The seType is left out of a further order
      Given a session with a given sessionID
      When the client places a further order in the session without seType
      Then the order is not accepted

    Scenario: A further secure element has no members at all
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a further secureElement as an empty object
      Then the order is not accepted

  @seram.secure-element.needs-id @should @reference
  Rule: A secure element without seId is not accepted
    Source: OpenAPI file, secureElement - required: seId.

    Scenario: The seId is left out
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without seId
      Then the order is not accepted

  @seram.secure-element.refuses-unknown-type @should @reference
  Rule: A secure element with a seType that is not defined is not accepted
    Source: OpenAPI file, seType - a closed list of values, spelt as they stand.

    Scenario Outline: The seType is <seType>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with seType as <seType>
      Then the order is not accepted

      Examples:
        | seType    |
        | "simcard" |
        | "UICC"    |
        | "ese"     |
        | " uicc"   |
        | ""        |
        | null      |
        | a number  |

  @seram.secure-element.refuses-id-of-another-type @should @reference
  Rule: A secure element whose seId is no string is not accepted
    Source: OpenAPI file, secureElement - seId is a string.

    Scenario Outline: The seId is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with seId as <value>
      Then the order is not accepted

      Examples:
        | value     |
        | null      |
        | a number  |
        | an object |

  @seram.secure-element.refuses-extra-info-of-another-type @should @reference
  Rule: A secure element whose seExtraInfo is no string is not accepted
    Source: OpenAPI file, secureElement - seExtraInfo is a string.

    Scenario Outline: The seExtraInfo is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with seExtraInfo as <value>
      Then the order is not accepted

      Examples:
        | value    |
        | a number |
        | a list   |

  @seram.secure-element.refuses-what-is-no-list @should
  Rule: Secure elements that are no list are not accepted
    Source: Order Operations - "a list of `secureElement`".

    Scenario Outline: The list of secure elements is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with secureElement as <value>
      Then the order is not accepted

      Examples:
        | value                    |
        | its only secure element  |
        | a text                   |
        | a number                 |

  @seram.secure-element.refuses-what-is-no-secure-element @should @reference
  Rule: A list with an item that is no object is not accepted
    Source: OpenAPI file, secureElement - type: object.

    Scenario Outline: A further item is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a further secureElement as <value>
      Then the order is not accepted

      Examples:
        | value  |
        | a text |
        | null   |
        | a list |

  @seram.secure-element.checks-every-item @should @reference
  Rule: A list is not accepted if only its last secure element is wrong
    Source: OpenAPI file, secureElement - required: seType, seId; the list holds secure elements.

    Scenario Outline: The last secure element has no <member>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a further secureElement without <member>
      Then the order is not accepted

      Examples:
        | member |
        | seType |
        | seId   |
