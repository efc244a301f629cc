import type { OutgoingRequest } from '../simulator.js'
import { defect, override, type Defects } from '../simulator.js'
import { editEvent, editNotification, editReader, without, writable } from './altering.js'
import type { RoamingCore } from './core.js'
import type { Callback, Event, Reason, Status, StoredStatus, Subscription } from './model.js'
import { userKey } from './subscriptions.js'
import type { Step } from './transitions.js'
import type { Element, Elements } from './writing.js'

/** Wrong transitions, notifications, and changes by the DSP. */
export const defectsOfEvents: Defects<RoamingCore> = {
  'roaming.transitions.granted-pre-provisioning-is-pre-provisioned': [
    defect('leaves a granted subscription PreProvisioningPending', core =>
      override(core.provider, original => ({
        preProvision: (subscription, event) => original.announce(subscription, event),
      })),
    ),
  ],
  'roaming.transitions.denied-pre-provisioning-removes-the-subscription': [
    defect('keeps a denied subscription', core =>
      override(core.provider, original => ({
        deny: (subscription, event) => original.announce(subscription, event),
      })),
    ),
    defect('keeps a denied subscription as Deactivated', core =>
      override(core.provider, original => ({
        deny: (subscription, event) => {
          original.become(subscription, 'Deactivated')
          original.announce(subscription, event)
        },
      })),
    ),
  ],
  'roaming.transitions.completed-activation-is-active': [
    defect('leaves an activated subscription ActivationPending', core =>
      override(core.provider, original => ({
        completeActivation: (subscription, startedAt) =>
          original.announceSwap(original.donorsOf(subscription), subscription, startedAt),
      })),
    ),
  ],
  'roaming.transitions.completed-deactivation-is-deactivated': [
    defect('leaves a deactivated subscription DeactivationPending', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) =>
          original.announce(subscription, { status: 'Deactivated', startedAt }),
      })),
    ),
    defect('takes a deactivated subscription back to PreProvisioned', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          original.become(subscription, 'PreProvisioned')
          original.announce(subscription, { status: 'Deactivated', startedAt })
        },
      })),
    ),
  ],
  'roaming.transitions.refused-deactivation-is-active-again': [
    defect('leaves a subscription pending whose deactivation was refused', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          if (!subscription.destiny.indelible) original.decideDeactivation(subscription, startedAt)
          else original.announce(subscription, { status: 'Active', startedAt })
        },
      })),
    ),
  ],
  'roaming.transitions.activation-is-the-arps-choice': [
    defect('activates when the callback changes', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          original.replaceCallback(subscription, callback)
          if (subscription.status === 'PreProvisioned') core.provider.begin(subscription, 'activate')
        },
        begin: (subscription, next, signalling) => {
          if (next !== 'activate' || subscription.status === 'PreProvisioned') {
            original.begin(subscription, next, signalling)
          }
        },
      })),
    ),
    defect('activates what it pre-provisions without a word', core =>
      override(core.provider, original => ({
        preProvision: (subscription, event) => {
          original.become(subscription, 'Active')
          original.announce(subscription, { ...event, status: 'Active' })
        },
      })),
    ),
  ],
  'roaming.transitions.only-activates-what-is-pre-provisioned': [
    defect('activates what is still being checked', core =>
      allows(core, 'PreProvisioningPending', 'Active', 'activate'),
    ),
    defect('activates what is being deactivated', core =>
      allows(core, 'DeactivationPending', 'Active', 'activate'),
    ),
    defect('activates again what was deactivated', core => allows(core, 'Deactivated', 'Active', 'activate')),
    defect('refuses to activate again what was deactivated, and does it', core =>
      override(core, original => ({
        refuseTransition: (subscription, requested) => {
          if (subscription.status === 'Deactivated' && requested === 'Active') {
            core.provider.become(subscription, 'Active')
          }
          return original.refuseTransition(subscription, requested)
        },
      })),
    ),
  ],
  'roaming.transitions.only-deactivates-what-is-active': [
    defect('deactivates what is being activated', core =>
      allows(core, 'ActivationPending', 'Deactivated', 'deactivate'),
    ),
    defect('refuses to deactivate what is being activated, but tells of it', core =>
      override(core, original => ({
        refuseTransition: (subscription, requested) => {
          if (subscription.status === 'ActivationPending' && requested === 'Deactivated') {
            core.provider.announce(subscription, { status: 'Deactivated' })
          }
          return original.refuseTransition(subscription, requested)
        },
      })),
    ),
  ],
  'roaming.transitions.never-deactivates-what-was-never-active': [
    defect('deactivates what is PreProvisioned', core =>
      allows(core, 'PreProvisioned', 'Deactivated', 'deactivate'),
    ),
    defect('deactivates what is still being checked', core =>
      allows(core, 'PreProvisioningPending', 'Deactivated', 'deactivate'),
    ),
  ],
  'roaming.transitions.never-returns-to-pre-provisioned': (
    ['PreProvisioningPending', 'ActivationPending', 'Active', 'DeactivationPending', 'Deactivated'] as const
  ).map(stored =>
    defect(`takes ${stored} back to PreProvisioned`, (core: RoamingCore) =>
      sets(core, stored, 'PreProvisioned'),
    ),
  ),
  'roaming.transitions.never-sets-what-is-pending': [
    defect('takes ActivationPending for a request for activation', core =>
      allows(core, 'PreProvisioned', 'ActivationPending', 'activate'),
    ),
    defect('takes DeactivationPending for a request for deactivation', core =>
      allows(core, 'Active', 'DeactivationPending', 'deactivate'),
    ),
    ...(
      [
        ['PreProvisioningPending', 'ActivationPending'],
        ['PreProvisioningPending', 'DeactivationPending'],
        ['PreProvisioned', 'PreProvisioningPending'],
        ['PreProvisioned', 'DeactivationPending'],
        ['ActivationPending', 'PreProvisioningPending'],
        ['ActivationPending', 'DeactivationPending'],
        ['Active', 'PreProvisioningPending'],
        ['Active', 'ActivationPending'],
        ['DeactivationPending', 'PreProvisioningPending'],
        ['DeactivationPending', 'ActivationPending'],
        ['Deactivated', 'PreProvisioningPending'],
        ['Deactivated', 'ActivationPending'],
        ['Deactivated', 'DeactivationPending'],
      ] as const
    ).map(([stored, requested]) =>
      defect(`sets ${stored} to ${requested}`, (core: RoamingCore) => sets(core, stored, requested)),
    ),
  ],
  'roaming.transitions.never-sets-cancelled': [
    defect('takes Cancelled for a request for deactivation', core => cancels(core, 'Active', 'Deactivated')),
    defect('takes Cancelled for the withdrawal of an activation', core =>
      cancels(core, 'ActivationPending', 'PreProvisioned'),
    ),
    defect('takes Cancelled for the withdrawal of a deactivation', core =>
      cancels(core, 'DeactivationPending', 'Active'),
    ),
    defect('removes a PreProvisioned subscription that is set to Cancelled', core =>
      cancels(core, 'PreProvisioned', 'removed'),
    ),
    defect('removes a PreProvisioningPending subscription that is set to Cancelled', core =>
      cancels(core, 'PreProvisioningPending', 'removed'),
    ),
    defect('removes a Deactivated subscription that is set to Cancelled', core =>
      cancels(core, 'Deactivated', 'removed'),
    ),
  ],
  'roaming.transitions.removed-subscriptions-stay-removed': [
    defect('revives a denied subscription that is updated', core => {
      const denied = new Map<string, Subscription>()
      override(core.provider, original => ({
        deny: (subscription, event) => {
          original.deny(subscription, event)
          denied.set(subscription.id, subscription)
        },
      }))
      override(core, original => ({
        update: (request, route, format) => {
          const revived = denied.get(route.subscriptionId ?? '')
          if (revived === undefined) return original.update(request, route, format)
          core.provider.become(revived, 'PreProvisioned')
          return original.answer(200, revived, revived.origin, format)
        },
      }))
    }),
  ],
  'roaming.transitions.activation-starts-once': [
    defect('completes an activation as often as it was requested', core =>
      repeats(core, subscription => subscription.status === 'ActivationPending'),
    ),
  ],
  'roaming.transitions.deactivation-starts-once': [
    defect('completes a deactivation as often as it was requested', core =>
      repeats(core, subscription => subscription.status === 'DeactivationPending'),
    ),
  ],
  'roaming.transitions.signalling-change-starts-once': [
    defect('completes a change of the signalling status as often as it was requested', core => {
      const times = new WeakMap<Subscription, number>()
      override(core.provider, original => ({
        beginSignalling: (subscription, signalling) => {
          times.set(subscription, (times.get(subscription) ?? 0) + 1)
          original.beginSignalling(subscription, signalling)
        },
        setSignalling: (subscription, signalling) => {
          original.setSignalling(subscription, signalling)
          for (let more = (times.get(subscription) ?? 1) - 1; more > 0; more--) {
            original.announce(subscription, { status: 'Active', reason: 'SignallingStatusChange' })
          }
          times.delete(subscription)
        },
      }))
    }),
  ],

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

  'roaming.notification-contents.has-its-type': [
    ...['operationEndTimestamp', 'link', 'status', 'userId'].map(name =>
      defect(`notifies without ${name}`, (core: RoamingCore) =>
        editNotification(core, content => without(content, name)),
      ),
    ),
    defect('notifies of a denial without operationEndTimestamp', core =>
      editNotification(core, (content, { status }) =>
        status === 'Cancelled' ? without(content, 'operationEndTimestamp') : content,
      ),
    ),
    defect('notifies with the link first', core =>
      editNotification(core, content => ({ link: content['link'] ?? [], ...without(content, 'link') })),
    ),
    defect('notifies with a date as operationEndTimestamp', core =>
      editNotification(core, content => ({
        ...content,
        operationEndTimestamp: (content['operationEndTimestamp'] as string).slice(0, 10),
      })),
    ),
    defect('notifies of a denial with a reason of its own', core =>
      editNotification(core, (content, { status }) =>
        status === 'Cancelled' ? { ...content, notificationReason: 'Denied' } : content,
      ),
    ),
    defect('spells PreProvisioned as the figure does', core =>
      editNotification(core, (content, { status }) =>
        status === 'PreProvisioned' ? { ...content, status: 'Preprovisioned' } : content,
      ),
    ),
  ],
  'roaming.notification-contents.repeats-the-callback-data': [
    defect('drops leading zeros of callbackData', core =>
      editData(core, data => data.replace(/^0+(?=\d+$)/, '')),
    ),
    defect('keeps 255 characters of callbackData', core => editData(core, data => data.slice(0, 255))),
    defect('notifies with the characters of callbackData composed', core =>
      editData(core, data => data.normalize('NFC')),
    ),
    defect('makes a number of callbackData', core => editData(core, numberFrom)),
    defect('trims callbackData', core => editData(core, data => data.trim().replace(/ +/g, ' '))),
    defect('strips tags from callbackData', core => editData(core, data => data.replace(/<[^>]*>/g, ''))),
    defect('knows no characters beyond ASCII in callbackData', core =>
      editData(core, data => data.replace(/[^\t\n -~]/gu, '?')),
    ),
    defect('decodes percent-encoding in callbackData', core =>
      editData(core, data => data.replaceAll('%2F', '/').replaceAll('+', ' ')),
    ),
    defect('notifies without callbackData', core =>
      editNotification(core, content => without(content, 'callbackData')),
    ),
  ],
  'roaming.notification-contents.repeats-the-callback-data-each-time': [
    defect('passes the callbackData back once', core => {
      const told = new WeakSet<Subscription>()
      editNotification(core, (content, _event, subscription) => {
        if (told.has(subscription)) return without(content, 'callbackData')
        told.add(subscription)
        return content
      })
    }),
    defect('notifies of a denial without callbackData', core => forgetsData(core, 'Cancelled')),
    defect('notifies of an activation without callbackData', core => forgetsData(core, 'Active')),
    defect('notifies of a deactivation without callbackData', core => forgetsData(core, 'Deactivated')),
  ],
  'roaming.notification-contents.repeats-changed-callback-data': [
    defect('repeats the callbackData of before', core => {
      const first = firstCallbacks(core)
      editNotification(core, (content, _event, { callback }) => {
        const data = first.get(callback)?.callbackData
        return data === undefined ? content : { ...content, callbackData: data }
      })
    }),
  ],
  'roaming.notification-contents.names-its-subscription': [
    defect('names the path of the subscription', core =>
      editNotification(core, content => ({
        ...content,
        roamingSubscriptionId: `roamingSubscriptions/${content['roamingSubscriptionId'] as string}`,
      })),
    ),
    defect('names nothing in particular after a denial', core =>
      editNotification(core, (content, { status }) =>
        status === 'Cancelled' ? { ...content, roamingSubscriptionId: '0' } : content,
      ),
    ),
  ],
  'roaming.notification-contents.names-the-parties': [
    defect('notifies with the ARP as the DSP', core =>
      editNotification(core, (content, _event, { arpId }) => ({ ...content, dspId: arpId })),
    ),
    defect('notifies with the DSP as the ARP', core =>
      editNotification(core, (content, _event, { dspId }) => ({ ...content, arpId: dspId })),
    ),
    defect('notifies with the userId in bare digits', core =>
      editNotification(core, (content, _event, { userId }) => ({
        ...content,
        userId: userId.map(({ type, value }) => ({ type, value: value.replace(/^tel:\+/, '') })),
      })),
    ),
  ],
  'roaming.notification-contents.links-to-its-subscription': [
    defect('links by a path alone', core => editLink(core, href => new URL(href).pathname)),
    defect('links to the collection', core => editLink(core, href => href.replace(/\/[^/]+$/, ''))),
    defect('links to a subscription that does not exist', core => editLink(core, href => `${href}0`)),
  ],
  'roaming.notification-contents.pairs-reason-and-status': [
    defect('gives CustomerRequested for an activation', core => reasons(core, 'Active', 'CustomerRequested')),
    defect('gives DSPRequested for a denial', core => reasons(core, 'Cancelled', 'DSPRequested')),
    defect('gives Swapped for a granted pre-provisioning', core =>
      reasons(core, 'PreProvisioned', 'Swapped'),
    ),
    defect('gives MNPPortOut for a denial', core => reasons(core, 'Cancelled', 'MNPPortOut')),
  ],
  'roaming.notification-contents.calls-a-signalling-change-by-its-name': [
    defect('gives no reason for a changed signalling status', core =>
      editEvent(core, event =>
        event.reason === 'SignallingStatusChange'
          ? { status: event.status, startedAt: event.startedAt }
          : event,
      ),
    ),
  ],
  'roaming.notification-contents.names-a-pending-request-only-while-there-is-one': [
    defect('takes a request that was denied for one that is pending', core => {
      const denied = new Set<string>()
      override(core.provider, original => ({
        deny: (subscription, event) => {
          for (const userId of subscription.userId) denied.add(userKey(userId))
          original.deny(subscription, event)
        },
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          const { destiny, userId } = subscription
          if (userId.some(one => denied.has(userKey(one))))
            subscription.destiny = { ...destiny, denial: 'NotEligibleUserPendingRequestOngoing' }
          return subscription
        },
      }))
    }),
  ],
  'roaming.notification-contents.gives-a-reason-of-denial': [
    defect('gives UserIdChange for a denial', core => reasons(core, 'Cancelled', 'UserIdChange')),
    defect('gives SignallingStatusChange for a denial', core =>
      reasons(core, 'Cancelled', 'SignallingStatusChange'),
    ),
  ],
  'roaming.notification-contents.starts-before-it-ends': [
    defect('ends operations before they start', core =>
      editNotification(core, content =>
        content['operationStartTimestamp'] === undefined
          ? content
          : replaced(
              content,
              'operationStartTimestamp',
              core.rendering.time(core.environment.clock.now() + 60_000),
            ),
      ),
    ),
  ],
  'roaming.notification-contents.ends-at-completion': [
    defect('ends operations in 1970', core =>
      editNotification(core, content => ({
        ...without(content, 'operationStartTimestamp'),
        ...replaced(
          without(content, 'operationStartTimestamp'),
          'operationEndTimestamp',
          '1970-01-01T00:00:00.000Z',
        ),
      })),
    ),
  ],

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

