Feature: Requests whose body is no order
  What cannot be read as one JSON object in UTF-8 is invalid data.
  A provider survives such requests, and nothing becomes of them.

  @onapi.error.incorrect-json-is-invalid @must @reference
  Rule: A body that is not correct JSON is refused as invalid
    Source: common responses - incorrect JSON gives 400; data formats - valid JSON, strings in UTF-8.

    Scenario Outline: The body is <body>
      Given an order for an orderable access
      When the portal sends the order as <body>
      Then the order is refused as invalid

      Examples:
        | body                           |
        | its first half                 |
        | all but its last bracket       |
        | an empty body                  |
        | plain text                     |
        | XML                            |
        | JSON with something after it   |
        | JSON with a trailing comma     |
        | JSON with a comment            |
        | JSON in single quotes          |
        | JSON with a raw line break in a string |
        | bytes that are not UTF-8       |
        | UTF-16                         |
        | JSON with NaN for a boolean    |

  @onapi.error.order-is-an-object @must
  Rule: A JSON body that is no object is refused as invalid
    Source: Request - the fields of the order; common responses - a missing obligatory field gives 400.

    Scenario Outline: The body is <body>
      Given an order for an orderable access
      When the portal sends the order as <body>
      Then the order is refused as invalid

      Examples:
        | body          |
        | a JSON list   |
        | a JSON string |
        | a JSON number |
        | a JSON null   |

  @onapi.error.lone-surrogates-are-invalid @should @practice
  Rule: A string that is no Unicode text is refused as invalid
    Source: data formats - strings in UTF-8; RFC 8259, Unicode Characters - unpaired surrogates.

    Scenario: A name has an unpaired surrogate
      Given an order for an orderable access
      When the portal sends the order as JSON with an unpaired surrogate
      Then the order is refused as invalid

  @onapi.order.takes-any-legal-json @must @reference
  Rule: An order is taken however its JSON is laid out
    Source: data formats - valid JSON (ECMA-404); whitespace between tokens and the order of members have no meaning there, and characters may be escaped.

    Scenario Outline: The body is <body>
      Given an order for an orderable access
      When the portal sends the order as <body>
      Then the order is taken

      Examples:
        | body                                 |
        | JSON with its members turned round   |
        | JSON with line breaks between tokens |
        | JSON with escaped letters            |

  @onapi.error.takes-json-by-any-spelling @should @practice
  Rule: The media type of JSON is recognised in any legal spelling
    Source: Request - "Content-Type: application/json"; RFC 9110, Media Type.

    Scenario Outline: The media type is <mediaType>
      Given an order for an orderable access
      When the portal places the order as "<mediaType>"
      Then the order is taken

      Examples:
        | mediaType                        |
        | application/json; charset=utf-8  |
        | application/json;charset="UTF-8" |
        | Application/JSON                 |

  @onapi.error.other-media-types-are-refused @should @practice
  Rule: An order that is declared as something else than JSON is refused with a client error
    Source: Request - "Content-Type: application/json"; common responses - 400, invalid data.
    Reading: the list of statuses has no word for it; 400 and 415 are both understood.

    Scenario Outline: The media type is <mediaType>
      Given an order for an orderable access
      When the portal places the order as "<mediaType>"
      Then the order is refused with a client error

      Examples:
        | mediaType                         |
        | text/plain                        |
        | application/xml                   |
        | application/x-www-form-urlencoded |

  @onapi.error.bad-input-is-no-server-error @should @practice
  Rule: Bodies and credentials that cannot be read are not answered with a server error
    Source: common responses - 400 is for invalid data, 500 for errors of the server.

    Scenario Outline: The body is <body>
      Given an order for an orderable access
      When the portal sends the order as <body>
      Then the answer is no server error

      Examples:
        | body                            |
        | bytes that are not UTF-8        |
        | JSON with an unpaired surrogate |
        | JSON with two coAccessIds       |
        | JSON with a member __proto__    |
        | JSON nested 100000 levels deep  |
        | a JSON number of 10000 digits   |
        | JSON with a NUL in a text       |
        | JSON with empty customerDetails |
        | JSON with null as invoiceDetails |

    Scenario: The credentials have no password
      Given an order for an orderable access
      When the portal places the order using a name without a password
      Then the answer is no server error
