Feature: Errors
  A broken message is an error of HTTP, and its body says the cause in words.
  The document points at the common responses of the API family for all of this.

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

    Scenario: The portal asks an endpoint that does not exist
      Given an order for an orderable access
      When the portal sends a GET to an endpoint that does not exist
      Then the request is refused as not implemented

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
