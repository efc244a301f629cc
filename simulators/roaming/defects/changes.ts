import { defect, override, type Defects } from '../../simulator.js'
import { editEvent, editNotification, writable } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { Reason, StoredStatus, Subscription } from '../model.js'
import { hides } from './shared.js'

/** Wrong changes by the DSP. */
export const changeDefects: Defects<RoamingCore> = {
  'roaming.changes.swap-deactivates-the-donor': [
    defect('leaves the donor Active', core =>
      override(core.provider, original => ({
        completeActivation: (subscription, startedAt) => {
          const donors = original.donorsOf(subscription)
          original.become(subscription, 'Active')
          original.announceSwap(donors, subscription, startedAt)
        },
      })),
    ),
  ],
  'roaming.changes.swap-tells-the-donor': [
    defect('tells the donor nothing', core => hides(core, ({ reason }) => reason === 'Swapped')),
  ],
  'roaming.changes.swap-is-the-donors-reason': [
    defect('gives the donor no reason', core =>
      override(core.provider, () => ({ loss: () => ({ status: 'Deactivated' }) })),
    ),
    defect('gives the donor the reason CustomerRequested', core =>
      override(core.provider, () => ({
        loss: () => ({ status: 'Deactivated', reason: 'CustomerRequested' }),
      })),
    ),
  ],
  'roaming.changes.swap-tells-the-recipient': [
    defect('tells the recipient of a swap nothing', core =>
      override(core.provider, original => ({
        announceSwap: (donors, recipient, startedAt) => {
          if (donors.length === 0) original.announceSwap(donors, recipient, startedAt)
          for (const donor of donors) original.announce(donor, original.loss())
        },
      })),
    ),
  ],
  'roaming.changes.swap-tells-the-donor-first': [
    defect('tells the recipient first', core =>
      override(core.provider, original => ({
        announceSwap: (donors, recipient, startedAt) => {
          const told = core.announcer.announce(recipient, { status: 'Active', startedAt })
          for (const donor of donors) void core.announcer.announceAfter([told], donor, original.loss())
        },
      })),
    ),
  ],
  'roaming.changes.donor-serves-until-the-swap': [
    defect('deactivates the donor when another ARP has a subscription', core => losesEarly(core, () => true)),
    defect('deactivates the donor when an activation is requested', core =>
      losesEarly(core, status => status === 'ActivationPending'),
    ),
  ],
  'roaming.changes.swap-spares-other-customers': [
    defect('deactivates all subscriptions of other ARPs', core => {
      const held = new Set<Subscription>()
      override(core.provider.subscriptions, original => ({
        put: subscription => {
          held.add(subscription)
          original.put(subscription)
        },
      }))
      override(core.provider, () => ({
        donorsOf: ({ arpId }) =>
          [...held].filter(other => other.arpId !== arpId && other.status === 'Active'),
      }))
    }),

    defect('deactivates all customers of the donor of a swap', core => {
      const known = new Set<Subscription>()
      override(core.provider.subscriptions, original => ({
        put: subscription => {
          known.add(subscription)
          original.put(subscription)
        },
      }))
      override(core.provider, original => ({
        completeActivation: (subscription, startedAt) => {
          const donors = original.donorsOf(subscription).map(({ arpId }) => arpId)
          original.completeActivation(subscription, startedAt)
          for (const other of known) {
            const isHit = other !== subscription && donors.includes(other.arpId) && other.status === 'Active'
            if (isHit) original.become(other, 'Deactivated')
          }
        },
      }))
    }),
  ],
  'roaming.changes.dsp-deactivates': [
    defect('tells of its own deactivation and leaves the subscription Active', core =>
      override(core.provider, original => ({
        deactivate: (subscription, reason) =>
          original.announce(subscription, { status: 'Deactivated', reason }),
      })),
    ),
  ],
  'roaming.changes.dsp-tells-of-its-deactivation': (
    ['CustomerRequested', 'MNPPortOut', 'DSPRequested'] as const
  ).map(reason =>
    defect(`tells nobody of a deactivation as ${reason}`, (core: RoamingCore) =>
      hides(core, event => event.reason === reason),
    ),
  ),
  'roaming.changes.reason-is-the-cause': [
    defect('calls a port-out a request of the customer', core =>
      exchanges(core, 'MNPPortOut', 'CustomerRequested'),
    ),
    defect('calls its own request one of the customer', core =>
      exchanges(core, 'DSPRequested', 'CustomerRequested'),
    ),
    defect('calls the request of the customer its own', core =>
      exchanges(core, 'CustomerRequested', 'DSPRequested'),
    ),
  ],
  'roaming.changes.user-id-change-is-notified': [
    defect('calls a change of the userId its own request', core =>
      exchanges(core, 'UserIdChange', 'DSPRequested'),
    ),
    defect('gives no reason for a change of the userId', core =>
      editEvent(core, event => {
        if (event.reason !== 'UserIdChange') return event
        const { reason: _reason, ...rest } = event
        return rest
      }),
    ),
  ],
  'roaming.changes.user-id-change-ends-the-old-contract': [
    defect('leaves the old contract Active', core =>
      override(core.provider, original => ({
        changeUserId: (subscription, userId) => {
          const successor = original.changeUserId(subscription, userId)
          original.become(subscription, 'Active')
          return successor
        },
      })),
    ),
  ],
  'roaming.changes.user-id-change-links-to-the-new-contract': [
    defect('links to the old contract only', core =>
      override(core.rendering, original => ({ links: (...args) => original.links(...args).slice(0, 1) })),
    ),
  ],
  'roaming.changes.user-ids-are-global-numbers': [
    defect('assigns local numbers', core =>
      editNotification(core, (content, { successor }, { userId }) =>
        successor === undefined
          ? content
          : {
              ...content,
              userId: userId.map(({ type, value }) => ({ type, value: value.replace('tel:+', 'tel:') })),
            },
      ),
    ),
  ],
}

function exchanges(core: RoamingCore, cause: Reason, told: Reason): void {
  editEvent(core, event => (event.reason === cause ? { ...event, reason: told } : event))
}

/** Takes a customer from an ARP when another one's subscription has a status that it passes before it is Active. */
function losesEarly(core: RoamingCore, when: (status: StoredStatus) => boolean): void {
  override(core.provider.subscriptions, original => ({
    put: subscription => {
      original.put(subscription)
      const { status } = subscription
      if (!/^PreProvision|^ActivationPending$/.test(status) || !when(status)) return
      for (const donor of original.activeOfSameCustomer(subscription)) {
        writable(donor).status = 'Deactivated'
        original.put(donor)
      }
    },
  }))
}
