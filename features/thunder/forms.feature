Feature: The forms in which a call can be written
  JSON leaves it to the writer how a text is laid out.
  A call means the same in each of these forms.

  @thunder.envelope.takes-any-form-of-json @must @reference
  Rule: A call is understood in whatever form JSON lets it be written
    Source: References, JSON - "an unordered set of name/value pairs", "Whitespace can be inserted between any pair of tokens", "u hex hex hex hex".

    Scenario Outline: <call> <form> over <transport>
      Given a plugin that is idle
      And a client over <transport>
      When the client calls <call> <form>
      Then the call succeeds

      Examples:
        | transport | call      | form                                |
        | HTTP      | id        | with its members in another order   |
        | HTTP      | index     | with its members in another order   |
        | HTTP      | state     | with line ends between its tokens   |
        | HTTP      | state     | with letters that are escaped       |
        | HTTP      | index     | with letters that are escaped       |
        | HTTP      | id        | with blanks around it               |
        | WebSocket | state     | with blanks around it               |
        | WebSocket | state     | with its members in another order   |
        | WebSocket | index     | with its members in another order   |
        | WebSocket | id        | with line ends between its tokens   |
        | WebSocket | index     | with many blanks between its tokens |
        | WebSocket | id        | with letters that are escaped       |
