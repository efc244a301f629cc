Feature: What is to be done in the session
  A remoteManagementOrder says how long to wait, which secure element to use and which commands to send to it.
  The published definition lets nearly everything pass; these rules take it as strictly as it is meant.

  @seram.remote-management-order.members-are-optional @must @reference
  Rule: Each member of a remoteManagementOrder can be left out
    Source: OpenAPI file, remoteManagementOrder - all fields are optional; its example without commands has a delay alone.

    Scenario Outline: The remoteManagementOrder has no <member>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order has no <member>
      When the client places the order
      Then the order is accepted

      Examples:
        | member              |
        | delay               |
        | chosenSecureElement |
        | ramCommands         |

    Scenario: The remoteManagementOrder has a delay alone
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the remoteManagementOrder is a delay alone
      When the client places the order
      Then the order is accepted

  @seram.remote-management-order.takes-any-delay @must @reference
  Rule: A delay of zero or more milliseconds is accepted
    Source: OpenAPI file, remoteManagementOrder - delay is an integer in milliseconds, 0 is no delay.
    Reading: a negative delay is not excluded by the definition and means nothing; it is left undecided.

    Scenario Outline: The delay is <delay>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's delay is <delay>
      When the client places the order
      Then the order is accepted

      Examples:
        | delay   |
        | 0       |
        | 1       |
        | 100     |
        | 3600000 |

  @seram.remote-management-order.takes-every-command @must @reference
  Rule: A command of any defined type is accepted
    Source: OpenAPI file, ramCommand - the four keys of the discriminator's mapping.
    Reading: the keys of the mapping count; the file's examples spell two of them startCommand and stopCommand, which a platform may tolerate as well (SE-17). Since nobody says whether an order must hold Start and Stop itself (SE-22), the commands stand between them.

    Scenario Outline: The commands are <commands>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's commands are <commands>
      When the client places the order
      Then the order is accepted

      Examples:
        | commands                                                                  |
        | ramStartCommand, ramStopCommand                                           |
        | ramStartCommand, seRamCommand, ramStopCommand                             |
        | ramStartCommand, notificationCommand, ramStopCommand                      |
        | ramStartCommand, notificationCommand, seRamCommand, seRamCommand, ramStopCommand |

  @seram.remote-management-order.takes-any-apdu @must @reference
  Rule: A C-APDU of any whole number of bytes in upper-case hexadecimal is accepted
    Source: OpenAPI file, apdu - pairs of upper-case hexadecimal digits, none included.

    Scenario Outline: The C-APDU is <apdu>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's C-APDUs are <apdu>
      When the client places the order
      Then the order is accepted

      Examples:
        | apdu                         |
        | "00A4040008A0000001510000"   |
        | ""                           |
        | "00"                         |
        | "80E60200", "80E80000FF"     |

    Scenario Outline: The C-APDU has <count> bytes
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's C-APDU has <count> bytes
      When the client places the order
      Then the order is accepted

      Examples:
        | count |
        | 261   |
        | 300   |

  @seram.remote-management-order.takes-any-notification @must @reference
  Rule: A deviceAppNotification may be any text in UTF-8
    Source: OpenAPI file, notificationCommand - deviceAppNotification, a string in UTF-8.

    Scenario Outline: The notification is <text>
      Given an order with secureElement, sessionID, remoteManagementOrder
      Given the order's deviceAppNotification is <text>
      When the client places the order
      Then the order is accepted

      Examples:
        | text              |
        | "step1/action2/OK" |
        | "Schritt für Schritt – 完了" |
        | "step 1 🚀"       |
        | ""                |

  @seram.remote-management-order.refuses-what-is-no-object @should @reference
  Rule: A remoteManagementOrder that is no object is not accepted
    Source: OpenAPI file, remoteManagementOrder - it has members.
    Reading: the definition lacks its type, an object is meant. No code of refusal is given, only success is ruled out (SE-19).

    Scenario: The order lists no secure elements
      Given an order with sessionID, remoteManagementOrder
      When the client places the order with remoteManagementOrder as a text
      Then the order is not accepted

    Scenario Outline: The remoteManagementOrder is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with remoteManagementOrder as <value>
      Then the order is not accepted

      Examples:
        | value    |
        | a text    |
        | a number  |
        | a boolean |
        | a list    |

  @seram.remote-management-order.refuses-delay-of-another-type @should @reference
  Rule: A delay that is no whole number is not accepted
    Source: OpenAPI file, remoteManagementOrder - delay is an integer.

    Scenario Outline: The delay is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with delay as <value>
      Then the order is not accepted

      Examples:
        | value      |
        | "100"      |
        | a fraction |
        | a boolean  |
        | null       |

  @seram.remote-management-order.checks-chosen-secure-element @should @reference
  Rule: A chosenSecureElement that is no valid secure element is not accepted
    Source: OpenAPI file, remoteManagementOrder - chosenSecureElement is a secureElement.

    Scenario Outline: The chosenSecureElement has no <member>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without <member>
      Then the order is not accepted

      Examples:
        | member                     |
        | chosenSecureElement.seType |
        | chosenSecureElement.seId   |

    Scenario: The chosenSecureElement is of an unknown type
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with chosenSecureElement.seType as "simcard"
      Then the order is not accepted

    Scenario Outline: The chosenSecureElement is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with chosenSecureElement as <value>
      Then the order is not accepted

      Examples:
        | value  |
        | a text |
        | a list |

  @seram.remote-management-order.needs-a-command @should @reference
  Rule: A list of commands that is empty is not accepted
    Source: HTTP REST Binding - the list of commands shall contain at least one command.

    Scenario: There is no command in the list
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with ramCommands as an empty list
      Then the order is not accepted

  @seram.remote-management-order.refuses-commands-that-are-no-list @should @reference
  Rule: Commands that are no list are not accepted
    Source: OpenAPI file, remoteManagementOrder - ramCommands is an array.

    Scenario Outline: The commands are <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with ramCommands as <value>
      Then the order is not accepted

      Examples:
        | value              |
        | its first command  |
        | a text             |

  @seram.remote-management-order.needs-command-type @should @reference
  Rule: A command without ramCommandType is not accepted
    Source: OpenAPI file, ramCommand - required: ramCommandType.

    Scenario: The first command has no ramCommandType
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without ramCommandType
      Then the order is not accepted

    Scenario: The last command has no ramCommandType
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a further ramCommand without ramCommandType
      Then the order is not accepted

    Scenario Outline: The last command is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a further ramCommand as <value>
      Then the order is not accepted

      Examples:
        | value  |
        | a text |
        | null   |

  @seram.remote-management-order.refuses-unknown-command @should @reference
  Rule: A command of a type that is not defined is not accepted
    Source: OpenAPI file, ramCommand - the four keys of the discriminator's mapping.

    Scenario Outline: The ramCommandType is <type>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with ramCommandType as <type>
      Then the order is not accepted

      Examples:
        | type              |
        | "ramPauseCommand" |
        | "RAMSTARTCOMMAND" |
        | "ramStartCommand " |
        | ""                |
        | a number          |

  @seram.remote-management-order.needs-apdus @should @reference
  Rule: A seRamCommand without a list of C-APDUs is not accepted
    Source: OpenAPI file, seRamCommand - listOfCAPDU is required, an array.

    Scenario: The listOfCAPDU is left out
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without listOfCAPDU
      Then the order is not accepted

    Scenario Outline: The listOfCAPDU is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with listOfCAPDU as <value>
      Then the order is not accepted

      Examples:
        | value              |
        | "00A4040000"       |
        | null               |

  @seram.remote-management-order.refuses-bad-apdu @should @reference
  Rule: A C-APDU that is not whole bytes in upper-case hexadecimal is not accepted
    Source: OpenAPI file, apdu - pairs of upper-case hexadecimal digits.
    Reading: the published pattern is not anchored and lets every string pass; the whole string is meant.

    Scenario Outline: The C-APDU is <apdu>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with C-APDU as <apdu>
      Then the order is not accepted

      Examples:
        | apdu           |
        | "00A40"        |
        | "00A404OO"     |
        | "00a40400"     |
        | "00 A4 04 00"  |
        | "0x00A40400"   |
        | a number       |
        | null           |

    Scenario: The C-APDU ends with a line break
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a line break after C-APDU
      Then the order is not accepted

    Scenario: Only the last C-APDU is wrong
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with a further C-APDU as "00A40"
      Then the order is not accepted

  @seram.remote-management-order.needs-notification @should @reference
  Rule: A notificationCommand without a text is not accepted
    Source: OpenAPI file, notificationCommand - deviceAppNotification is required, a string.

    Scenario: The deviceAppNotification is left out
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without deviceAppNotification
      Then the order is not accepted

    Scenario Outline: The deviceAppNotification is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with deviceAppNotification as <value>
      Then the order is not accepted

      Examples:
        | value     |
        | null      |
        | a number  |
        | an object |
