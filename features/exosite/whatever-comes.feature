Feature: Whatever comes
  What holds for every input and every order of events, not only for those that somebody thought of.
  Each is tried on many inputs; of an input that breaks it the smallest form is reported.

  @exosite.always.ranges-bring-what-they-name @must @property @capability:states-at-will
  Rule: Every range brings exactly the bytes that it names, whatever the length of the content
    Source: /provision/download, GET - get content - "X is the start byte position"; "Y is the end position"; "Both are 0 based".
    Reading: EX-4 and EX-5 - a range that covers everything may be answered 200; without X, Y is a count.

    Scenario: Any range of any content
      Given a client with contents
      Then every range of a content brings the bytes that it names

  @exosite.always.encodings-mean-the-same @must @property @capability:special-characters @capability:states-at-will
  Rule: A form means the same in every legal encoding, whatever its characters
    Source: /provision/activate, POST - "Content-Type: application/x-www-form-urlencoded; charset=utf-8".

    Scenario: Any characters in any encoding
      Given a serial number that is enabled
      Then every encoding of a serial number activates it

  @exosite.always.slips-activate-nothing @must @property @capability:states-at-will
  Rule: No slip in the vendor, the model or the serial number activates anything or stands in the way of the right names
    Source: /provision/activate, POST - "404 Not Found if the client described by <vendor>, <model>, <sn> is not found".
    Reading: case and surrounding space are left to rules of their own.

    Scenario: Any slip in any name
      Given a serial number that is enabled
      Then every slip in its names activates nothing

  @exosite.always.keys-differ @must @property @capability:states-at-will
  Rule: However many clients are activated, no two of them receive the same CIK
    Source: /provision/activate, POST - "<cik> of client [...] associated with Serial Number".
    Reading: a key that two clients share would be the key of neither.

    Scenario: Any number of clients
      Given a serial number that is enabled
      Then activations one after the other bring different CIKs

  @exosite.always.races-have-one-winner @must @property @capability:states-at-will
  Rule: However many devices activate at the same time, at most one receives a CIK for each serial number
    Source: /provision/activate, POST - "the client must not have already been activated".
    Reading: EX-14 - who wins, and whether anyone does, is left open.

    Scenario: Any number of devices
      Given a serial number that is enabled
      Then activations at the same time have at most one winner for each serial number

  @exosite.always.lives-go-by-the-book @must @property @capability:states-at-will
  Rule: What a serial number and its keys are good for follows from what was done to it, in whatever order
    Source: /provision/activate, POST - "Client must be enabled [...] and the client must not have already been activated".
    Reading: EX-2 - refused is refused, whatever the code; enabling again ends the activation before.

    Scenario: Any order of events
      Given a serial number that is enabled
      Then any order of events leaves each serial number as it should be

  @exosite.always.windows-close-in-time @should @practice @property @capability:time-control
  Rule: In whatever order things happen, an enabled serial number activates within 24 hours and not later
    Source: companion 2.2, exoline, xodocs - a window of 24 hours; the document says only that the enabled state expires.

    Scenario: Any order of events as time goes by
      Given a serial number that is enabled
      Then any order of events as time goes by leaves each serial number as it should be

  @exosite.always.keys-stay-secret @must @property @capability:states-at-will
  Rule: No answer to one device holds the CIK of another
    Source: Introduction - "to get API keys"; /provision/activate, POST - "returns <cik> of client".
    Reading: what an answer returns is the key of the client that is described, and of no other.

    Scenario: Any requests of another device
      Given a serial number that is enabled
      Then no answer holds the key of another client

  @exosite.always.refusals-change-nothing @must @property @capability:states-at-will
  Rule: Requests that are refused leave serial numbers and contents as they were
    Source: /provision/activate, POST - the preconditions of an activation, which a refusal leaves as they are.

    Scenario: Any mistakes
      Given a serial number that is enabled
      Then every refusal leaves serial numbers and contents as they were

  @exosite.always.mistakes-break-nothing @should @reference @property @capability:states-at-will
  Rule: No mistake of a device is answered as an error of the server
    Source: main section, provision/README.md - 4xx for client errors, 5xx for server errors.
    Reading: 501 and 505 name what of HTTP a server lacks, and are accepted.

    Scenario: Any mistake in any request
      Given a serial number that is enabled
      Then no mistake is answered as an error of the server
