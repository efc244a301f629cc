Feature: Whatever comes
  What holds for every input and every order of events, not only for those that somebody thought of.
  Each is tried on many inputs; of an input that breaks it the smallest form is reported.

  @thunder.always.whole-numbers-come-back @must @reference @property
  Rule: Whatever whole number of 32 bits is the id of a call, its answer carries the same number
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: released servers keep an id in 32 bits without a sign, so larger numbers are left to the document's profile.

    Scenario: Any whole number
      Given a plugin that is idle
      Then every whole number as an id comes back

  @thunder.always.ids-of-any-kind-come-back @must @reference @property @profile:document
  Rule: Whatever string, whole number or null is the id of a call, its answer carries the same value of the same type
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: fractions are only discouraged, and left out; so are numbers that a double does not keep.

    Scenario: Any id
      Given a plugin that is idle
      Then every id of any kind comes back

  @thunder.always.digits-come-back-as-numbers @should @practice @property @profile:r2 @profile:r4 @profile:r5
  Rule: Whatever digits of a number of 32 bits are the id of a call, its answer carries the number
    Source: References, JSON-RPC, section 4 - "MUST reply with the same value".
    Reading: the released servers keep an id as a number of 32 bits and take digits in quotation marks for one.

    Scenario: Any digits
      Given a plugin that is idle
      Then every id of digits comes back as a number

  @thunder.always.calls-at-once-find-their-answers @must @reference @property @capability:websocket
  Rule: However many calls are made at once, each is answered once, under its own id and with what it asked for
    Source: References, JSON-RPC, section 4 - "used to correlate the context between the two objects".
    Reading: the order of the answers is open.

    Scenario: Any calls on two connections
      Given a plugin that is idle
      Then any calls at once find their answers

  @thunder.always.batches-are-answered-value-by-value @should @reference @property @profile:document
  Rule: Of whatever a batch is made, its calls and its values that are no requests are answered once each, and nothing else is
    Source: References, JSON-RPC, section 6 - "A Response object SHOULD exist for each Request object".

    Scenario: Any batch
      Given a plugin that is idle
      Then every batch is answered value by value

  @thunder.always.wrong-requests-are-refused @must @reference @property @profile:document
  Rule: Whatever one thing is wrong in the envelope of a call, it is refused as invalid request
    Source: References, JSON-RPC, section 5.1 - "-32600 Invalid Request".
    Reading: parameters that are no structure may be refused as invalid params; profiles r2, r4 and r5 check little of a request.

    Scenario: Any one thing wrong
      Given a plugin that is idle
      Then every call with one thing wrong in its envelope is refused

  @thunder.always.broken-json-is-refused @must @reference @property @profile:document @profile:r5
  Rule: Wherever the text of a call is broken, it is refused as parse error
    Source: References, JSON-RPC, section 5.1 - "-32700 Parse error".
    Reading: profile r5: -31050. No text at all, other encodings and a byte order mark are left open.

    Scenario: Any one change to a text
      Given a plugin that is idle
      Then every message that is no JSON is refused

  @thunder.always.slips-in-names-call-nothing @must @property
  Rule: No slip in the callsign or in the member of a name calls anything
    Source: Case Sensitivity - "All identifiers of the interfaces described in this document are case-sensitive".
    Reading: the signs by which the framework parts a name are left out, since they may leave a right one.

    Scenario: Any slip in any name
      Given a plugin that is idle
      Then every slip in a name calls nothing

  @thunder.always.indexes-end-as-listed @should @practice @property
  Rule: Whatever label and whatever index of 32 bits are set, the call ends as its tables say
    Source: index, Result - "Always null"; Errors - "2 ERROR_UNAVAILABLE", and no other row.
    Reading: TH-2 and TH-4 - an index of a known label is taken; what an unknown label brings is open but for the codes.

    Scenario: Any label with any index
      Given a plugin that is idle
      Then every label with every index ends as listed

  @thunder.always.calls-end-as-the-state-says @must @property @capability:states-at-will
  Rule: How a call ends follows from the state that the plugin is in, in whatever order states and calls have come
    Source: provision, index and state, Errors - "Provisioning in progress", "Provisioning Back Office Client not available".
    Reading: TH-10 - a trigger while a process runs is taken or refused; a deactivated plugin and errors of the ID are left open.

    Scenario: Any order of states and calls
      Given a plugin that is idle
      Then any order of states and calls ends each call as it should

  @thunder.always.events-reach-the-registered @must @practice @property @capability:websocket @capability:states-at-will
  Rule: Each event reaches every registered client under each of its ids, and no other, whatever was done before and meanwhile
    Source: Notifications - "broadcasted via JSON-RPC to all registered observers".
    Reading: TH-7 and TH-12 - registering twice and unregistering what is not registered may be refused or not.

    Scenario: Any order of registrations
      Given a plugin that is idle
      Then any order of registrations has each event reach those that are registered

  @thunder.always.clients-are-kept-apart @must @reference @property @capability:websocket
  Rule: Whatever one client sends, it receives nothing of what another has sent, whose calls are answered as ever
    Source: References, JSON-RPC, section 5 - "When a rpc call is made, the Server MUST reply".
    Reading: what a client names its registrations and labels is between the server and that client.

    Scenario: Anything that another client sends
      Given a plugin that is idle
      Then whatever one client sends stays away from another

  @thunder.always.mistakes-break-nothing @should @practice @property @capability:http
  Rule: No mistake of a client is answered as an error of the server
    Source: RFC 9110, Client Error 4xx - the client seems to have erred.
    Reading: 501 and 505 name what of HTTP a server lacks, and are accepted.

    Scenario: Any mistake in any call
      Given a plugin that is idle
      Then no mistake is answered as an error of the server