/** Replaces what one cell of the matrix of stored and requested status does. */
function meets(
  core: RoamingCore,
  stored: StoredStatus,
  requested: Status,
  apply: (s: Subscription) => Step,
): void {
  override(core, original => ({
    step: (subscription, wanted) =>
      subscription.status === stored && wanted.status === requested
        ? apply(subscription)
        : original.step(subscription, wanted),
  }))
}

/** Begins something that the reference refuses. */
function allows(core: RoamingCore, stored: StoredStatus, requested: Status, next: Step): void {
  meets(core, stored, requested, () => next)
}

/** Sets a status at once that the reference refuses. */
function sets(core: RoamingCore, stored: StoredStatus, requested: StoredStatus): void {
  meets(core, stored, requested, subscription => {
    core.provider.become(subscription, requested)
    return 'none'
  })
}

/** Lets Cancelled through in updates and makes something of it. */
function cancels(core: RoamingCore, stored: StoredStatus, becomes: StoredStatus | 'removed'): void {
  editReader(core, 'PUT', original => ({
    oneOf: (name, text, values) =>
      name === 'status' && text === 'Cancelled'
        ? (text as (typeof values)[number])
        : original.oneOf(name, text, values),
  }))
  meets(core, stored, 'Cancelled', subscription => {
    if (becomes === 'removed') core.provider.subscriptions.remove(subscription)
    else core.provider.become(subscription, becomes)
    return 'none'
  })
}

