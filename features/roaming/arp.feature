Feature: What the ARP owes
  The document also binds the ARP, as a client and as the receiver of notifications.
  A run plays the ARP, so that it can judge none of this.

  @roaming.arp.asks-for-three-transitions-only @must @client @unobservable
  Rule: An ARP asks for the transitions 1, 5 and 8 and for no other
    Source: 6.2.3 - "The only transitions that can be requested by the client (an ARP)".
    Why: in a run the harness is the ARP.

  @roaming.arp.waits-for-pre-provisioning @must @client @unobservable
  Rule: An ARP asks for activation after it was notified of PreProvisioned
    Source: 5.3.1, the order of the steps 2 and 3.
    Why: in a run the harness is the ARP.

  @roaming.arp.uses-its-own-identifier @must @client @unobservable
  Rule: An ARP uses its own arpId
    Source: 6.2.1 - "MUST match the identifier of the requesting ARP".
    Why: in a run the harness is the ARP; what a DSP does about another arpId has a rule.

  @roaming.arp.encodes-its-urls @must @client @unobservable
  Rule: An ARP percent-encodes reserved characters in the variables of a URL
    Source: 6, first bullet - "no matter whether the URL is used as a Request URL".
    Why: in a run the harness is the ARP.

  @roaming.arp.repeats-what-is-fixed @must @client @unobservable
  Rule: An ARP repeats in an update what cannot be modified
    Source: 6.2.5 - "SHALL NOT be modified by means of a PUT request".
    Why: in a run the harness is the ARP; what a DSP does about a modification has a rule.

  @roaming.arp.says-where-it-listens @must @client @unobservable
  Rule: An ARP provides a client-side notification URL with every subscription
    Source: 6.2 - "provided by the notifyURL in callbackReference"; 5.2.2.1, callbackReference.
    Why: in a run the harness is the ARP; what a DSP does without it has a rule.

  @roaming.arp.takes-notifications @must @receiver @unobservable
  Rule: An ARP accepts a POST of a notification at its notifyURL
    Source: 5.1, second table - "Notifies the ARP about changes in a subscription".
    Why: in a run the harness is the receiver.

  @roaming.arp.offers-only-post-for-notifications @must @receiver @unobservable
  Rule: Nothing but POST is offered at the notifyURL
    Source: 5.1, second table - "no", "no", "no".
    Why: in a run the harness is the receiver.

  @roaming.arp.reads-the-format-it-asked-for @must @receiver @unobservable
  Rule: An ARP understands notifications in the format that it asked for
    Source: 6, last bullet - "which format the client has specified in the related subscription".
    Why: in a run the harness is the receiver.

  @roaming.arp.copes-without-optional-elements @must @receiver @unobservable
  Rule: An ARP understands notifications without optional elements and with repeated ones
    Source: 5.2.2.2, the column "Optional" and the counts.
    Why: in a run the harness is the receiver.
