Feature: One product with its offering
  An order lists what is to be activated: for now, exactly one product offering.
  Product and offering identify it together, and the provider knows which of them it sells.

  @onapi.products.takes-one-only @must
  Rule: An order for more than one product offering is not accepted
    Source: products - "currently only allows a single product offering".
    Reading: an order for two is never done as if it were allowed; a REJECTED order counts as not accepted as well as an error.

    Scenario Outline: The order lists <products>
      Given an order for an orderable access
      When the portal places the order with products as <products>
      Then the order is not accepted

      Examples:
        | products                                   |
        | its product twice                          |
        | its product before an unknown product      |
        | its product three times                    |

  @onapi.products.refuses-several-as-invalid @should @decision
  Rule: An order for more than one product offering is refused as invalid
    Source: products - "currently only allows a single product offering"; common responses - wrong content in a field gives 400.
    Reading: that a list of another length is wrong content follows from both texts and stands in neither (ON-18).

    Scenario: The order lists its product twice
      Given an order for an orderable access
      When the portal places the order with products as its product twice
      Then the order is refused as invalid

  @onapi.products.needs-one @should @decision
  Rule: An order for no product offering is refused as invalid
    Source: products - "a single product offering".
    Reading: the list has no label of its own, but what it holds is mandatory (ON-18).

    Scenario: The order lists no product
      Given an order for an orderable access
      When the portal places the order with products as an empty list
      Then the order is refused as invalid

    Scenario: The order has no products at all
      Given an order for an orderable access
      When the portal places the order without products
      Then the order is refused as invalid

    Scenario: The products are null
      Given an order for an orderable access
      When the portal places the order with products as null
      Then the order is refused as invalid

  @onapi.products.is-a-list-of-objects @must
  Rule: An order whose products are no list of products is refused as invalid
    Source: products - "List of SP products and associated offerings".

    Scenario Outline: The products are <value>
      Given an order for an orderable access
      When the portal places the order with products as <value>
      Then the order is refused as invalid

      Examples:
        | value                       |
        | its product without a list  |
        | a text                      |
        | a list of texts             |
        | a list of nulls             |
        | a list of lists             |

  @onapi.products.belong-together @must
  Rule: An order for an offering that belongs to another product is not accepted
    Source: products.offeringId - "identifies a unique product offering together with products.productId".
    Reading: whether it is REJECTED or an error is not said (ON-14); only acceptance is ruled out.

    Scenario: Both exist but not together
      Given an order for an offering of another product
      When the portal places the order
      Then the order is not accepted

  @onapi.products.refuses-unknown-product @must
  Rule: An order for a product that the provider does not have is not accepted
    Source: products.productId - "The unique ID of the base product provided by the SP".
    Reading: whether it is REJECTED, 400 or 404 is not said (ON-14); only acceptance is ruled out.

    Scenario: The product is unknown
      Given an order for an orderable access
      When the portal places the order with an unknown productId
      Then the order is not accepted

  @onapi.products.refuses-unknown-offering @must
  Rule: An order for an offering that the provider does not have is not accepted
    Source: products.offeringId - "The ID of the product offering provided by the SP".
    Reading: whether it is REJECTED, 400 or 404 is not said (ON-14); only acceptance is ruled out.

    Scenario: The offering is unknown
      Given an order for an orderable access
      When the portal places the order with an unknown offeringId
      Then the order is not accepted

  @onapi.products.unknown-is-no-server-error @should @practice
  Rule: An order for something that the provider does not have is not answered with a server error
    Source: common responses - 500 is an unrecoverable error; 400 and 404 are for what is wrong or not found.
    Reading: REJECTED, 400 and 404 are as good (ON-14, ON-15), and none of them says that the provider broke.

    Scenario Outline: The <field> is unknown
      Given an order for an orderable access
      When the portal places the order with an unknown <field>
      Then the answer is no server error

      Examples:
        | field      |
        | coAccessId |
        | productId  |
        | offeringId |

    Scenario: The offering is one of another product
      Given an order for an offering of another product
      When the portal places the order
      Then the answer is no server error

  @onapi.products.refuses-unknown-access @should @decision
  Rule: An order for an access that does not exist is not accepted
    Source: coAccessId - "Identifies a single access in the CO population".
    Reading: a provider may learn from the operator alone that an access does not exist, and which answer it gives then is not said (ON-15).

    Scenario: The access is unknown
      Given an order for an orderable access
      When the portal places the order with an unknown coAccessId
      Then the order is not accepted
