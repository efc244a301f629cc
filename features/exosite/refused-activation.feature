Feature: Refusing an activation
  A client that may not activate is told why, by 404 Not Found or 409 Conflict.
  A refused activation changes nothing: no key, no state, no second chance.

  @exosite.refusal.unknown-serial-number-is-not-found @must
  Rule: A serial number that the model does not have is refused with 404 Not Found
    Source: /provision/activate, POST - "404 Not Found if the client described by <vendor>, <model>, <sn> is not found".
    Reading: EX-6 - the pair of vendor and model is valid, so that every source says 404.

    Scenario Outline: The device <edit>
      Given a serial number that is enabled
      When the device activates with it, but <edit>
      Then the request is refused as not found

      Examples:
        | edit                                          |
        | names an unknown serial number                |
        | adds a character to the serial number         |
        | drops the last character of the serial number |
        | puts a zero before the serial number          |

  @exosite.refusal.likeness-is-refused @must
  Rule: A serial number is found by its own characters, not by a pattern or by likeness
    Source: /provision/activate, POST - "associated with Serial Number <sn>"; "not found on the system".
    Reading: the code is a rule of its own; a server may refuse characters that no serial number has in another way.

    Scenario Outline: The device <edit>
      Given a serial number that is enabled
      When the device activates with it, but <edit>
      Then the request is refused

      Examples:
        | edit                                                        |
        | puts a percent sign for the end of the serial number        |
        | puts an asterisk for the end of the serial number           |
        | puts an underscore for the last character                   |
        | puts an accent on the last letter of the serial number      |
        | adds a NUL with more behind it to the serial number         |

  @exosite.refusal.serial-number-of-another-model-is-not-found @must
  Rule: A serial number is not found under a model that it does not belong to
    Source: /provision/activate, POST - "the client described by <vendor>, <model>, <sn>".
    Reading: a client is described by all three together, even where serial numbers are unique among all models.

    Scenario: The device names a model that exists and is not its own
      Given a serial number that is enabled
      And a foreign model
      When the device activates with it, but names the foreign model
      Then the request is refused as not found

  @exosite.refusal.unknown-model-is-not-found @must
  Rule: A model that the vendor does not have is refused with 404 Not Found or 403 Forbidden
    Source: /provision/activate, POST - "404 Not Found if the client described by <vendor>, <model>, <sn> is not found".
    Reading: EX-6 - the document says 404, later practice 403 for a bad pair; both are accepted.

    Scenario: The device names an unknown model
      Given a serial number that is enabled
      When the device activates with it, but names an unknown model
      Then the request is refused as not found or forbidden

  @exosite.refusal.unknown-vendor-is-not-found @must
  Rule: A vendor that does not exist is refused with 404 Not Found or 403 Forbidden
    Source: /provision/activate, POST - "404 Not Found if the client described by <vendor>, <model>, <sn> is not found".
    Reading: EX-6 - the document says 404, later practice 403 for a bad pair; both are accepted.

    Scenario: The device names an unknown vendor
      Given a serial number that is enabled
      When the device activates with it, but names an unknown vendor
      Then the request is refused as not found or forbidden

  @exosite.refusal.vendor-without-the-model-is-not-found @must @capability:several-vendors
  Rule: A vendor that exists without having the model is refused with 404 Not Found or 403 Forbidden
    Source: /provision/activate, POST - "client administrated by Vendor <vendor>, of model type <model>".
    Reading: EX-6 - the document says 404, later practice 403 for a bad pair; both are accepted.

    Scenario: The device names the vendor of someone else
      Given a serial number that is enabled
      And another vendor
      When the device activates with it, but names the other vendor
      Then the request is refused as not found or forbidden

  @exosite.refusal.never-enabled-is-a-conflict @must
  Rule: A client that was never enabled is refused with 409 Conflict
    Source: /provision/activate, POST - "409 Conflict if the serial number is not enabled for activation".

    Scenario: The serial number is on the list of the model and no more
      Given a serial number that is not enabled
      When the device activates with it
      Then the request is refused as conflict

    Scenario: The owner has enabled another serial number of the model since
      Given a serial number that is not enabled
      And another one that is enabled
      When the device activates with it
      Then the request is refused as conflict

  @exosite.refusal.disabled-is-refused @must
  Rule: A client that was disabled is refused
    Source: /provision/activate, POST - "Client must be enabled".
    Reading: EX-2 - it must not succeed; the code is a rule of its own.

    Scenario: The serial number was enabled and disabled
      Given a serial number that is disabled
      When the device activates with it
      Then the request is refused

  @exosite.refusal.expired-is-refused @must
  Rule: A client whose enabled state has expired is refused
    Source: /provision/activate, POST - "the enabled state must not have expired".
    Reading: EX-2 - it must not succeed; the code is a rule of its own.

    Scenario: The activation window is over
      Given a serial number that is expired
      When the device activates with it
      Then the request is refused

  @exosite.refusal.activated-is-refused @must
  Rule: A client that was activated before is refused
    Source: /provision/activate, POST - "the client must not have already been activated".
    Reading: EX-2 - it must not succeed; the code is a rule of its own.

    Scenario: The client was activated long ago
      Given a client that is activated
      When the device activates with it
      Then the request is refused

    Scenario: The client was activated just now
      Given a serial number that is enabled
      When the device activates with it twice
      Then the request is refused

  @exosite.refusal.disabling-ends-no-activation @must @capability:states-at-will
  Rule: A client that was activated and then disabled is refused
    Source: /provision/activate, POST - "Client must be enabled"; "the client must not have already been activated".
    Reading: EX-2 - it must not succeed; the code is left open.

    Scenario: The serial number was activated before the owner disabled it
      Given a client that is activated
      And its owner disables it
      When the device activates with it
      Then the request is refused

  @exosite.refusal.activated-stays-activated @must @capability:time-control
  Rule: A client that was activated is refused also when the window of its activation is over
    Source: /provision/activate, POST - "the client must not have already been activated".
    Reading: it is the enabled state that expires, and no word says that an activation does.

    Scenario: The device activates once more a day later
      Given a client that is activated
      And its window is over
      When the device activates with it
      Then the request is refused

  @exosite.refusal.disabled-is-a-conflict @should @practice
  Rule: The refusal of a disabled client is 409 Conflict
    Source: companion 2.2, exoline - 409 after disabling.
    Reading: EX-2 - the document names 409 only for "not enabled".

    Scenario: The serial number was enabled and disabled
      Given a serial number that is disabled
      When the device activates with it
      Then the refusal is conflict

  @exosite.refusal.expired-is-a-conflict @should @practice
  Rule: The refusal of an expired client is 409 Conflict
    Source: companion 2.2 - 409 when the window is over.
    Reading: EX-2 - the document names 409 only for "not enabled".

    Scenario: The activation window is over
      Given a serial number that is expired
      When the device activates with it
      Then the refusal is conflict

  @exosite.refusal.activated-is-a-conflict @should @practice
  Rule: The refusal of a client that was activated before is 409 Conflict
    Source: companion 2.2 and 4, exoline, libexosite - a second activation is 409.
    Reading: EX-2 - the document names 409 only for "not enabled".

    Scenario: The client was activated before
      Given a client that is activated
      When the device activates with it
      Then the refusal is conflict

  @exosite.refusal.keeps-first-cik @must
  Rule: A refused second activation leaves the first CIK as it is
    Source: /provision/activate, POST - "the client must not have already been activated".
    Reading: a refusal changes nothing; clients keep their stored key when they meet 409 (companion 4, libexosite).

    Scenario: The device that was refused goes on with the CIK that it has
      Given a serial number that is enabled
      When the device activates with it twice
      Then its first CIK still opens the content list

  @exosite.refusal.hands-out-no-cik @must
  Rule: The refusal of a second activation does not hold the CIK
    Source: /provision/activate, POST - "Activates and returns <cik>"; "the client must not have already been activated".
    Reading: whoever may not activate the client is not given its key either, whatever the status.

    Scenario: The client was activated before
      Given a client that is activated
      When the device activates with it
      Then the answer does not hold its CIK

  @exosite.refusal.does-not-enable @must
  Rule: A refused activation does not enable the client
    Source: /provision/activate, POST - "Client must be enabled via /provision/manage/model/<model>/<sn>".

    Scenario Outline: The serial number is <state>
      Given a serial number that is <state>
      When the device activates with it
      Then the same request is refused again

      Examples:
        | state       |
        | not enabled |
        | disabled    |

    Scenario: The client was activated before
      Given a client that is activated
      When the device activates with it
      Then the same request is refused 8 more times

  @exosite.refusal.does-not-renew-window @must
  Rule: A refused activation does not renew an enabled state that has expired
    Source: /provision/activate, POST - "the enabled state must not have expired".

    Scenario: The activation window is over
      Given a serial number that is expired
      When the device activates with it
      Then the same request is refused again

  @exosite.refusal.does-not-bar-enabling @must @capability:states-at-will
  Rule: A client that was refused activates once its serial number is enabled
    Source: /provision/activate, POST - "Client must be enabled via /provision/manage/model/<model>/<sn>".
    Reading: a refusal changes nothing, so that what came too early succeeds in time.

    Scenario Outline: The serial number is <state>
      Given a serial number that is <state>
      When the device activates with it
      Then the device can activate with it after the owner enables it

      Examples:
        | state       |
        | not enabled |
        | disabled    |
        | expired     |

  @exosite.refusal.does-not-create @must
  Rule: A refused activation does not bring the serial number into being
    Source: /provision/activate, POST - "404 Not Found if the client [...] is not found on the system".

    Scenario: An unknown serial number is tried twice
      Given a serial number that is enabled
      When the device activates with it, but names an unknown serial number
      Then the same request is refused again as not found

  @exosite.refusal.keeps-serial-number-activatable @must
  Rule: An activation that is refused for a wrong triple leaves the right one free to activate
    Source: /provision/activate, POST - activates the client "of model type <model> associated with Serial Number <sn>".

    Scenario: The device names an unknown serial number first
      Given a serial number that is enabled
      When the device activates with it, but names an unknown serial number
      Then the device can still activate with it

    Scenario: The device names an unknown model first
      Given a serial number that is enabled
      When the device activates with it, but names an unknown model
      Then the device can still activate with it

    Scenario: The device names a model first that is not its own
      Given a serial number that is enabled
      And a foreign model
      When the device activates with it, but names the foreign model
      Then the device can still activate with it
