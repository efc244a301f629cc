Feature: Authorising by CIK
  A download is for callers whose CIK belongs to an activated serial number of the model.
  Everyone else gets neither list nor content nor information.

  @exosite.authorise.refuses-missing-cik @must
  Rule: A download without a CIK is refused
    Source: /provision/download, GET - "X-Exosite-CIK: <CIK>"; "Caller with <DeviceCIK> must have an activated serial number".
    Reading: EX-7 - no success; the code is a rule of its own.

    Scenario Outline: The device <operation> with <key>
      Given a client with contents
      When the device <operation> with <key>
      Then the request is refused

      Examples:
        | operation                    | key          |
        | lists the contents           | no CIK       |
        | gets the content             | no CIK       |
        | gets the content information | no CIK       |
        | gets a part of the content   | no CIK       |
        | lists the contents           | an empty CIK |
        | gets the content             | an empty CIK |
        | gets the content information | an empty CIK |

  @exosite.authorise.refuses-unknown-cik @must
  Rule: A download with a CIK that belongs to nobody is refused
    Source: /provision/download, GET - "Caller with <DeviceCIK> must have an activated serial number".
    Reading: EX-7 - no success; the code is a rule of its own.

    Scenario Outline: The device <operation> with <key>
      Given a client with contents
      When the device <operation> with <key>
      Then the request is refused

      Examples:
        | operation                    | key                                |
        | lists the contents           | an unknown CIK                     |
        | gets the content             | an unknown CIK                     |
        | gets the content information | an unknown CIK                     |
        | gets a part of the content   | an unknown CIK                     |
        | lists the contents           | its CIK less the last character    |
        | lists the contents           | its CIK and one more character     |
        | lists the contents           | its CIK but for the last character |

  @exosite.authorise.missing-cik-is-unauthorized @should @practice
  Rule: The refusal of a download without a CIK is 401 Unauthorized
    Source: companion 2.1, http/README.md - 401 for no or invalid CIK.
    Reading: EX-7.

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation> with no CIK
      Then the refusal is unauthorized

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.authorise.unknown-cik-is-unauthorized @should @practice
  Rule: The refusal of a download with a CIK that belongs to nobody is 401 Unauthorized
    Source: companion 2.1, http/README.md - 401 for no or invalid CIK.
    Reading: EX-7.

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation> with an unknown CIK
      Then the refusal is unauthorized

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.authorise.refuses-client-of-another-model @must
  Rule: The CIK of a client is refused under a model in which it has no serial number
    Source: /provision/download, GET - "must have an activated serial number in given <vendor> <model> name space".
    Reading: EX-7 - which error answers it is left open.

    Scenario Outline: The device <operation>
      Given a client with contents
      And a foreign model
      When the device <operation> under the foreign model
      Then the request is refused

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |
        | gets a part of the content   |

  @exosite.authorise.refuses-old-cik @must
  Rule: A CIK is refused once its serial number was enabled again
    Source: /provision/download, GET - "must have an activated serial number in given <vendor> <model> name space".
    Reading: companion 2.2 - enabling again ends the activation before; the code is a rule of its own.

    Scenario Outline: The device <operation>
      Given a serial number that is enabled again
      When the device <operation> with its old CIK
      Then the request is refused

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.authorise.refuses-used-cik @must @capability:states-at-will
  Rule: A CIK that was used before is refused as well once its serial number was enabled again
    Source: /provision/download, GET - "must have an activated serial number in given <vendor> <model> name space".
    Reading: companion 2.2 - enabling again ends the activation before, also where the key is remembered.

    Scenario: The owner enables the serial number between two downloads
      Given a client that is activated
      When the device lists the contents before and after its owner enables it
      Then the request is refused

  @exosite.authorise.keeps-other-ciks @must @capability:states-at-will
  Rule: Enabling or disabling one serial number leaves the CIKs of other clients as they are
    Source: /provision/download, GET - "Caller with <DeviceCIK> must have an activated serial number".
    Reading: the serial number of the other client is activated, whatever the owner does to this one.

    Scenario Outline: The owner <acts> another serial number
      Given two serial numbers that are enabled
      When the devices activate one after the other
      Then the first CIK opens the content list after the owner <acts> the second serial number

      Examples:
        | acts     |
        | enables  |
        | disables |

  @exosite.authorise.old-cik-is-unauthorized @should @practice
  Rule: The refusal of a CIK whose serial number was enabled again is 401 Unauthorized
    Source: companion 2.2, exoline and its test - the old CIK stops working at the re-enabling, with 401.

    Scenario: The device uses the key of its former activation
      Given a serial number that is enabled again
      When the device lists the contents with its old CIK
      Then the refusal is unauthorized

  @exosite.authorise.old-cik-stays-refused @must
  Rule: A CIK stays refused after its serial number was activated once more
    Source: /provision/activate, POST - "returns <cik> of client", which from then on is the new one.
    Reading: companion 2.2 - after re-enabling there is a new CIK, and the old one is over.

    Scenario: The device goes back to the key of its former activation
      Given a serial number that is enabled again
      When the device activates with it
      Then its old CIK opens nothing

  @exosite.authorise.refuses-cik-before-activation @must @capability:visible-key
  Rule: A CIK that was made out already is refused until its client is activated
    Source: /provision/download, GET - "must have an activated serial number in given <vendor> <model> name space".

    Scenario Outline: The device <operation> with the key that the owner knows
      Given a client that is not yet activated
      When the device <operation>
      Then the request is refused

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.authorise.cik-outlives-window @should @decision @capability:time-control
  Rule: A CIK is still accepted when the window of its activation is over
    Source: /provision/activate, POST - it is the enabled state that expires, and no word says that a CIK does.

    Scenario: The device comes back a day later
      Given a client with contents
      And 25 hours have passed
      When the device lists the contents
      Then the answer is OK

  @exosite.authorise.reads-header-name-without-case @should @practice
  Rule: The name of the header X-Exosite-CIK is read without regard to case
    Source: HTTP/1.1, which the document's requests name; companion 4 - clients spell it in their own ways.

    Scenario Outline: The device <operation> with <spelling>
      Given a client with contents
      When the device <operation> with <spelling>
      Then the answer is OK

      Examples:
        | operation                    | spelling                      |
        | lists the contents           | the header name in lower case |
        | gets the content             | the header name in lower case |
        | gets the content information | the header name in lower case |
        | lists the contents           | the header name in capitals   |

  @exosite.authorise.distinguishes-case-of-cik @should @practice
  Rule: A CIK is case-sensitive
    Source: companion 2.1, old site - all parameters are case-sensitive unless noted.

    Scenario Outline: The device <operation>
      Given a client with contents
      When the device <operation> with its CIK in the other case
      Then the request is refused

      Examples:
        | operation                    |
        | lists the contents           |
        | gets the content             |
        | gets the content information |

  @exosite.authorise.withholds-protected-content @must @capability:protected-content
  Rule: A content that is protected is withheld from a client that is not authorised for it
    Source: /provision/download, GET - get content, get content info - "and is authorized for the content".
    Reading: EX-7 - which error answers it is left open.

    Scenario Outline: The device <operation>
      Given a protected content
      When the device <operation>
      Then the request is refused

      Examples:
        | operation                    |
        | gets the content             |
        | gets a part of the content   |
        | gets the content information |

  @exosite.authorise.delivers-protected-content @must @capability:protected-content
  Rule: A content that is protected is delivered to a client that is authorised for it
    Source: /provision/download, GET - get content, get content info - "and is authorized for the content".

    Scenario Outline: The device <operation>
      Given a protected content
      When the device <operation> with the CIK of an authorised client
      Then the request succeeds

      Examples:
        | operation                    |
        | gets the content             |
        | gets a part of the content   |
        | gets the content information |
