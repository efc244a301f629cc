Feature: Whatever comes
  What holds for every body and every order of events, not only for those that somebody thought of.
  Each is tried on many inputs; of an input that breaks it the smallest form is reported.

  @roaming.always.lives-go-by-the-book @must @property @capability:states-at-will
  Rule: What a subscription is follows from what was requested and decided, in whatever order
    Source: 6.2.3 - "Only certain status transitions are allowed"; 6.2.5, the three updates that require asynchronous processing.
    Reading: what is requested again while it is pending may be refused or repeated; X3 and competing requests are left open.

    Scenario: Any order of events
      Given a customer of the DSP
      Then every order of events leaves each subscription as it should be

  @roaming.always.arps-are-told @must @property @capability:states-at-will
  Rule: In whatever order things happen, each ARP is told of all that the DSP completes for it and of nothing else
    Source: 6.2.3 transitions 3, 4, 7 and 10 - "and notifies ARP"; 5.2.2.2; 5.3.2; 5.3.3; 5.3.5.
    Reading: more than once is a matter of its own; reasons other than Swapped may be left out (G19).

    Scenario: Any order of events
      Given a customer of the DSP
      Then the ARPs are told of all that any order of events brings about

  @roaming.always.arps-are-told-once-in-order @should @decision @property @capability:states-at-will
  Rule: In whatever order things happen, each ARP is told of each event once, and of a subscription in the order of its events
    Source: 6.2.3 - "notifies ARP", once for each transition.
    Reading: no deadline, repetition or order of notifications is described; a receiver could make nothing of any other order.

    Scenario: Any order of events
      Given a customer of the DSP
      Then the ARPs are told once of each event in any order of events

  @roaming.always.swaps-move-the-customer @must @property @capability:states-at-will
  Rule: However often a customer goes from one ARP to another, each time the one loses and the other gets the subscription
    Source: 5.3.5 - "The DSP notifies the Donor ARP, which had an active roaming subscription for the user".

    Scenario: Any number of swaps
      Given a customer of the DSP
      Then the customer of an ARP can go to another ARP any number of times

  @roaming.always.races-have-an-order @must @property @capability:states-at-will
  Rule: Whatever is requested at the same time comes to what it could come to in some order
    Source: 6.2.3 - "Only certain status transitions are allowed"; 5.3.5, where only one ARP has the active subscription in the end.

    Scenario: Any requests at the same time
      Given a customer of the DSP
      Then requests at the same time come to what they come to in some order

  @roaming.always.texts-come-back @must @property @capability:states-at-will
  Rule: Whatever text an ARP gives comes back as it was, in both formats and in notifications
    Source: 5.2.2.1 and 5.2.2.2 - xsd:string; 6, last bullet - "SHALL follow the rules for JSON encoding".
    Reading: every character of XML 1.0, in texts of up to some hundred characters; what XML cannot hold is left open.

    Scenario: Any text in any place
      Given a customer of the DSP
      Then every text of an ARP comes back as it was

  @roaming.always.spellings-mean-the-same @must @reference @property @capability:states-at-will
  Rule: A body means the same in every legal spelling of XML or JSON
    Source: 6, last bullet - "the server SHALL support JSON and XML encoding"; XML 1.0, 2.4, 2.7 and 4.1; RFC 4627, 2 and 2.5.

    Scenario: Any spelling of any body
      Given a customer of the DSP
      Then every spelling of a body means the same

  @roaming.always.invalid-bodies-are-refused @must @property @capability:states-at-will
  Rule: A body with one mandatory part missing, one unknown value or one mistake of form is refused and leaves nothing behind
    Source: 5.2.2.1, the column "Optional"; 5.2.3, the enumerations; 6.2.3 transition 1; 6, last bullet.

    Scenario: Any one thing wrong with a body
      Given a customer of the DSP
      Then every body with one thing wrong in it is refused

  @roaming.always.accept-is-heeded @should @reference @property @capability:states-at-will
  Rule: Whatever an ARP accepts, the answer is in a format that it prefers
    Source: 6, last bullet - "according to the result of the content type negotiation"; [RFC2616], 14.1.
    Reading: of equal preferences any will do; where neither format is accepted, so will anything.

    Scenario: Any Accept field
      Given a customer of the DSP
      Then every answer is in a format that the ARP prefers

  @roaming.always.identifiers-differ @must @property @capability:states-at-will
  Rule: However many subscriptions are requested, no two of them have the same identifier
    Source: 6.2.1 - "The unique roaming subscription identifier provided by DSP".

    Scenario: Any number of subscriptions
      Given a customer of the DSP
      Then subscriptions one after the other have different identifiers

  @roaming.always.data-stays-with-its-arp @must @property @capability:authentication @capability:states-at-will
  Rule: Nothing that one ARP asks shows or changes what another ARP told the DSP
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP".
    Reading: what an ARP cannot address it can neither see nor change.

    Scenario: Any requests of another ARP
      Given a customer of the DSP
      Then no ARP is shown what another ARP told the DSP

  @roaming.always.refusals-change-nothing @must @reference @property @capability:states-at-will
  Rule: Requests that are refused leave a subscription as it was
    Source: 6.2.3 - "Only certain status transitions are allowed"; [RFC2616], 10.4 - "cases in which the client seems to have erred".

    Scenario: Any mistakes
      Given a customer of the DSP
      Then every refusal leaves the subscription as it was

  @roaming.always.mistakes-break-nothing @should @reference @property @capability:states-at-will
  Rule: No mistake of an ARP is answered as an error of the server
    Source: [RFC2616], 10.5 - "the server is aware that it has erred".
    Reading: 501 and 505 name what of HTTP a server lacks, and are accepted.

    Scenario: Any mistake in any request
      Given a customer of the DSP
      Then no mistake is answered as an error of the server
