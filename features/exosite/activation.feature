Feature: Activating a client
  A device trades vendor, model and serial number for a CIK, the key it is known by from then on.
  It may do so once for each time that its serial number is enabled.

  @exosite.activate.returns-cik @must
  Rule: A client that is enabled, not expired and not yet activated is answered 200 OK with its CIK
    Source: /provision/activate, POST - "Activates and returns <cik> of client".

    Scenario: The serial number is enabled
      Given a serial number that is enabled
      When the device activates with it
      Then the device receives a CIK

  @exosite.activate.makes-cik-usable @must
  Rule: The CIK that an activation returns is accepted at once for the vendor and model it was activated under
    Source: Introduction - "to get API keys"; /provision/download - "an activated serial number in given <vendor> <model> name space".

    Scenario: The new CIK is used right after the activation
      Given a serial number that is enabled
      When the device activates with it
      Then the CIK opens the content list

  @exosite.activate.lets-cik-serve-again @must
  Rule: A CIK is accepted each time that it is used
    Source: /provision/download, GET - "Caller with <DeviceCIK> must have an activated serial number".
    Reading: the serial number stays activated, however often its key is used.

    Scenario: The new CIK is used time and again
      Given a serial number that is enabled
      When the device activates with it
      Then the CIK opens the content list 6 times

  @exosite.activate.gives-each-client-its-own-cik @must
  Rule: Two clients never receive the same CIK
    Source: /provision/activate, POST - "<cik> of client [...] associated with Serial Number".
    Reading: a key that two clients share would be the key of neither.

    Scenario: Two serial numbers are activated
      Given two serial numbers that are enabled
      When each device activates with its own
      Then their CIKs differ

  @exosite.activate.returns-cik-of-its-client @must @capability:states-at-will
  Rule: The CIK that an activation returns is that of the client whose serial number it names
    Source: /provision/activate, POST - "returns <cik> of client [...] associated with Serial Number <sn>".
    Reading: the key of a client ends when its own serial number is enabled again.

    Scenario: Two serial numbers are activated one after the other
      Given two serial numbers that are enabled
      When the devices activate one after the other
      Then the second CIK is good until the owner enables the second serial number

    Scenario: Two serial numbers are activated at the same time
      Given two serial numbers that are enabled
      When each device activates with its own
      Then the second CIK is good until the owner enables the second serial number

  @exosite.activate.leaves-other-clients-alone @must
  Rule: An activation leaves other clients as they are
    Source: /provision/activate, POST - "Activates [...] client [...] associated with Serial Number <sn>".
    Reading: the serial number of the one client stays enabled or activated, whatever happens to that of the other.

    Scenario: Two serial numbers are enabled
      Given two serial numbers that are enabled
      When the devices activate one after the other
      Then the device receives a CIK for each

    Scenario: Two serial numbers are activated
      Given two serial numbers that are enabled
      When the devices activate one after the other
      Then the first CIK opens the content list

  @exosite.activate.admits-one-winner @must
  Rule: Of devices that activate with one serial number at the same time at most one receives a CIK
    Source: /provision/activate, POST - "the client must not have already been activated".
    Reading: EX-14 - who wins, and whether anyone does, is left open.

    Scenario: Several devices race for one serial number
      Given a serial number that is enabled
      When 8 devices activate with it at the same time
      Then at most one of them receives a CIK

  @exosite.activate.races-spare-winner @must
  Rule: The CIK of the device that won a race works, whatever became of the others
    Source: /provision/activate, POST - "Activates and returns <cik> of client"; "must not have already been activated".
    Reading: EX-14 - whether anyone wins is left open; whoever does has a key, as after any other refusal of the rest.

    Scenario: Several devices race for one serial number
      Given a serial number that is enabled
      When 8 devices activate with it at the same time
      Then the CIK of the winner opens the content list

  @exosite.activate.returns-40-characters @should @practice
  Rule: A CIK is 40 characters long
    Source: companion 2.3, portals/README.md, libexosite, Arduino library - clients check the length.

    Scenario: The CIK is counted
      Given a serial number that is enabled
      When the device activates with it
      Then the CIK has 40 characters

  @exosite.activate.returns-cik-alone @should @practice
  Rule: The answer to an activation is the CIK and nothing else, not even a line end
    Source: companion 2.3, Arduino library; the document prints the body as "<cik>".
    Reading: EX-11 - no trailing newline in the CIK.

    Scenario: The CIK is looked at to its last byte
      Given a serial number that is enabled
      When the device activates with it
      Then the CIK ends without a line end

  @exosite.activate.returns-lower-case-hexadecimal @should @practice @profile:one-platform
  Rule: A CIK of the One Platform is written in lower-case hexadecimal digits
    Source: companion 2.3, libexosite - accepts the characters a-f and 0-9 only.
    Reading: later tokens are mixed-case, so that only the profile of the older platform judges the characters.

    Scenario: The CIK is read digit by digit
      Given a serial number that is enabled
      When the device activates with it
      Then the CIK is lower-case hexadecimal

  @exosite.activate.renews-cik-after-re-enabling @should @practice
  Rule: A client that was enabled again is activated with a new CIK
    Source: companion 2.2, exoline and its test - after re-enabling 200 with a new CIK.

    Scenario: The serial number was activated before and enabled again
      Given a serial number that is enabled again
      When the device activates with it
      Then the CIK differs from the old one

  @exosite.activate.follows-each-enabling @should @practice @capability:states-at-will
  Rule: A client can be activated once more each time that it is enabled again
    Source: companion 2.2, exoline and its test - after re-enabling 200 with a new CIK.

    Scenario: The serial number was enabled again
      Given a serial number that is enabled again
      When the device activates with it
      Then the device receives a CIK

    Scenario: The serial number was enabled again for the second time
      Given a serial number that is enabled again
      When the device activates with it
      Then the device can activate with it after the owner enables it once more

  @exosite.activate.keeps-window-open-24-hours @should @practice @capability:time-control
  Rule: An enabled client can be activated until 24 hours after it was enabled
    Source: companion 2.2, exoline, xodocs - a window of 24 hours; the document says only that the enabled state expires.

    Scenario: The last hour of the window has begun
      Given a serial number that is enabled
      And 23 hours have passed
      When the device activates with it
      Then the device receives a CIK

  @exosite.activate.closes-window-after-24-hours @should @practice @capability:time-control
  Rule: An enabled client can no longer be activated once 24 hours have passed
    Source: companion 2.2, exoline, xodocs - a window of 24 hours; the document says only that the enabled state expires.

    Scenario: The window is over
      Given a serial number that is enabled
      And 25 hours have passed
      When the device activates with it
      Then the request is refused

  @exosite.activate.restarts-window-on-re-enabling @should @practice @capability:time-control
  Rule: Enabling a client again opens a window of its own
    Source: companion 2.2, exoline - 24 hours from enabling or re-enabling.

    Scenario: The window before is over
      Given a serial number that is expired
      And its owner enables it
      When the device activates with it
      Then the device receives a CIK

    Scenario: The last hour of the new window has begun
      Given a serial number that is enabled again
      And 23 hours have passed
      When the device activates with it
      Then the device receives a CIK

  @exosite.activate.ignores-empty-keys @should @practice
  Rule: An activation with an empty key header is treated as one without
    Source: companion 4, pyonep - always sends the key header, with an empty value.

    Scenario Outline: The device sends <key>
      Given a serial number that is enabled
      When the device activates with it in a form with <key>
      Then the device receives a CIK

      Examples:
        | key                      |
        | an empty X-Exosite-CIK   |
        | an empty X-Exosite-Token |

  @exosite.activate.unlisted-verbs-do-not-activate @should @practice
  Rule: A verb other than POST activates nothing
    Source: companion 2.1, old site - a verb that is not listed for a URL has no function.
    Reading: EX-7 - which error answers it is left open.

    Scenario Outline: The device uses <verb>
      Given a serial number that is enabled
      When the device activates with it by <verb>
      Then nothing is activated

      Examples:
        | verb   |
        | GET    |
        | PUT    |
        | PATCH  |
        | DELETE |
