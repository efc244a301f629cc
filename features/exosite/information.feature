Feature: Getting content information
  Before it downloads a content, a device asks what it will get.
  The answer is one line of four columns: type, size, time of update and meta.

  @exosite.info.answers-ok @must
  Rule: Content information is answered 200 OK
    Source: /provision/download, GET - get content info - "HTTP/1.1 200 OK".

    Scenario: The device asks for information
      Given a client with contents
      When the device gets the content information
      Then the answer is OK

  @exosite.info.has-four-columns @must
  Rule: Content information is one line of four columns
    Source: /provision/download, GET - get content info - "<content-type>,<byte-size>,<updated-timestamp>,<meta>".
    Reading: EX-8 - the first three commas separate the columns; EX-11 - a line end may follow.

    Scenario: The content has a meta
      Given a content that is described
      When the device gets the content information
      Then the information has four columns

    Scenario: The content has no meta
      Given a content that is not described
      When the device gets the content information
      Then the information has four columns

  @exosite.info.states-content-type @must
  Rule: The first column is the Content-Type of the content
    Source: /provision/download, GET - get content info - "<content-type>".

    Scenario: The device gets the information of all contents
      Given a client with contents
      When the device gets the information of each content
      Then each information states the type of its content

  @exosite.info.states-size @must
  Rule: The second column is the size of the content in bytes
    Source: /provision/download, GET - get content info - "<byte-size>".

    Scenario: The device gets the information of all contents
      Given a client with contents
      When the device gets the information of each content
      Then each information states the size of its content

  @exosite.info.states-size-of-large-ones @must @capability:states-at-will
  Rule: The size of a content of many bytes is stated in full, whether or not anyone has downloaded it
    Source: /provision/download, GET - get content info - "<byte-size>".
    Reading: contents are "e.g., firmware images"; a device asks for the size before it downloads.

    Scenario: The device has not downloaded the content yet
      Given a content of 250007 bytes
      When the device gets the content information
      Then the information states the number of bytes

  @exosite.info.states-size-of-nothing @should @decision @capability:empty-content
  Rule: The size of a content without any bytes is stated as 0
    Source: /provision/download, GET - get content info - "<byte-size>".
    Reading: the document does not speak of such a content; 0 is its size.

    Scenario: The content is empty
      Given a content that is empty
      When the device gets the content information
      Then the information states a size of 0

  @exosite.info.states-update @must
  Rule: The third column says when the content was updated
    Source: /provision/download, GET - get content info - "<updated-timestamp>".
    Reading: EX-8 - the unit is unstated, so that only its presence is asked for.

    Scenario: The device gets the information of all contents
      Given a client with contents
      When the device gets the information of each content
      Then each information states a time

  @exosite.info.states-update-in-unix-seconds @should @practice
  Rule: The time of update is given in seconds since the epoch
    Source: companion 2.4, exoline test - "1416147370".
    Reading: EX-8 - the unit is unstated.

    Scenario: The device gets the information of all contents
      Given a client with contents
      When the device gets the information of each content
      Then each information states the second of its upload

  @exosite.info.states-meta @must
  Rule: The fourth column is the meta of the content
    Source: /provision/download, GET - get content info - "<meta>".
    Reading: EX-8 - a meta may come percent-encoded.

    Scenario: The content has a meta
      Given a content that is described
      When the device gets the content information
      Then the information states the meta of the content

  @exosite.info.leaves-missing-meta-empty @must
  Rule: The fourth column of a content without meta is empty
    Source: /provision/download, GET - get content info - "<meta>".

    Scenario: The content has no meta
      Given a content that is not described
      When the device gets the content information
      Then the information states no meta

  @exosite.info.keeps-commas-of-meta @should @decision
  Rule: A comma in the meta does not cost what follows it
    Source: /provision/download, GET - get content info - "<meta>", the last column.
    Reading: EX-8 - meta is the rest of the line; CSV quotes and percent-encoding are accepted too.

    Scenario: The meta contains a comma
      Given a content that is described with a comma
      When the device gets the content information
      Then the information states the meta of the content

  @exosite.info.unknown-id-delivers-nothing @should @decision
  Rule: An id that the model does not have delivers no information
    Source: /provision/download, GET - get content info - "the <id> content information".
    Reading: EX-7 - which status answers it is left open.

    Scenario: The device asks for an id that nobody knows
      Given a client with contents
      When the device gets the content information with an unknown id
      Then no content is delivered

  @exosite.info.belongs-to-its-model @must
  Rule: The information of another model's content is not delivered under the own one
    Source: /provision/download, GET - get content info - "an activated SN in given <vendor> <model> name space".
    Reading: EX-7 - which status answers it is left open.

    Scenario: The device asks its own model for the content of another
      Given a client with contents
      And a foreign model
      When the device gets the content information with the id of a foreign one
      Then no content is delivered
