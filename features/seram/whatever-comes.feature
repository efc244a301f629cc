Feature: Whatever comes
  What holds for every order and every sequence of orders, not only for those that somebody thought of.
  Each is tried on many inputs; of an input that breaks it the smallest form is reported.

  @seram.always.valid-orders-are-kept @must @reference @property
  Rule: Every order that the schemas accept is accepted and kept as it was sent
    Source: Order Operations - "All these fields are defined in" the OpenAPI file.
    Reading: chosen elements that are not listed (SE-22), negative delays and orders for nothing are left open.

    Scenario: Any valid order
      Then every order that the schemas accept is kept as it was sent

  @seram.always.invalid-orders-are-refused @should @reference @property
  Rule: Every order with one thing in it that no schema accepts is refused and leaves nothing behind
    Source: Order Operations - "All these fields are defined in" the OpenAPI file.
    Reading: no code of refusal is given, only success is ruled out (SE-19).

    Scenario: Any one thing wrong with an order
      Then every order with one thing wrong in it is refused

  @seram.always.generated-ids-differ @must @reference @property
  Rule: However many orders name no session, no two of them are given the same sessionID
    Source: Overview, Initialization - the sessionId shall be unique for the Device Application and the platform.

    Scenario: Any number of orders
      Then orders without a sessionID one after the other are given different ones

  @seram.always.sessions-keep-their-orders @must @property
  Rule: Each session keeps just the orders that were accepted for it, whatever happens in between
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".

    Scenario: Any sequence of orders
      Then any sequence of orders leaves each session with its own

  @seram.always.simultaneous-orders-are-kept @must @property
  Rule: However many orders arrive at the same time, each that is accepted is kept in its session
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".

    Scenario: Any number of orders at once
      Then orders at the same time are all kept

  @seram.always.any-text-names-a-session @should @reference @property
  Rule: Whatever text names a session, its orders are kept under it
    Source: Order Operations - "All these fields are defined in" the OpenAPI file: sessionId is a string without format or pattern.

    Scenario: Any text
      Then every text as a sessionID keeps its orders

  @seram.always.credential-slips-open-nothing @must @property
  Rule: No slip in a credential lets an order in
    Source: Security - "shall implement a *security scheme*".
    Reading: a scheme that takes any credential protects nothing.

    Scenario: Any slip in the credential
      Then every slip in the credential is refused

  @seram.always.mistakes-break-nothing @should @practice @property
  Rule: No mistake of a client is answered as an error of the server
    Source: RFC 9110, Client Error 4xx - the client seems to have erred.
    Reading: 501 and 505 name what of HTTP a server lacks, and are accepted.

    Scenario: Any mistake in any request
      Then no mistake is answered as an error of the server
