Feature: Telling valid pairs of vendor and model from others
  Every download names a vendor and one of its models.
  A pair that does not exist is an error, and which error depends on what was asked for.

  @exosite.pair.list-is-forbidden @must
  Rule: A list under an invalid pair of vendor and model is refused with 403 Forbidden
    Source: /provision/download, GET - list content IDs - "403 Forbidden if the <vendor> and <model> pair is invalid".
    Reading: EX-1 - as the document says, per operation.

    Scenario Outline: The device names <pair>
      Given a client with contents
      When the device lists the contents under <pair>
      Then the request is refused as forbidden

      Examples:
        | pair              |
        | an unknown vendor |
        | an unknown model  |

  @exosite.pair.content-is-forbidden @must
  Rule: A content under an invalid pair of vendor and model is refused with 403 Forbidden
    Source: /provision/download, GET - get content - "403 Forbidden if the <vendor> and <model> pair is invalid".
    Reading: EX-1 - as the document says, per operation.

    Scenario Outline: The device names <pair>
      Given a client with contents
      When the device gets the content under <pair>
      Then the request is refused as forbidden

      Examples:
        | pair              |
        | an unknown vendor |
        | an unknown model  |

  @exosite.pair.part-is-forbidden @must
  Rule: A part of a content under an invalid pair of vendor and model is refused with 403 Forbidden
    Source: /provision/download, GET - get content - "403 Forbidden if the <vendor> and <model> pair is invalid".
    Reading: EX-1 - a range changes nothing about the pair.

    Scenario Outline: The device names <pair>
      Given a client with contents
      When the device gets a part of the content under <pair>
      Then the request is refused as forbidden

      Examples:
        | pair              |
        | an unknown vendor |
        | an unknown model  |

  @exosite.pair.information-is-a-bad-request @must
  Rule: Content information under an invalid pair of vendor and model is refused with 400 Bad Request
    Source: /provision/download, GET - get content info - "400 Bad Request if the <vendor> and <model> pair is invalid".
    Reading: EX-1 - as the document says, per operation.

    Scenario Outline: The device names <pair>
      Given a client with contents
      When the device gets the content information under <pair>
      Then the request is refused as bad request

      Examples:
        | pair              |
        | an unknown vendor |
        | an unknown model  |

  @exosite.pair.belongs-together @must @capability:several-vendors
  Rule: A vendor that exists and a model that it does not have are an invalid pair
    Source: /provision/download, GET - "if the <vendor> and <model> pair is invalid".
    Reading: EX-1 - the error is that of the operation.

    Scenario Outline: The device <operation> under the vendor of someone else
      Given a client with contents
      And another vendor
      When the device <operation> under the other vendor
      Then the request is refused as <refusal>

      Examples:
        | operation                    | refusal     |
        | lists the contents           | forbidden   |
        | gets the content             | forbidden   |
        | gets the content information | bad request |

  @exosite.pair.distinguishes-case @should @practice
  Rule: The names of vendor and model are case-sensitive
    Source: companion 2.1, old site - all parameters are case-sensitive unless noted.

    Scenario Outline: The device <operation> under <pair>
      Given a client with contents
      When the device <operation> under <pair>
      Then the request is refused

      Examples:
        | operation                    | pair                         |
        | lists the contents           | its vendor in the other case |
        | lists the contents           | its model in the other case  |
        | gets the content             | its vendor in the other case |
        | gets the content             | its model in the other case  |
        | gets the content information | its vendor in the other case |
        | gets the content information | its model in the other case  |
