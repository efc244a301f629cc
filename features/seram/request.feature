Feature: Requests that are no order
  What is not sent by POST, is not JSON or is not an order comes to a clear refusal.
  The document leaves the codes open; a platform should survive such requests and keep nothing of them.

  @seram.request.takes-post-only @should @decision
  Rule: An order that is sent by another method than POST is not stored
    Source: Order Operations - "shall be an HTTP POST request".
    Reading: the document speaks of POST alone and forbids no other method; that one of them places an order is only warned about.

    Scenario Outline: The order is sent by <method>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order by <method>
      Then nothing is stored under its sessionID

      Examples:
        | method |
        | PUT    |
        | PATCH  |
        | GET    |
        | DELETE |

  @seram.request.names-allowed-methods @should @practice
  Rule: A refusal of a method names POST as allowed
    Source: RFC 9110, 405 Method Not Allowed - the answer must carry Allow.

    Scenario Outline: The order is sent by <method>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order by <method>
      Then a refusal of the method names POST as allowed

      Examples:
        | method |
        | PUT    |
        | DELETE |

  @seram.request.takes-json-by-any-spelling @should @practice
  Rule: The media type of JSON is recognised in any legal spelling
    Source: Order Operations - "as JSON body"; RFC 9110, Media Type - names are case-insensitive, parameters may follow.

    Scenario Outline: The media type is <mediaType>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order as "<mediaType>"
      Then the order is accepted

      Examples:
        | mediaType                       |
        | application/json                |
        | application/json; charset=utf-8 |
        | application/json;charset="UTF-8" |
        | Application/JSON                |

  @seram.request.takes-clients-that-accept-json @should @practice
  Rule: An order is accepted whether or not its client says that it accepts JSON
    Source: RFC 9110, Accept - ranges of media types; a request without the field accepts any.

    Scenario Outline: The client accepts <ranges>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order and accepts "<ranges>"
      Then the order is accepted

      Examples:
        | ranges                              |
        | */*                                 |
        | application/json                    |
        | application/json, text/plain, */*   |

  @seram.request.takes-any-legal-json @must
  Rule: An order is accepted in whatever way its JSON is written
    Source: Order Operations - "as JSON body".
    Reading: white space, escapes and the sequence of members mean nothing in JSON.

    Scenario Outline: The body is <body>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order as <body>
      Then the order is accepted

      Examples:
        | body                                 |
        | JSON with white space                |
        | JSON with its members in reverse order |
        | JSON with escapes                    |

  @seram.request.refuses-what-is-no-json @should
  Rule: A body that is no JSON is not accepted
    Source: Order Operations - "as JSON body".
    Reading: no code of refusal is given, only success is ruled out (SE-19).

    Scenario Outline: The body is <body>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order as <body>
      Then the order is not accepted

      Examples:
        | body                           |
        | its first half                 |
        | plain text                     |
        | XML                            |
        | JSON with something after it   |
        | two JSON texts                 |
        | JSON with a comment            |
        | JSON with a trailing comma     |
        | JSON in single quotes          |
        | JSON with NaN in it            |
        | JSON with a raw line break in a string |
        | bytes that are not UTF-8       |
        | UTF-16                         |
        | a form                         |

  @seram.request.refuses-what-is-no-object @should @decision
  Rule: A JSON body that is no object is not accepted
    Source: Order Operations - "optional parameters as JSON body".
    Reading: parameters have names, and only an object has members with names (SE-2).

    Scenario Outline: The body is <body>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order as <body>
      Then the order is not accepted

      Examples:
        | body          |
        | a JSON list   |
        | a JSON string |
        | a JSON number |
        | a JSON true   |

  @seram.request.bad-input-is-no-server-error @should @practice
  Rule: A body that cannot be read is not answered with a server error
    Source: RFC 9110, Client Error 4xx - the client seems to have erred.

    Scenario Outline: The body is <body>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order as <body>
      Then the answer is no server error

      Examples:
        | body                           |
        | its first half                 |
        | an empty body                  |
        | XML                            |
        | a JSON number                  |
        | JSON with a zero character in its sessionID |
        | bytes that are not UTF-8       |
        | JSON with an unpaired surrogate |
        | JSON with two sessionIDs       |
        | JSON with a member __proto__   |
        | JSON nested 100000 levels deep |
        | a JSON number of 10000 digits  |
        | a JSON null                    |
        | JSON with null for every parameter |
        | JSON with a delay of 10^400    |

  @seram.request.refusal-is-a-client-error @should @practice
  Rule: An order that is wrong is refused with a client error
    Source: RFC 9110, Client Error 4xx - the client seems to have erred.

    Scenario Outline: The order lacks <member>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without <member>
      Then the order is refused with a client error

      Examples:
        | member                |
        | seType                |
        | ramCommandType        |

    Scenario Outline: The <part> is <value>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order with <part> as <value>
      Then a refusal is a client error

      Examples:
        | part                  | value     |
        | secureElement         | a text    |
        | sessionID             | an object |
        | remoteManagementOrder | a list    |
        | ramCommands           | a text    |
        | C-APDU                | a number  |

  @seram.request.refusal-stores-nothing @should @practice
  Rule: An order that is refused leaves nothing behind
    Source: Order Operations - "On success" there is a Management Session, and only then.

    Scenario Outline: The order lacks <member>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client places the order without <member>
      Then nothing is stored under its sessionID

      Examples:
        | member         |
        | seId           |
        | ramCommandType |

    Scenario Outline: The order is for a session that exists and lacks <member>
      Given a session with a given sessionID
      When the client places a further order in the session without <member>
      Then the session holds 1 order

      Examples:
        | member         |
        | seId           |
        | ramCommandType |

    Scenario Outline: The body is <body>
      Given an order with secureElement, sessionID, remoteManagementOrder
      When the client sends the order as <body>
      Then nothing is stored under its sessionID

      Examples:
        | body                         |
        | its first half               |
        | JSON with something after it |
