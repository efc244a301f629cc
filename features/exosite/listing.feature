Feature: Listing contents
  A device asks which contents its model has to offer.
  The answer is a list of ids, one on each line.

  @exosite.list.answers-ok @must
  Rule: A list of contents is answered 200 OK
    Source: /provision/download, GET - list content IDs - "HTTP/1.1 200 OK".

    Scenario: The model has contents
      Given a client with contents
      When the device lists the contents
      Then the answer is OK

  @exosite.list.names-every-content @must
  Rule: The list names every content of the model
    Source: /provision/download, GET - list content IDs - "<id 1> <id 2...> <id n>".

    Scenario: The model has several contents
      Given a client with contents
      When the device lists the contents
      Then the list names every content

  @exosite.list.names-nothing-else @must
  Rule: The list names no content that the model does not have
    Source: /provision/download, GET - list content IDs - "in given <vendor> <model> name space".

    Scenario: Another model has contents of its own
      Given a client with contents
      And a foreign model
      When the device lists the contents
      Then the list names nothing else

  @exosite.list.puts-one-id-on-a-line @must
  Rule: Each line of the list holds one id and nothing more
    Source: /provision/download, GET - list content IDs - "<id 1> <id 2...> <id n>", each on its own line.
    Reading: EX-11 - a line end after the last id may be there or not.

    Scenario: The lines are read one by one
      Given a client with contents
      When the device lists the contents
      Then each line of the list is one id

  @exosite.list.names-each-content-once @should @decision
  Rule: The list names no content twice
    Source: /provision/download, GET - list content IDs.

    Scenario: The lines are compared
      Given a client with contents
      When the device lists the contents
      Then the list names no content twice

  @exosite.list.answers-empty-list @should @decision
  Rule: A model without contents is answered with an empty list
    Source: /provision/download, GET - list content IDs; provision/README.md - 204 for success with nothing to return.
    Reading: EX-10 - 200 with an empty body or 204, both are accepted.

    Scenario: The model has no contents
      Given a client without contents
      When the device lists the contents
      Then the list is empty
