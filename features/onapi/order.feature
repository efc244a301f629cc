Feature: What an order must say
  A portal names an access, an operation, two times, one product with its offering, and the customer.
  An order that leaves one of them out, or writes it wrongly, is invalid data.

  @onapi.order.needs-mandatory-fields @must
  Rule: An order without one of its mandatory fields is refused as invalid
    Source: Request - "Mandatory"; common responses - a missing obligatory field gives 400.

    Scenario Outline: The order has no <field>
      Given an order for an orderable access
      When the portal places the order without <field>
      Then the order is refused as invalid

      Examples:
        | field             |
        | coAccessId        |
        | operation         |
        | orderDateTime     |
        | requestedDateTime |
        | productId         |
        | offeringId        |
        | customerDetails   |

  @onapi.order.refuses-null-for-mandatory-fields @must @reference
  Rule: An order with null for one of its mandatory fields is refused as invalid
    Source: data formats - mandatory fields must have a value.
    Reading: null is no value (ON-23).

    Scenario Outline: The <field> is null
      Given an order for an orderable access
      When the portal places the order with <field> as null
      Then the order is refused as invalid

      Examples:
        | field             |
        | coAccessId        |
        | operation         |
        | orderDateTime     |
        | requestedDateTime |
        | productId         |
        | offeringId        |
        | customerDetails   |

  @onapi.order.refuses-bad-ids @must @reference
  Rule: An order with an id that is not 1 to 36 letters, digits, hyphens or dots is refused as invalid
    Source: data formats, id and accessId - the pattern and its length.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field      | value                   |
        | coAccessId | ""                      |
        | coAccessId | "access_1"              |
        | coAccessId | "access 1"              |
        | coAccessId | "access+1,2"            |
        | coAccessId | "access/1"              |
        | coAccessId | "átkomst"               |
        | coAccessId | a number                |
        | productId  | ""                      |
        | productId  | "å"                     |
        | productId  | "product_1"             |
        | productId  | "a/b"                   |
        | productId  | a number                |
        | productId  | a boolean               |
        | offeringId | ""                      |
        | offeringId | "{offering}"            |
        | offeringId | "offering_1"            |
        | offeringId | "offering/1"            |
        | offeringId | "ö"                     |
        | offeringId | a number                |
        | offeringId | an object               |

    Scenario Outline: The <field> has 37 characters
      Given an order for an orderable access
      When the portal places the order with 37 characters in <field>
      Then the order is refused as invalid

      Examples:
        | field      |
        | coAccessId |
        | productId  |
        | offeringId |

    Scenario Outline: The <field> ends with a line break
      Given an order for an orderable access
      When the portal places the order with a line break after <field>
      Then the order is refused as invalid

      Examples:
        | field      |
        | coAccessId |
        | productId  |
        | offeringId |

  @onapi.order.cuts-no-ids @must @reference
  Rule: An id of 36 characters with one more at its end is refused as invalid, and not taken for the id without it
    Source: data formats, id and accessId - the pattern and its length.

    Scenario Outline: The <field> has one character too many
      Given an order for an orderable access with ids of 36 characters
      When the portal places the order with 37 characters in <field>
      Then the order is refused as invalid

      Examples:
        | field      |
        | coAccessId |
        | offeringId |

  @onapi.order.takes-ids-of-any-legal-length @must @reference
  Rule: An order whose ids have any legal length is taken
    Source: data formats, id - 1 to 36 characters.
    Reading: 32 hexadecimal digits, as in the document's example, and a UUID with its hyphens are both legal.

    Scenario Outline: The ids have <length> characters
      Given an order for an orderable access with ids of <length> characters
      When the portal places the order
      Then the order is taken

      Examples:
        | length |
        | 1      |
        | 32     |
        | 36     |

  @onapi.order.takes-activate-only @must
  Rule: An order for another operation than ACTIVATE is refused as invalid
    Source: operation - "Only ACTIVATE is currently supported"; data formats, enumeration - no other value may be used.
    Reading: the values are listed in capitals, and another spelling is not listed (ON-22).

    Scenario Outline: The operation is <operation>
      Given an order for an orderable access
      When the portal places the order with operation as <operation>
      Then the order is refused as invalid

      Examples:
        | operation    |
        | "DEACTIVATE" |
        | "CHANGE"     |
        | "MODIFY"     |
        | "activate"   |
        | "ACTIVATE "  |
        | ""           |
        | a number     |
        | the number zero |
        | a list       |
