Feature: Methods of the resources
  The factory creates, a subscription is retrieved and updated, and nothing else can be done to either.
  A refused method is answered with what would be allowed.

  @roaming.methods.factory-only-creates @must
  Rule: A method other than POST is not allowed on the collection of subscriptions
    Source: 5.1, first row of the first table - "No", "No", "no"; 6.1.3, 6.1.4 and 6.1.6 - "HTTP error status is 405".

    Scenario Outline: The ARP sends <method>
      Given a subscription that is Active
      When the ARP sends <method> to the collection
      Then the answer is Method Not Allowed

      Examples:
        | method |
        | GET    |
        | PUT    |
        | DELETE |

  @roaming.methods.factory-answers-with-allow @must @reference
  Rule: A method that is refused on the collection is answered with Allow
    Source: 6.1.3 - "as per section 14.7 of [RFC 2616]"; RFC 2616, 10.4.6.
    Reading: the template says "should", the RFC that it follows says MUST (G7).

    Scenario Outline: The ARP sends <method>
      Given a subscription that is Active
      When the ARP sends <method> to the collection
      Then the answer carries Allow

      Examples:
        | method |
        | GET    |
        | PUT    |
        | DELETE |

  @roaming.methods.factory-allows-post @must
  Rule: Allow names POST alone for the collection
    Source: 5.1, first row of the first table; 6.1.3 - "should also include the Allow".
    Reading: OPTIONS may be named beside it. The form of the list has a rule of its own.

    Scenario: Something else is refused
      Given a subscription that is Active
      When the ARP sends DELETE to the collection
      Then Allow names POST alone, if there is one

  @roaming.methods.subscription-is-only-retrieved-and-updated @must
  Rule: A method other than GET and PUT is not allowed on a subscription
    Source: 6.2.6 and 6.2.7 - "Method not allowed by the resource. The returned HTTP error status is 405".

    Scenario Outline: The ARP sends <method>
      Given a subscription that is Active
      When the ARP sends <method> to the subscription
      Then the answer is Method Not Allowed

      Examples:
        | method |
        | POST   |
        | DELETE |

    Scenario Outline: The ARP sends DELETE to what is <status>
      Given a subscription that is <status>
      When the ARP sends DELETE to the subscription
      Then the answer is Method Not Allowed

      Examples:
        | status         |
        | PreProvisioned |
        | Deactivated    |

  @roaming.methods.subscription-survives-a-delete @must
  Rule: A subscription is still there after a DELETE was refused
    Source: 6.2.7 - "Method not allowed by the resource".

    Scenario: The ARP tries to delete it
      Given a subscription that is Active
      When the ARP sends DELETE to the subscription
      Then the subscription is still Active

  @roaming.methods.nothing-but-put-changes-a-subscription @must
  Rule: No method but PUT changes a subscription
    Source: 6.2.3 - "The only transitions that can be requested by the client (an ARP) by means of POST and PUT requests"; 5.1, the verbs.
    Reading: how other methods are answered is left open.

    Scenario: The ARP asks for deactivation by PATCH
      Given a subscription that is Active
      When the ARP requests the status Deactivated by PATCH
      Then the subscription is still Active

    Scenario: The ARP asks for deactivation by POST
      Given a subscription that is Active
      When the ARP requests the status Deactivated by POST
      Then the subscription is still Active

  @roaming.methods.subscription-answers-with-allow @must @reference
  Rule: A method that is refused on a subscription is answered with Allow
    Source: 6.2.6 and 6.2.7 - "as per section 14.7 of [RFC 2616]"; RFC 2616, 10.4.6.
    Reading: the document says "should", the RFC that it follows says MUST (G7).

    Scenario Outline: The ARP sends <method>
      Given a subscription that is Active
      When the ARP sends <method> to the subscription
      Then the answer carries Allow

      Examples:
        | method |
        | POST   |
        | DELETE |

  @roaming.methods.subscription-allows-get-and-put @must
  Rule: Allow names GET and PUT for a subscription
    Source: 6.2.6 and 6.2.7 - "should also include the Allow: [GET/PUT]".
    Reading: HEAD and OPTIONS may be named beside them. The form of the list has a rule of its own.

    Scenario Outline: The ARP sends <method>
      Given a subscription that is Active
      When the ARP sends <method> to the subscription
      Then Allow names GET and PUT, if there is one

      Examples:
        | method |
        | POST   |
        | DELETE |

  @roaming.methods.allow-is-a-list @must @reference
  Rule: Allow is a list of methods with commas between them
    Source: 6.2.6 - "as per section 14.7 of [RFC 2616]".
    Reading: the brackets and the slash of "[GET/PUT]" are the template's, not the header's (G7).

    Scenario: The ARP sends DELETE
      Given a subscription that is Active
      When the ARP sends DELETE to the subscription
      Then Allow is a list with commas, if there is one
