Feature: When an order was created and when it shall be executed
  Both times are written as RFC 3339 has them, in UTC, with up to four digits of fractional seconds.
  A time that no calendar or clock shows is invalid data, and a leap second is not.

  @onapi.order.refuses-what-is-no-date-time @must @reference
  Rule: An order with a time that is not written as RFC 3339 has it is refused as invalid
    Source: data formats, dateTime - ISO 8601 as in RFC 3339.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field             | value                        |
        | orderDateTime     | "yesterday"                  |
        | orderDateTime     | "2021-05-03"                 |
        | orderDateTime     | "2021-05-03T20:31Z"          |
        | orderDateTime     | "20210503T203115Z"           |
        | orderDateTime     | "2021-W18-1T20:31:15Z"       |
        | orderDateTime     | "2021-05-03T20:31:15.Z"      |
        | orderDateTime     | "03/05/2021 20:31:15"        |
        | orderDateTime     | "Mon, 03 May 2021 20:31:15 GMT" |
        | orderDateTime     | "2021-05-03T20:31:15,5Z"     |
        | orderDateTime     | "2021-05-03T20:31:15Z[UTC]"  |
        | orderDateTime     | "２021-05-03T20:31:15Z"       |
        | orderDateTime     | ""                           |
        | orderDateTime     | a number                     |
        | requestedDateTime | "soon"                       |
        | requestedDateTime | "2099-5-6T0:1:0Z"            |
        | requestedDateTime | "2099-05-06"                 |
        | requestedDateTime | "2099-05-06T00:01Z"          |
        | requestedDateTime | "2099-W19-3T00:01:00Z"       |
        | requestedDateTime | "20990506T000100Z"           |
        | requestedDateTime | "99-05-06T00:01:00Z"         |
        | requestedDateTime | " 2099-05-06T00:01:00Z"      |
        | requestedDateTime | a number                     |

    Scenario Outline: The <field> ends with a line break
      Given an order for an orderable access
      When the portal places the order with a line break after <field>
      Then the order is refused as invalid

      Examples:
        | field             |
        | orderDateTime     |
        | requestedDateTime |

  @onapi.order.refuses-impossible-times @must @reference
  Rule: An order with a time that no calendar or clock shows is refused as invalid
    Source: data formats, dateTime - RFC 3339, whose days depend on month and year.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field             | value                  |
        | orderDateTime     | "2021-02-29T12:00:00Z" |
        | orderDateTime     | "1900-02-29T12:00:00Z" |
        | orderDateTime     | "2021-04-31T12:00:00Z" |
        | orderDateTime     | "2021-09-31T12:00:00Z" |
        | orderDateTime     | "2021-11-31T12:00:00Z" |
        | orderDateTime     | "2021-13-01T12:00:00Z" |
        | orderDateTime     | "2021-00-10T12:00:00Z" |
        | orderDateTime     | "2021-05-00T12:00:00Z" |
        | orderDateTime     | "2021-05-03T24:00:01Z" |
        | orderDateTime     | "2021-05-03T12:60:00Z" |
        | orderDateTime     | "2021-05-03T12:00:61Z" |
        | requestedDateTime | "2035-02-29T01:00:00Z" |
        | requestedDateTime | "2100-02-29T00:00:00Z" |
        | requestedDateTime | "2035-06-31T01:00:00Z" |
        | requestedDateTime | "2035-06-00T01:00:00Z" |
        | requestedDateTime | "2035-06-30T24:00:01Z" |
        | requestedDateTime | "2035-06-30T25:00:00Z" |

  @onapi.order.takes-utc-only @must @reference
  Rule: An order with a time that is not in UTC is refused as invalid
    Source: data formats, dateTime - UTC.
    Reading: an offset other than zero contradicts UTC, and a time without any zone is not a time of RFC 3339; the offset of zero is left undecided (ON-22).

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field             | value                       |
        | orderDateTime     | "2021-05-03T22:31:15+02:00" |
        | orderDateTime     | "2021-05-03T20:31:15"       |
        | requestedDateTime | "2099-05-06T00:01:00-01:00" |
        | requestedDateTime | "2099-05-06T00:01:00"       |

  @onapi.order.takes-fractions @must @reference
  Rule: An order with a time of up to four digits of fractional seconds is taken
    Source: data formats, dateTime - up to 4 digits.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      Given the order's <field> is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | field             | value                       |
        | orderDateTime     | "2021-05-03T20:31:15.1Z"    |
        | orderDateTime     | "2021-05-03T20:31:15.12Z"   |
        | orderDateTime     | "2021-05-03T20:31:15.1234Z" |
        | requestedDateTime | "2035-05-06T00:01:00.123Z"  |
        | requestedDateTime | "2035-05-06T00:01:00.0000Z" |

  @onapi.order.refuses-long-fractions @should @reference
  Rule: An order with a time of more than four digits of fractional seconds is refused as invalid
    Source: data formats, dateTime - up to 4 digits.
    Reading: what a longer fraction leads to is not said (ON-22), so that this is only warned about.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the order is refused as invalid

      Examples:
        | field             | value                           |
        | orderDateTime     | "2021-05-03T20:31:15.12345Z"    |
        | requestedDateTime | "2099-05-06T00:01:00.000000Z"   |

  @onapi.order.takes-any-possible-time @must @reference
  Rule: An order with a time at the edge of a day, a month or an age of computers is taken
    Source: data formats, dateTime - RFC 3339, which has times of any year.
    Reading: orders of the past and requested for the future are meant (ON-11, ON-12); whether one is put off or rejected is left to the provider.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      Given the order's <field> is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | field             | value                  |
        | orderDateTime     | "2021-01-31T12:00:00Z" |
        | orderDateTime     | "2021-05-03T00:00:00Z" |
        | orderDateTime     | "2020-12-31T23:59:59Z" |
        | orderDateTime     | "1969-12-31T12:00:00Z" |
        | requestedDateTime | "2039-10-01T00:00:00Z" |

  @onapi.order.takes-leap-days @must @reference
  Rule: An order with a time on a leap day is taken
    Source: data formats, dateTime - RFC 3339, whose days depend on month and year.

    Scenario Outline: The <field> is <value>
      Given an order for an orderable access
      Given the order's <field> is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | field             | value                  |
        | orderDateTime     | "2020-02-29T23:59:59Z" |
        | orderDateTime     | "2000-02-29T08:30:00Z" |
        | requestedDateTime | "2036-02-29T12:00:00Z" |

  @onapi.order.takes-leap-seconds @must @reference
  Rule: An order that was created in a leap second is taken
    Source: data formats, dateTime - "1990-12-31T23:59:60Z" is one of its examples.

    Scenario Outline: The orderDateTime is <value>
      Given an order for an orderable access
      Given the order's orderDateTime is <value>
      When the portal places the order
      Then the order is taken

      Examples:
        | value                  |
        | "1990-12-31T23:59:60Z" |
        | "2015-06-30T23:59:60Z" |

  @onapi.order.refuses-leap-seconds-at-other-times @should @reference
  Rule: An order with a sixtieth second at a time that cannot have one is refused as invalid
    Source: data formats, dateTime - RFC 3339 has leap seconds at the end of a month in UTC only.

    Scenario Outline: The orderDateTime is <value>
      Given an order for an orderable access
      When the portal places the order with orderDateTime as <value>
      Then the order is refused as invalid

      Examples:
        | value                  |
        | "2021-05-03T12:34:60Z" |
        | "1990-12-30T23:59:60Z" |
        | "1990-12-31T12:34:60Z" |
