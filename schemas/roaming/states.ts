import { list, object, oneOf, optional, text } from '../fields.js'
import { defineStates } from '../states.js'

/** A user identifier (type UserId, section 5.2.2.3). */
const userId = object('A user identifier', {
  type: text('What kind of identifier it is, such as MSISDN'),
  value: text('The identifier, such as tel:+19585550100'),
})

const customerFacts = {
  userId: list('The identifiers by which the DSP knows the customer, at least one', userId),
}

const subscriptionParams = {
  arpId: optional(text('The ARP that holds it; the target option arpId if left out')),
  serverRoot: optional(text('The URL of the DSP up to /roamingProvisioning, for the links in notifications')),
  notifyURL: optional(text('Where the ARP wants its notifications')),
  callbackData: optional(text('What each notification shall repeat; nothing if left out')),
  notificationFormat: optional(oneOf('The format of its notifications', ['XML', 'JSON'])),
  sameCustomerAs: optional(text('The subscriptionId of another subscription of the same customer')),
}

const subscriptionFacts = {
  arpId: text('The ARP that holds it'),
  subscriptionId: text('Its identifier as it stands in notifications; in URLs it is percent-encoded'),
  dspId: text('The DSP, by its TADIG code'),
  userId: list('The identifiers of its customer, at least one', userId),
}

const ofSubscription = { subscriptionId: text('The subscription that is meant') }

/** What a stage can do for a DSP under test. What a stage puts into a pending status stays there until it is decided. */
export const roamingStates = defineStates({
  customer: {
    means: 'A customer of the DSP without any subscription, to whom the DSP grants whatever an ARP requests.',
    usedUp: true,
    params: {},
    facts: customerFacts,
  },
  'denied customer': {
    means: 'A customer of the DSP without any subscription, to whom the DSP denies pre-provisioning.',
    usedUp: true,
    params: {},
    facts: customerFacts,
  },
  'PreProvisioningPending subscription': {
    means: 'A subscription whose pre-provisioning the DSP has still to check, and will grant.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'PreProvisioned subscription': {
    means: 'A subscription whose pre-provisioning was granted and whose activation nobody has requested.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'ActivationPending subscription': {
    means: 'A subscription whose activation was requested and is not completed.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'Active subscription': {
    means: 'A subscription that is active, with the signalling status OnLine.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'indelible subscription': {
    means: 'A subscription that is active, and whose deactivation the DSP will refuse.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'DeactivationPending subscription': {
    means: 'A subscription whose deactivation was requested and is not completed.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'Deactivated subscription': {
    means: 'A subscription that was active and is no more.',
    usedUp: true,
    params: subscriptionParams,
    facts: subscriptionFacts,
  },
  'decision made': {
    means:
      'The DSP has decided whatever was pending on a subscription, as its customer is destined for; ' +
      'nothing happens where nothing is pending. Its notifications are on their way.',
    usedUp: true,
    params: ofSubscription,
    facts: {},
  },
  'deactivation by the DSP': {
    means:
      'The DSP has deactivated an active subscription on its own account. Its notification is on its way.',
    usedUp: true,
    params: {
      ...ofSubscription,
      reason: oneOf('Why', ['CustomerRequested', 'MNPPortOut', 'DSPRequested']),
    },
    facts: {},
  },
  'change of userId': {
    means:
      'The customer of an active subscription has other identifiers from now on: ' +
      'the old contract has ended and a new one holds. The notification is on its way.',
    usedUp: true,
    params: ofSubscription,
    facts: { userId: list('The new identifiers', userId) },
  },
})

/** The names and types of these states. */
export type RoamingStates = typeof roamingStates