/** Announces the completion of what was requested again once more for each repetition. */
function repeats(core: RoamingCore, of: (subscription: Subscription) => boolean): void {
  const times = new WeakMap<Subscription, number>()
  override(core, original => ({
    step: (subscription, wanted) => {
      const next = original.step(subscription, wanted)
      if (next === 'repeat' && of(subscription)) times.set(subscription, (times.get(subscription) ?? 0) + 1)
      return next
    },
  }))
  override(core.provider, original => ({
    decide: subscription => {
      const more = times.get(subscription) ?? 0
      times.delete(subscription)
      original.decide(subscription)
      for (let time = 0; time < more; time++) original.announce(subscription, { status: subscription.status })
    },
  }))
}

function hides(core: RoamingCore, of: (event: Event) => boolean): void {
  editEvent(core, event => (of(event) ? undefined : event))
}

function exchanges(core: RoamingCore, cause: Reason, told: Reason): void {
  editEvent(core, event => (event.reason === cause ? { ...event, reason: told } : event))
}

function reasons(core: RoamingCore, status: Status, reason: Reason): void {
  editEvent(core, event => (event.status === status ? { ...event, reason } : event))
}

function editRequest(
  core: RoamingCore,
  edit: (request: OutgoingRequest, subscription: Subscription) => OutgoingRequest,
): void {
  override(core.announcer, original => ({
    notification: (subscription, event) => edit(original.notification(subscription, event), subscription),
  }))
}

