Feature: Who the customer is
  Customer details come with the order, each in its own data format.
  Which of them a provider needs is left to it; what is given must be well formed.

  @onapi.customer.is-an-object @must
  Rule: An order whose customerDetails are no object is refused as invalid
    Source: customerDetails - data format customerDetails.

    Scenario Outline: The customerDetails are <value>
      Given an order for an orderable access
      When the portal places the order with customerDetails as <value>
      Then the order is refused as invalid

      Examples:
        | value     |
        | a text    |
        | a list    |
        | a boolean |

  @onapi.customer.identified-is-boolean @must @reference
  Rule: An order whose identifiedCustomer is no boolean is refused as invalid
    Source: data formats, customerDetails and boolean - true or false without quotes.

    Scenario Outline: The identifiedCustomer is <value>
      Given an order for an orderable access
      When the portal places the order with identifiedCustomer as <value>
      Then the order is refused as invalid

      Examples:
        | value    |
        | "true"   |
        | "yes"    |
        | a number |
        | the number one |
        | ""       |

  @onapi.customer.takes-unidentified @should @reference
  Rule: An order is taken whether or not the customer is identified
    Source: data formats, customerDetails - identifiedCustomer is advisory.
    Reading: what a provider makes of it is left open (ON-16), but both values are well formed.

    Scenario Outline: The identifiedCustomer is <value>
      Given an order for an orderable access
      Given the order's identifiedCustomer is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | value |
        | true  |
        | false |

  @onapi.customer.text-is-a-string @must @reference
  Rule: An order with a text that is no string is refused as invalid
    Source: data formats, text - a string.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field                  | value     |
        | personalIdentityNumber | a number  |
        | customerFirstname      | a number  |
        | customerFirstname      | an object |
        | customerLastName       | a boolean |
        | customerEmail          | a list    |
        | streetName             | an object |
        | streetNumber           | a number  |
        | streetLittera          | a number  |
        | city                   | a number  |
        | city                   | an object |

  @onapi.customer.text-has-at-most-255-characters @must @reference
  Rule: An order with a text of more than 255 characters is refused as invalid
    Source: data formats, text - at most 255 characters.

    Scenario Outline: The <field> has <length> characters
      Given an order for an orderable access
      When the portal places the order with <length> characters in <field>
      Then the order is refused as invalid

      Examples:
        | field                  | length |
        | personalIdentityNumber | 256    |
        | customerFirstname      | 256    |
        | customerLastName       | 256    |
        | customerEmail          | 256    |
        | streetName             | 256    |
        | streetNumber           | 256    |
        | streetLittera          | 256    |
        | city                   | 256    |
        | city                   | 5000   |

  @onapi.customer.text-may-have-255-characters @must @reference
  Rule: An order with a text of 255 characters is taken
    Source: data formats, text - at most 255 characters.
    Reading: characters are counted, not bytes of UTF-8.

    Scenario Outline: The <field> has 255 <letters>
      Given an order for an orderable access
      Given the order's <field> has 255 <letters>
      When the portal places the order
      Then the order is taken

      Examples:
        | field             | letters         |
        | customerLastName  | letters         |
        | streetName        | letters         |
        | customerFirstname | Swedish letters |
        | streetLittera     | letters         |
        | city              | letters         |

    Scenario: The customerEmail is long
      Given an order for an orderable access
      Given the order's customerEmail is "karin.maria.elisabet.andersson.lindqvist@a-department-with-a-long-name.a-company-with-a-long-name.example.com"
      When the portal places the order
      Then the order is taken

  @onapi.customer.takes-any-text @must @reference
  Rule: An order with a text of any characters that people write is taken
    Source: data formats, text - human-readable; data formats - strings in UTF-8.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      Given the order's <field> is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | field             | value                |
        | customerLastName  | "O'Brien-Åkesson"    |
        | customerLastName  | "𠮷野"                |
        | streetNumber      | "12 A"               |
        | streetName        | "S:t Eriks gata; 2 tr" |

  @onapi.customer.text-may-be-empty @should @reference
  Rule: An order with an empty text where not every customer has one is taken
    Source: data formats, text - at most 255 characters, and no minimum.
    Reading: which details a provider needs is left open (ON-21); a letter after the house number is what many customers lack.

    Scenario: The streetLittera is empty
      Given an order for an orderable access
      Given the order's streetLittera is ""
      When the portal places the order
      Then the order is taken

  @onapi.customer.phone-is-e164 @must @reference
  Rule: An order with a telephone number that is not a plus sign and digits is refused as invalid
    Source: data formats, phoneNo - E.164 and its pattern.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field               | value           |
        | customerPhone       | "0701234567"    |
        | customerPhone       | "+46 70 123"    |
        | customerPhone       | "0046701740605" |
        | customerPhone       | "+"             |
        | customerPhone       | a number        |
        | customerPhone       | ""              |
        | customerPhone       | "+４６701740605" |
        | customerMobilePhone | "0046701740605" |
        | customerMobilePhone | "46701234567"   |
        | customerMobilePhone | "+46-701234567" |
        | customerMobilePhone | "string"        |
        | customerMobilePhone | "+"             |
        | customerMobilePhone | ""              |
        | customerMobilePhone | "+４６701740605" |
        | customerMobilePhone | a number        |

    Scenario Outline: The <field> ends with a line break
      Given an order for an orderable access
      When the portal places the order with a line break after <field>
      Then the order is refused as invalid

      Examples:
        | field               |
        | customerPhone       |
        | customerMobilePhone |

  @onapi.customer.takes-any-phone @must @reference
  Rule: An order with a telephone number of any country is taken
    Source: data formats, phoneNo - E.164 and its pattern, which names no country and no length.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      Given the order's <field> is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | field               | value              |
        | customerPhone       | "+12025550123"     |
        | customerPhone       | "+299550123"       |
        | customerMobilePhone | "+447700900123"    |
        | customerMobilePhone | "+491555555501234" |

  @onapi.customer.postal-code-has-five-digits @must @reference
  Rule: An order with a postal code that is not five digits without a leading zero is refused as invalid
    Source: data formats, postalCode - its pattern.

    Scenario Outline: The postalCode is <value>
      Given an order for an orderable access
      When the portal places the order with postalCode as <value>
      Then the order is refused as invalid

      Examples:
        | value    |
        | "1234"   |
        | "123456" |
        | "01234"  |
        | "1２345" |
        | "123 45" |
        | "SE-12345" |
        | "A2345"  |
        | "string" |
        | ""       |

    Scenario: The postalCode ends with a line break
      Given an order for an orderable access
      When the portal places the order with a line break after postalCode
      Then the order is refused as invalid

  @onapi.customer.takes-any-postal-code @must @reference
  Rule: An order with a postal code from any part of the country is taken
    Source: data formats, postalCode - five digits, of which the first is not 0.

    Scenario Outline: The postalCode is <value>
      Given an order for an orderable access
      Given the order's postalCode is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | value   |
        | "11122" |
        | "98137" |

  @onapi.customer.invoice-details-is-an-object @must
  Rule: An order whose invoiceDetails are no object is refused as invalid
    Source: Request - the example has the address inside invoiceDetails; data formats, customerDetails - an object.
    Reading: the headings of the address stand outside invoiceDetails, the example has them inside, and the example decides (ON-8).

    Scenario Outline: The invoiceDetails are <value>
      Given an order for an orderable access
      When the portal places the order with invoiceDetails as <value>
      Then the order is refused as invalid

      Examples:
        | value  |
        | a text |
        | a list |

  @onapi.customer.optional-details-may-be-missing @should @reference
  Rule: An order without a detail that not every customer has is taken
    Source: data formats - optional fields may be left out or null.
    Reading: no detail is labelled, and which of them a provider needs is left open (ON-21); a second telephone and a letter after the house number are what many customers lack.

    Scenario Outline: The order has no <field>
      Given an order for an orderable access
      Given the order has no <field>
      When the portal places the order
      Then the order is taken

      Examples:
        | field         |
        | customerPhone |
        | streetLittera |

    Scenario Outline: The <field> is null
      Given an order for an orderable access
      Given the order's <field> is null
      When the portal places the order
      Then the order is taken

      Examples:
        | field         |
        | customerPhone |
        | streetLittera |

  @onapi.customer.is-validated @should @unobservable
  Rule: The provider validates the customer details
    Source: customerDetails - "This information should be validated by the SP".
    Why: what counts as valid beyond the data formats, which have rules of their own, is the provider's business.
