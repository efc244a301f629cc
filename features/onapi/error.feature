Feature: Errors
  A broken message is an error of HTTP, and its body says the cause in words.
  The document points at the common responses of the API family for all of this.

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

  @onapi.error.duplicate-members-are-invalid @should @practice
  Rule: A body that gives one field twice is refused as invalid
    Source: RFC 8259, Objects - names should be unique, or what is read is unpredictable.

    Scenario Outline: The body is <body>
      Given an order for an orderable access
      When the portal sends the order as <body>
      Then the order is refused as invalid

      Examples:
        | body                         |
        | JSON with two coAccessIds    |
        | JSON with one offeringId twice |

  @onapi.error.lone-surrogates-are-invalid @should @practice
  Rule: A string that is no Unicode text is refused as invalid
    Source: data formats - strings in UTF-8; RFC 8259, Unicode Characters - unpaired surrogates.

    Scenario: A name has an unpaired surrogate
      Given an order for an orderable access
      When the portal sends the order as JSON with an unpaired surrogate
      Then the order is refused as invalid

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
  Rule: A body that cannot be read is not answered with a server error
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

  @onapi.error.needs-credentials @must @reference
  Rule: An order without credentials is refused as unauthorized
    Source: guidelines - HTTP Basic authentication; common responses - 401, invalid credentials.

    Scenario: The portal uses no credentials
      Given an order for an orderable access
      When the portal places the order using no credentials
      Then the order is refused as unauthorized

  @onapi.error.refuses-wrong-credentials @must @reference
  Rule: An order with wrong credentials is refused as unauthorized
    Source: common responses - 401, invalid credentials.

    Scenario Outline: The portal uses <credentials>
      Given an order for an orderable access
      When the portal places the order using <credentials>
      Then the order is refused as unauthorized

      Examples:
        | credentials                      |
        | a wrong password                 |
        | an empty password                |
        | the password cut by one letter   |
        | the password with one letter more |
        | an unknown user                  |
        | credentials that are not base64  |
        | credentials of another scheme    |

  @onapi.error.unauthorized-names-basic @should @practice
  Rule: A refusal as unauthorized names the Basic scheme
    Source: guidelines - HTTP Basic authentication; RFC 9110, 401 - WWW-Authenticate with a challenge.

    Scenario: The portal uses no credentials
      Given an order for an orderable access
      When the portal places the order using no credentials
      Then a refusal as unauthorized names the Basic scheme

  @onapi.error.forbidden-is-403 @must @reference @capability:authorization
  Rule: An order with credentials that may not order is refused as forbidden
    Source: common responses - 403, not allowed with these credentials.

    Scenario: The portal may not order
      Given an order for an orderable access
      Given credentials that may not order
      When the portal places the order using these credentials
      Then the order is refused as forbidden

  @onapi.error.too-many-requests-is-429 @must @reference @capability:rate-limit
  Rule: An order beyond the provider's limit is refused as too many requests
    Source: common responses - 429, too many requests.

    Scenario: The portal has used up its requests
      Given an order for an orderable access
      Given credentials whose requests are used up
      When the portal places the order using these credentials
      Then the order is refused as too many requests

  @onapi.error.too-many-requests-says-when @should @reference @capability:rate-limit
  Rule: A refusal as too many requests says when to try again
    Source: common responses - 429, the client should honour Retry-After.
    Reading: what a client should honour has to be there; that it is sent is not demanded.

    Scenario: The portal has used up its requests
      Given an order for an orderable access
      Given credentials whose requests are used up
      When the portal places the order using these credentials
      Then the refusal says when to try again

  @onapi.error.unknown-endpoint-is-501 @must @reference
  Rule: An unknown endpoint is refused as not implemented
    Source: common responses - 501, unknown or unimplemented endpoint.
    Reading: 404 is for an object that is not found on a valid endpoint.

    Scenario Outline: The portal calls <endpoint>
      Given an order for an orderable access
      When the portal sends the order to <endpoint>
      Then the request is refused as not implemented

      Examples:
        | endpoint                        |
        | an endpoint that does not exist |
        | an endpoint one letter longer   |

  @onapi.error.other-methods-place-no-order @should @decision
  Rule: An order that is sent by another method than POST is not accepted
    Source: Request - "POST order/".
    Reading: the document speaks of POST alone; how another method is refused is not said.

    Scenario Outline: The order is sent by <method>
      Given an order for an orderable access
      When the portal sends the order by <method>
      Then the order is not accepted

      Examples:
        | method |
        | GET    |
        | PUT    |
        | DELETE |

  @onapi.error.body-is-json-with-cause @must @reference
  Rule: The body of an error, if there is one, is JSON with its cause as a text
    Source: common responses - the body, if possible, has the member cause.
    Reading: a body is not demanded and neither is cause in it; but a body that is no JSON object, or a cause that is no text, is another error format.

    Scenario Outline: The order is refused for its <fault>
      Given an order for an orderable access
      When the portal provokes an error by <fault>
      Then a body of the error is JSON with a textual cause

      Examples:
        | fault                |
        | missing field        |
        | wrong value          |
        | incorrect JSON       |
        | wrong password       |
        | unknown endpoint     |

  @onapi.error.says-cause @should @practice
  Rule: An error says its cause
    Source: common responses - the body, if possible, has the member cause.
    Reading: "if possible" leaves a way out, which none of these errors needs.

    Scenario Outline: The order is refused for its <fault>
      Given an order for an orderable access
      When the portal provokes an error by <fault>
      Then the error says a cause that is not empty

      Examples:
        | fault                |
        | missing field        |
        | wrong value          |
        | incorrect JSON       |
        | wrong password       |
        | unknown endpoint     |

  @onapi.error.has-no-message @should @practice
  Rule: An error has no externalMessage
    Source: the sibling page coorder - an answer other than 200 has cause only, which is never shown to the customer.
    Reading: the document is silent on it (ON-20).

    Scenario Outline: The order is refused for its <fault>
      Given an order for an orderable access
      When the portal provokes an error by <fault>
      Then the error has no externalMessage

      Examples:
        | fault          |
        | missing field  |
        | wrong value    |

  @onapi.error.keeps-personal-data-out @must @reference
  Rule: An error does not repeat the customer's personal data
    Source: data formats - no personal data in a field whose format is not meant for it.
    Reading: cause is free text and ends up in logs; no format gives it personal data.

    Scenario Outline: The <field> is refused
      Given an order for an orderable access
      When the portal places the order with <field> as <value>
      Then the error repeats nothing of the customer's details

      Examples:
        | field                  | value                      |
        | customerMobilePhone    | "0701740605 Karin"         |
        | customerPhone          | "08 465 007 Lindqvist"     |
        | postalCode             | "9SE99 Storgatan"          |
        | orderDateTime          | "yesterday"                |

    Scenario: The body is cut off within the customer's details
      Given an order for an orderable access
      When the portal sends the order as its first nine tenths
      Then the error repeats nothing of the customer's details

    Scenario: A name is too long
      Given an order for an orderable access
      When the portal places the order with 256 characters in customerLastName
      Then the error repeats nothing of the customer's details

    Scenario: The order is refused for its credentials
      Given an order for an orderable access
      When the portal places the order using a wrong password
      Then the error repeats nothing of the customer's details

  @onapi.error.refusal-stores-nothing @should @practice
  Rule: An order that is refused with an error is not kept
    Source: common responses - an error is the immediate end of the order.

    Scenario Outline: The order is refused for its <fault>
      Given an order for a free access
      When the portal provokes an error by <fault>
      Then the provider holds no order for the access

      Examples:
        | fault          |
        | missing field  |
        | wrong value    |
        | wrong password |

  @onapi.error.conflict-is-409 @must @reference @unobservable
  Rule: An order that conflicts with another object is refused as conflict
    Source: common responses - 409, conflict with another object.
    Why: no case of it is named for an order at the provider; those of the operator's orders do not apply (ON-5, ON-13).

  @onapi.error.unrecoverable-is-500 @must @reference @unobservable
  Rule: An unrecoverable error of the provider is answered with 500
    Source: common responses - 500, unrecoverable error.
    Why: a provider that works has none, and from outside none can be caused.

  @onapi.error.not-found-is-404 @must @reference @unobservable
  Rule: An object that is not found on a valid endpoint is refused as not found
    Source: common responses - 404, object not found.
    Why: the endpoint has no object of its own; for an unknown access, product or offering REJECTED and 400 are as good (ON-14, ON-15).

  @onapi.error.portal-honours-retry-after @should @reference @client @unobservable
  Rule: A portal waits as long as Retry-After says
    Source: common responses - 429, the client should honour Retry-After.
    Why: the portal is the suite itself.

  @onapi.error.is-over-tls @must @reference @unobservable
  Rule: The API is served over TLS
    Source: guidelines - it must be over TLS.
    Why: TLS often ends before the provider, and a target may be reached behind that point.

  @onapi.error.has-version-in-path @must @reference @unobservable
  Rule: The address of the API contains its version
    Source: guidelines - any prefix, the version, the endpoint.
    Why: the address is given by the target file, and the document itself writes it without a version (ON-3).