function editLink(core: RoamingCore, edit: (href: string) => string): void {
  override(core.rendering, original => ({
    link: (rel, subscription) => ({ rel, href: edit(original.link(rel, subscription)['href'] as string) }),
  }))
}

function editData(core: RoamingCore, edit: (data: string) => Element): void {
  editNotification(core, content =>
    content['callbackData'] === undefined
      ? content
      : replaced(content, 'callbackData', edit(content['callbackData'] as string)),
  )
}

function forgetsData(core: RoamingCore, of: Status): void {
  editNotification(core, (content, { status }) =>
    status === of ? without(content, 'callbackData') : content,
  )
}

/** The number that a text looks like, which JSON.stringify writes without quotes. */
function numberFrom(text: string): Element {
  return /^\d+$/.test(text) ? (Number(text) as unknown as Element) : text
}

function replaced(content: Elements, name: string, value: Element): Elements {
  return Object.fromEntries(Object.entries(content).map(([key, old]) => [key, key === name ? value : old]))
}

/** The callback before the first change, by each one that replaced it. */
function firstCallbacks(core: RoamingCore): WeakMap<Callback, Callback> {
  const first = new WeakMap<Callback, Callback>()
  override(core, original => ({
    replaceCallback: (subscription, callback) => {
      first.set(callback, first.get(subscription.callback) ?? subscription.callback)
      original.replaceCallback(subscription, callback)
    },
  }))
  return first
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

function tellInXml(core: RoamingCore, concerns: (event: Event) => boolean): void {
  override(core.announcer, original => ({
    notification(subscription, event) {
      if (!concerns(event)) return original.notification(subscription, event)
      const callback = { ...subscription.callback, notificationFormat: 'XML' as const }
      return original.notification({ ...subscription, callback }, event)
    },
  }))
}
