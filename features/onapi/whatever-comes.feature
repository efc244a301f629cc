Feature: Whatever comes
  What holds for every order and every sequence of orders, not only for those that somebody thought of.
  Each is tried on many inputs; of an input that breaks it the smallest form is reported.

  @onapi.always.valid-orders-are-taken @must @reference @property @capability:states-at-will
  Rule: Every order that the data formats accept is taken, and kept as it was placed if it is accepted
    Source: data formats - the form of each field; Response - "HTTP/1.1 200 OK".
    Reading: customers are such as there could be, orders of the past and requested for the future (ON-11, ON-12, ON-21); REJECTED is an answer too.

    Scenario: Any valid order
      Then every order that the data formats accept is taken

  @onapi.always.invalid-orders-are-refused @must @reference @property @capability:states-at-will
  Rule: Every order with one thing in it that the data formats do not accept is refused
    Source: data formats - the form of each field; common responses - wrong content in a field.
    Reading: an error of any code will do, and for a list that is not one product REJECTED too (ON-18); longer fractions, leap seconds and the offset of zero are left open (ON-22).

    Scenario: Any one thing wrong with an order
      Then every order with one thing wrong in it is refused

  @onapi.always.identity-numbers-are-checked @must @practice @property @profile:released @capability:states-at-will
  Rule: In the released text an identity number of any time is taken if its check digit is right, and else refused
    Source: release 2.5, data formats, identityNumber - its form, and a check digit after Luhn.
    Reading: which digits the check digit covers is not said; Swedish practice takes the last ten.

    Scenario: Any identity number
      Then every identity number is taken if its check digit is right

  @onapi.always.many-orders-are-kept @must @property @capability:states-at-will
  Rule: However many orders are accepted, each of them is kept
    Source: RECEIVED - "Order is accepted, but not yet completed".
    Reading: an order that is acknowledged and then forgotten was not accepted.

    Scenario: Any number of orders
      Then orders one after the other are all kept

  @onapi.always.accepted-orders-stay @must @property @capability:states-at-will
  Rule: An order that was accepted stays, whatever is ordered or tried after it
    Source: ACTIVATED - "Order is accepted and completed".
    Reading: whether a further order for the same access is a new one is left open (ON-13), so that the first one counts.

    Scenario: Any sequence of orders
      Then any sequence of orders leaves what was accepted

  @onapi.always.refused-orders-leave-nothing @should @practice @property @capability:states-at-will
  Rule: An order that was not accepted is not kept, whatever came before it
    Source: common responses - an error is the immediate end of the order; REJECTED - "Order is not accepted".

    Scenario: Any sequence of orders
      Then any sequence of orders leaves nothing that was refused

  @onapi.always.simultaneous-orders-are-kept @must @property @capability:states-at-will
  Rule: Orders that arrive at the same time come to what they could have come to one after the other, and none that is accepted is lost
    Source: RECEIVED - "Order is accepted, but not yet completed".
    Reading: of several orders for one access one is accepted at least, and what becomes of the others is left open (ON-13).

    Scenario: Any number of orders at once
      Then orders at the same time are all kept

  @onapi.always.operator-is-asked-once @must @property @capability:co @capability:states-at-will
  Rule: In whatever order they come and even at the same time, one order of the portal is at most one order at the operator, and one that is refused is none
    Source: Usage - each alternative shows a single "SP->>CO: [POST] /order", and the rejection by the SP shows none.
    Reading: where the operator gave no answer that can be understood, a provider may ask again.

    Scenario: Any sequence of orders
      Given a communication operator that confirms the order
      Then any sequence of orders asks the operator once for each

  @onapi.always.outcomes-follow-the-operator @must @property @capability:co @capability:states-at-will
  Rule: Whatever the operator answers, the portal is told what follows from it
    Source: Usage - "CO->>SP: Done", "SP->>Portal: Done"; "CO->>SP: Failed [port occupied]", "SP->>Portal: Failed".
    Reading: ACTIVATED needs DONE_SUCCESS; a provider that answers before the operator does may say RECEIVED to anything.

    Scenario: Any answers
      Given a communication operator that confirms the order
      Then every answer of the operator is told as what it is

  @onapi.always.messages-arrive-whole @should @property @capability:co @capability:states-at-will
  Rule: What the operator says of a refusal is shown to the customer as it was said, if it is shown
    Source: Usage, Order rejected by CO - "Failed [port occupied]", "display [externalMessage]".
    Reading: a provider may word a refusal itself; one that relays the operator's text relays all of its characters.

    Scenario: Any text
      Given a communication operator that confirms the order
      Then every text of a refusal reaches the customer

  @onapi.always.errors-keep-personal-data-out @must @reference @property @capability:states-at-will
  Rule: Whatever is wrong with an order and whoever the customer is, the error does not repeat his data
    Source: data formats - no personal data in a field whose format is not meant for it.
    Reading: cause is free text and ends up in logs; no format gives it personal data.

    Scenario: Any customer and anything wrong
      Then no error repeats anything of the customer

  @onapi.always.answers-are-ones-own @must @reference @property @capability:states-at-will
  Rule: No answer to one order tells anything of the customer of another
    Source: data formats - no personal data in a field whose format is not meant for it.
    Reading: neither cause nor externalMessage is meant for the data of anybody else.

    Scenario: Any customers
      Then no answer tells of the customer of another order

  @onapi.always.credential-slips-open-nothing @must @reference @property @capability:states-at-will
  Rule: No slip in a name or a password lets an order in
    Source: common responses - 401, invalid credentials.

    Scenario: Any slip in the credentials
      Then every slip in the credentials is refused

  @onapi.always.mistakes-break-nothing @should @practice @property @capability:states-at-will
  Rule: No mistake of a portal is answered as an error of the server
    Source: common responses - 400 for invalid data, 500 for an unrecoverable error.
    Reading: 501 and 505 name what a server lacks, and are accepted.

    Scenario: Any mistake in any request
      Then no mistake is answered as an error of the server
