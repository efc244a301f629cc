import { defect, override, type Defects, type OutgoingRequest } from '../../simulator.js'
import { editEvent } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { Event, Subscription } from '../model.js'
import { firstCallbacks, hides } from './shared.js'

/** Notifications that are wrongly sent. */
export const notificationDefects: Defects<RoamingCore> = {
  'roaming.notifications.tells-of-granted-pre-provisioning': [
    defect('tells nobody of granted pre-provisioning', core =>
      hides(core, ({ status }) => status === 'PreProvisioned'),
    ),
  ],
  'roaming.notifications.tells-of-denied-pre-provisioning': [
    defect('tells nobody of denied pre-provisioning', core =>
      hides(core, ({ status }) => status === 'Cancelled'),
    ),
    defect('calls denied pre-provisioning Deactivated', core =>
      editEvent(core, event => (event.status === 'Cancelled' ? { ...event, status: 'Deactivated' } : event)),
    ),
  ],
  'roaming.notifications.tells-of-activation': [
    defect('tells nobody of an activation', core =>
      override(core.provider, original => ({
        announceSwap: (donors, recipient, startedAt) => {
          if (donors.length > 0) original.announceSwap(donors, recipient, startedAt)
        },
      })),
    ),

    defect('forgets an activation when the callback changes', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          original.replaceCallback(subscription, callback)
          if (subscription.status !== 'ActivationPending') return
          override(core.announcer, announcer => ({
            announceAfter: (others, one, event) =>
              one === subscription ? Promise.resolve() : announcer.announceAfter(others, one, event),
          }))
        },
      })),
    ),
  ],
  'roaming.notifications.tells-of-deactivation': [
    defect('tells nobody of a deactivation that the ARP requested', core =>
      hides(core, ({ status, startedAt }) => status === 'Deactivated' && startedAt !== undefined),
    ),
  ],
  'roaming.notifications.tells-of-refused-deactivation': [
    defect('tells nobody of a refused deactivation', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          if (subscription.destiny.indelible) original.become(subscription, 'Active')
          else original.decideDeactivation(subscription, startedAt)
        },
      })),
    ),
    defect('tells of a refused deactivation as if it were granted', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          if (!subscription.destiny.indelible) original.decideDeactivation(subscription, startedAt)
          else {
            original.become(subscription, 'Active')
            original.announce(subscription, { status: 'Deactivated', startedAt })
          }
        },
      })),
    ),
  ],
  'roaming.notifications.tells-of-signalling-change': [
    defect('tells nobody of a changed signalling status', core =>
      hides(core, ({ reason }) => reason === 'SignallingStatusChange'),
    ),
    defect('tells nobody that the signalling status is OnLine again', core =>
      hides(core, ({ signalling }) => signalling === 'OnLine'),
    ),
  ],
  'roaming.notifications.come-where-the-arp-wants-them': [
    defect('notifies at the URL of before', core => {
      const first = firstCallbacks(core)
      editRequest(core, (request, { callback }) => ({
        ...request,
        url: (first.get(callback) ?? callback).notifyURL,
      }))
    }),
    defect('notifies by PUT', core => editRequest(core, request => ({ ...request, method: 'PUT' }))),

    defect('loses the query of a notifyURL', core => editUrl(core, url => url.replace(/\?.*/, ''))),
    defect('writes a notifyURL in lower case', core => editUrl(core, url => url.toLowerCase())),
    defect('decodes a notifyURL', core =>
      editUrl(core, url => decodeURIComponent(url).replaceAll(' ', '%20')),
    ),
  ],
  'roaming.notifications.come-in-the-format-asked-for': [
    defect('notifies always in XML', core => override(core.announcer, () => ({ format: () => 'XML' }))),
    defect('notifies always in JSON', core => override(core.announcer, () => ({ format: () => 'JSON' }))),
    defect('notifies in the format of the creation', core =>
      override(core.announcer, () => ({ format: subscription => subscription.format })),
    ),
    defect('tells in XML that a request was denied', core =>
      tellInXml(core, ({ status }) => status === 'Cancelled'),
    ),
    defect('tells in XML of changes of the signalling status', core =>
      tellInXml(core, ({ signalling }) => signalling !== undefined),
    ),
    defect('tells in XML of a change of userId', core =>
      tellInXml(core, ({ successor }) => successor !== undefined),
    ),
    defect('tells in XML of what it did by itself', core =>
      tellInXml(core, ({ startedAt, successor }) => startedAt === undefined && successor === undefined),
    ),

    defect('tells the donor of a swap in the other format', core =>
      toDonors(core, subscription => ({
        ...subscription,
        callback: {
          ...subscription.callback,
          notificationFormat: subscription.callback.notificationFormat === 'JSON' ? 'XML' : 'JSON',
        },
      })),
    ),
  ],
  'roaming.notifications.follow-a-changed-format': [
    defect('notifies in the format of before', core => {
      const first = firstCallbacks(core)
      override(core.announcer, () => ({
        format: subscription =>
          (first.get(subscription.callback) ?? subscription.callback).notificationFormat ??
          subscription.format,
      }))
    }),
  ],
  'roaming.notifications.name-their-content-type': [
    defect('calls notifications in JSON XML', core =>
      editRequest(core, request => ({
        ...request,
        headers: { ...request.headers, 'content-type': 'application/xml' },
      })),
    ),
    defect('calls notifications text', core =>
      editRequest(core, request => ({
        ...request,
        headers: { ...request.headers, 'content-type': 'text/plain' },
      })),
    ),
  ],
  'roaming.notifications.come-once': [
    defect('notifies twice', core =>
      override(core.announcer, original => ({
        deliver: async request => {
          await original.deliver(request)
          await original.deliver(request)
        },
      })),
    ),
  ],
  'roaming.notifications.never-tell-of-what-is-pending': [
    defect('tells of PreProvisioningPending', core =>
      override(core.provider, original => ({
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          original.announce(subscription, { status: 'PreProvisioningPending' })
          return subscription
        },
      })),
    ),
    defect('tells of ActivationPending and DeactivationPending', core =>
      override(core.provider, original => ({
        begin: (subscription, what) => {
          original.begin(subscription, what)
          original.announce(subscription, { status: subscription.status })
        },
      })),
    ),
  ],
  'roaming.notifications.callback-change-is-not-notified': [
    defect('tells of a changed callback', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          const changed = JSON.stringify(subscription.callback) !== JSON.stringify(callback)
          original.replaceCallback(subscription, callback)
          if (changed) core.provider.announce(subscription, { status: subscription.status })
        },
      })),
    ),
  ],
}

function editRequest(
  core: RoamingCore,
  edit: (request: OutgoingRequest, subscription: Subscription) => OutgoingRequest,
): void {
  override(core.announcer, original => ({
    notification: (subscription, event) => edit(original.notification(subscription, event), subscription),
  }))
}

function tellInXml(core: RoamingCore, concerns: (event: Event) => boolean): void {
  override(core.announcer, original => ({
    notification(subscription, event) {
      if (!concerns(event)) return original.notification(subscription, event)
      const callback = { ...subscription.callback, notificationFormat: 'XML' as const }
      return original.notification({ ...subscription, callback }, event)
    },
  }))
}

function editUrl(core: RoamingCore, edit: (url: string) => string): void {
  override(core.announcer, original => ({
    notification: (subscription, event) => {
      const request = original.notification(subscription, event)
      return { ...request, url: edit(request.url) }
    },
  }))
}

/** Tells the donors of swaps as if their subscriptions were others. */
function toDonors(core: RoamingCore, edit: (subscription: Subscription) => Subscription): void {
  override(core.announcer, original => ({
    notification: (subscription, event) =>
      original.notification(event.reason === 'Swapped' ? edit(subscription) : subscription, event),
  }))
}
