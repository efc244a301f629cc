import { defect, override, type Defects } from '../../simulator.js'
import { editEvent, editNotification, without } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { Event, Reason, Status, Subscription } from '../model.js'
import { userKey } from '../subscriptions.js'
import type { Element, Elements } from '../writing.js'
import { firstCallbacks } from './shared.js'

/** Notifications that say something wrong. */
export const notificationContentDefects: Defects<RoamingCore> = {
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

    defect('tells the donor of a swap without its callbackData', core =>
      aboutSwaps(core, content => without(content, 'callbackData')),
    ),
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

    defect('names another subscription to the donor of a swap', core =>
      aboutSwaps(core, content => ({ ...content, roamingSubscriptionId: core.provider.newId('ITA01') })),
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

    defect('names the recipient to the donor of a swap', core =>
      aboutSwaps(core, (content, { arpId }) => ({
        ...content,
        arpId: arpId === 'ITA01' ? 'ITA02' : 'ITA01',
      })),
    ),
  ],
  'roaming.notification-contents.links-to-its-subscription': [
    defect('links by a path alone', core => editLink(core, href => new URL(href).pathname)),
    defect('links to the collection', core => editLink(core, href => href.replace(/\/[^/]+$/, ''))),
    defect('links to a subscription that does not exist', core => editLink(core, href => `${href}0`)),

    defect('links to another subscription for the donor of a swap', core =>
      aboutSwaps(core, (content, { arpId, origin }) => ({
        ...content,
        link: [
          {
            rel: 'RoamingSubscription',
            href: `${origin}/roamingProvisioning/v1/${arpId}/roamingSubscriptions/${core.provider.newId(arpId)}`,
          },
        ],
      })),
    ),
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
  'roaming.notification-contents.invents-no-callback-data': [
    defect('writes null for callbackData that there is none of', core =>
      editNotification(core, content => {
        const { link, ...rest } = content
        return 'callbackData' in content ? content : { ...rest, callbackData: 'null', link: link ?? [] }
      }),
    ),
  ],
}

function reasons(core: RoamingCore, status: Status, reason: Reason): void {
  editEvent(core, event => (event.status === status ? { ...event, reason } : event))
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

/** Changes what the donors of swaps are told. */
function aboutSwaps(
  core: RoamingCore,
  edit: (content: Elements, subscription: Subscription, event: Event) => Elements,
): void {
  editNotification(core, (content, event, subscription) =>
    event.reason === 'Swapped' ? edit(content, subscription, event) : content,
  )
}
