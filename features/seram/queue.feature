Feature: Several orders in one session
  A client adds to a session by using its sessionID again.
  No order replaces another, and no order ends up in a session that is not its own.

  @seram.queue.takes-further-orders @must @profile:document
  Rule: A further order under the same sessionID is accepted
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".
    Reading: success is what every order has, 201 with a null body (SE-20); which success it is belongs to the rules on the answer.

    Scenario: The session has a given sessionID
      Given a session with a given sessionID
      When the client places a further order in the session
      Then the order is accepted

    Scenario: Another session got an order since
      Given a session with a given sessionID
      Given another session with a given sessionID
      When the client places a further order in the session
      Then the order is accepted

    Scenario Outline: The further order has <parameters>
      Given a session with a given sessionID
      When the client places a further order with <parameters> in the session
      Then the order is accepted

      Examples:
        | parameters                       |
        | sessionID, remoteManagementOrder |
        | secureElement, sessionID         |

    Scenario: The session has several orders already
      Given a session with 5 orders
      When the client places a further order in the session
      Then the order is accepted

  @seram.queue.keeps-every-order @must
  Rule: Every order that was placed under a sessionID is kept
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".

    Scenario Outline: <count> orders that differ
      Given a session with a given sessionID
      When the client places <count> further orders in the session
      Then the session holds each of the orders once

      Examples:
        | count |
        | 1     |
        | 2     |
        | 9     |

    Scenario Outline: The further order has <parameters>
      Given a session with a given sessionID
      When the client places a further order with <parameters> in the session
      Then the session still holds its first order once

      Examples:
        | parameters                       |
        | sessionID, remoteManagementOrder |
        | secureElement, sessionID         |

    Scenario Outline: The session holds the further order with <parameters> as well
      Given a session with a given sessionID
      When the client places a further order with <parameters> in the session
      Then the session holds the further order as well

      Examples:
        | parameters                       |
        | sessionID, remoteManagementOrder |
        | secureElement, sessionID         |

    Scenario: The session has a generated sessionID
      Given a session with a generated sessionID
      When the client places 2 further orders in the session
      Then the session holds each of the orders once

    Scenario: Many other sessions begin
      Given a session with a given sessionID
      When the client places an order in each of 20 other sessions
      Then the session holds 1 order

  @seram.queue.keeps-simultaneous-orders @must
  Rule: Orders that arrive at the same time under one sessionID are all kept
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".
    Reading: a platform may refuse an order while it is busy with another of the session (SE-19); what it accepts it keeps.

    Scenario: Orders arrive at once
      Given a session with a given sessionID
      When the client places 6 further orders in the session at once
      Then the session holds each of the orders once

  @seram.queue.keeps-sessions-apart @must
  Rule: An order is kept in the session that it names and in no other
    Source: Order Operations - "the same `sessionID` shall be used".

    Scenario: Another session gets an order
      Given a session with a given sessionID
      Given another session with a given sessionID
      When the client places a further order in the session
      Then the other session holds 1 order

    Scenario: An order without a sessionID follows
      Given a session with a given sessionID
      When the client places an order without a sessionID
      Then the session holds 1 order

  @seram.queue.tells-session-ids-apart @should @reference
  Rule: Sessions whose ids differ in one character are two sessions
    Source: Order Operations - "the same `sessionID` shall be used"; OpenAPI file: sessionId is a string without format or pattern.
    Reading: whether capitals tell UUIDs apart is left undecided, since their digits are read without case; in other texts they do.

    Scenario Outline: The ids differ in <difference>
      When the client places an order in each of two sessions whose ids differ in <difference>
      Then each session holds 1 order

      Examples:
        | difference                       |
        | one more character               |
        | a space at the end               |
        | the letter beyond ASCII they end with |
        | the last of 128 letters          |
        | a zero at the beginning          |
        | a hyphen                         |
        | a capital letter                 |
        | what follows a semicolon         |
        | a plus for a space               |
        | a letter written as a percent escape |
        | an accent as a character of its own |
        | the letter of four bytes they end with |

  @seram.queue.first-in-first-out @should @decision
  Rule: The orders of a session are kept in the sequence in which they were placed
    Source: Order Operations - "multiple orders".
    Reading: the document gives no sequence; first in, first out is ours (SE-21).

    Scenario: Four orders are placed one after the other
      Given a session with a given sessionID
      When the client places 3 further orders in the session
      Then the session holds the orders in the sequence in which they were placed

  @seram.queue.client-reuses-session-id @must @client @unobservable
  Rule: A client that provides several orders uses the same sessionID for them
    Source: Order Operations - "To provide multiple orders the same `sessionID` shall be used".
    Why: the client of this interface is the suite itself.
