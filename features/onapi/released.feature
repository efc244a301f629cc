Feature: What releases 2.5 and 2.6 ask of an order
  The released page has other words for the outcome, always a message, and other names for the customer.
  These rules stand in the place of the document's in the profile released.

  @onapi.released.has-status-or-state @must @practice @profile:released
  Rule: In the released text the answer to a well-formed order carries a state or a status
    Source: release 2.5, Response - the heading says state, one example writes status and the other state.
    Reading: both are accepted, and which one is used is reported (ON-1).

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the outcome has a status

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the outcome has a status

  @onapi.released.status-is-listed @must @practice @profile:released
  Rule: In the released text the outcome of an order is CONFIRMED or REJECTED
    Source: release 2.5, Response - CONFIRMED, REJECTED.

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the status is one of the listed values

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the status is one of the listed values

  @onapi.released.has-message @must @practice @profile:released
  Rule: In the released text every outcome has an externalMessage
    Source: release 2.5, externalMessage - required in the response.

    Scenario: The order is well formed
      Given an order for an orderable access
      When the portal places the order
      Then the portal has a message for the customer

    Scenario: The provider rejects the order
      Given an order that the provider rejects
      When the portal places the order
      Then the portal has a message for the customer

  @onapi.released.checks-identity-number @must @practice @profile:released
  Rule: In the released text an order with a wrong identity number is refused as invalid
    Source: release 2.5, data formats, identityNumber - its form, and a check digit after Luhn.
    Reading: which digits the check digit covers is not said; Swedish practice takes the last ten.

    Scenario Outline: The personalIdentityNumber is <value>
      Given an order for an orderable access
      When the portal places the order with personalIdentityNumber as <value>
      Then the order is refused as invalid

      Examples:
        | value                         |
        | one with a wrong check digit  |
        | "19900101"                    |
        | "string"                      |

  @onapi.released.takes-identity-number @must @practice @profile:released
  Rule: In the released text an order with a right identity number is taken
    Source: release 2.5, data formats, identityNumber.

    Scenario: The personalIdentityNumber has a right check digit
      Given an order for an orderable access
      Given the order's personalIdentityNumber is one with a right check digit
      When the portal places the order
      Then the order is taken
