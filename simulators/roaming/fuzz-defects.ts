import { defect, override, type Defects } from '../simulator.js'
import { editReader, editSubscription, editWanted } from './altering.js'
import { childrenOf } from './body.js'
import type { RoamingCore } from './core.js'
import type { Event, Subscription } from './model.js'
import { field } from './negotiation.js'
import type { Element } from './writing.js'

/** Mistakes that show only for few bodies, or after certain histories: what scenarios pass by and properties find. */
export const roamingFuzzDefects: Defects<RoamingCore> = {
  'roaming.always.lives-go-by-the-book': [
    defect('activates what has ended if its signalling status was changed once', core => {
      const changed = new WeakSet<Subscription>()
      override(core.provider, original => ({
        setSignalling: (subscription, signalling) => {
          changed.add(subscription)
          original.setSignalling(subscription, signalling)
        },
      }))
      override(core, original => ({
        step: (subscription, wanted) => {
          const isLeak = changed.has(subscription) && subscription.status === 'Deactivated'
          return isLeak && wanted.status === 'Active'
            ? leak(subscription)
            : original.step(subscription, wanted)
        },
      }))
    }),
    defect('never deactivates what a change of userId has made', core => {
      const successors = new WeakSet<Subscription>()
      override(core.provider, original => ({
        changeUserId: (subscription, userId) => {
          const successor = original.changeUserId(subscription, userId)
          successors.add(successor)
          return successor
        },
        decideDeactivation: (subscription, startedAt) => {
          if (successors.has(subscription)) core.provider.become(subscription, 'Active')
          else original.decideDeactivation(subscription, startedAt)
        },
      }))
    }),
    defect('never deactivates what got a new callback and is OffLine', core => {
      const moved = new WeakSet<Subscription>()
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          const isNew = callback.notifyURL !== subscription.callback.notifyURL
          if (isNew && subscription.status === 'Active') moved.add(subscription)
          original.replaceCallback(subscription, callback)
        },
      }))
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          if (moved.has(subscription) && subscription.signalling === 'OffLine') {
            core.provider.become(subscription, 'Active')
          } else original.decideDeactivation(subscription, startedAt)
        },
      }))
    }),
  ],
  'roaming.always.arps-are-told': [
    defect('tells nobody of the second of two decisions about a customer within 10 ms', core => {
      const last = { at: -Infinity, id: '', of: '' }
      let isLost = false
      override(core.provider, original => ({
        decide: subscription => {
          const now = performance.now()
          const of = customerOf(subscription)
          isLost = now - last.at < 10 && last.of === of && last.id !== subscription.id
          Object.assign(last, { at: now, id: subscription.id, of })
          original.decide(subscription)
          isLost = false
        },
      }))
      afterEvents(core, event => (isLost ? [] : [event]))
    }),
    defect('tells of the second signalling change in the old format', core => {
      const changes = new WeakMap<Subscription, number>()
      override(core.provider, original => ({
        setSignalling: (subscription, signalling) => {
          changes.set(subscription, (changes.get(subscription) ?? 0) + 1)
          original.setSignalling(subscription, signalling)
        },
      }))
      override(core.announcer, original => ({
        format: subscription => {
          const format = original.format(subscription)
          if ((changes.get(subscription) ?? 0) < 2) return format
          return format === 'XML' ? 'JSON' : 'XML'
        },
      }))
    }),
    defect('does not tell of a change of userId what was told to be Active before', core =>
      afterEvents(core, (event, before) =>
        event.reason === 'UserIdChange' && before.includes('Active') ? [] : [event],
      ),
    ),
    defect('does not tell that a subscription ended which was active twice over', core =>
      afterEvents(core, (event, before) => {
        const isLost = event.status === 'Deactivated' && before.filter(one => one === 'Active').length > 1
        return isLost ? [] : [event]
      }),
    ),
  ],
  'roaming.always.arps-are-told-once-in-order': [
    defect('tells twice of a deactivation that follows two signalling changes', core =>
      afterEvents(core, (event, before) => {
        const isTwice = event.status === 'Deactivated' && before.filter(one => one === 'Active').length > 1
        return isTwice ? [event, event] : [event]
      }),
    ),
  ],
  'roaming.always.swaps-move-the-customer': [
    defect('keeps the donor of the second swap of a customer', core => {
      const swaps = new Map<string, number>()
      override(core.provider, original => ({
        donorsOf: subscription => {
          const donors = original.donorsOf(subscription)
          const count = (swaps.get(customerOf(subscription)) ?? 0) + (donors.length > 0 ? 1 : 0)
          remember(swaps, customerOf(subscription), count)
          return donors.length > 0 && count === 2 ? [] : donors
        },
      }))
    }),
    defect('tells the recipient of the second swap that it was swapped, and not the donor', core => {
      const swaps = new Map<string, number>()
      override(core.provider, original => ({
        announceSwap: (donors, recipient, startedAt) => {
          const count = (swaps.get(customerOf(recipient)) ?? 0) + (donors.length > 0 ? 1 : 0)
          remember(swaps, customerOf(recipient), count)
          if (count < 2 || donors.length === 0) original.announceSwap(donors, recipient, startedAt)
          else {
            void core.announcer.announce(recipient, { status: 'Active', startedAt })
            void core.announcer.announce(recipient, original.loss())
          }
        },
      }))
    }),
  ],
  'roaming.always.races-have-an-order': [
    defect('activates both of two whose activation was requested within 10 ms', core => {
      const begun = new Map<string, number>()
      override(core.provider, original => ({
        begin: (subscription, what) => {
          const key = customerOf(subscription)
          const now = performance.now()
          const before = begun.get(key) ?? -Infinity
          remember(begun, key, now - before < 10 ? Infinity : now)
          original.begin(subscription, what)
        },
        donorsOf: subscription =>
          begun.get(customerOf(subscription)) === Infinity ? [] : original.donorsOf(subscription),
      }))
    }),
    defect('mixes two callbacks that come within 5 ms', core => {
      const last = new WeakMap<Subscription, { at: number; data: string | undefined }>()
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          const now = performance.now()
          const before = last.get(subscription)
          last.set(subscription, { at: now, data: callback.callbackData })
          const isMixed = before !== undefined && now - before.at < 5 && before.data !== callback.callbackData
          original.replaceCallback(
            subscription,
            isMixed ? { ...callback, callbackData: `${before.data}${callback.callbackData}` } : callback,
          )
        },
      }))
    }),
  ],
  'roaming.always.texts-come-back': [
    defect('takes spaces from the end of a text of one word', core =>
      editTexts(core, text => (/^\S+ +$/.test(text) ? text.trimEnd() : text)),
    ),
    defect('keeps the end of a CDATA section apart', core =>
      editTexts(core, text => (text.includes('<') ? text : text.replaceAll(']]>', ']] >'))),
    ),
    defect('writes a combining accent as part of its letter', core =>
      editTexts(core, text => text.normalize('NFC')),
    ),
    defect('cuts a text of more than 255 characters', core => editTexts(core, text => text.slice(0, 255))),
    defect('reads a carriage return as a line feed', core =>
      editTexts(core, text => text.replaceAll('\r', '\n')),
    ),
  ],
  'roaming.always.spellings-mean-the-same': [
    defect('does not read a CDATA section that holds a single quote', core =>
      override(core, original => ({
        read: (request, language) => {
          const text = request.body.toString('utf8').replaceAll("<![CDATA[']]>", '')
          return original.read({ ...request, body: Buffer.from(text) }, language)
        },
      })),
    ),
    defect('reads escapes in upper case digits only', core =>
      override(core, original => ({
        read: (request, language) => {
          const isRead = language === 'XML' || !/\\u00[0-9]?[a-f]/.test(request.body.toString('latin1'))
          return original.read(isRead ? request : { ...request, body: Buffer.from('{') }, language)
        },
      })),
    ),
    defect('stops at a processing instruction', core =>
      override(core, original => ({
        read: (request, language) => {
          const at = language === 'XML' ? request.body.indexOf('<?note') : -1
          return original.read(
            at < 0 ? request : { ...request, body: request.body.subarray(0, at) },
            language,
          )
        },
      })),
    ),
  ],
  'roaming.always.invalid-bodies-are-refused': [
    defect('takes a status with something behind it', core =>
      editReader(core, 'PUT', original => ({
        oneOf: (name, text, values) =>
          values.find(value => name === 'status' && text === `${value}~`) ??
          original.oneOf(name, text, values),
      })),
    ),
    defect('stores what a creation with an unknown format asks for before it refuses', core =>
      override(core, original => ({
        read: (request, language) => {
          const text = request.body.toString('utf8')
          const mended = text.replace('JSON XML', 'XML').replace('XML JSON', 'XML')
          if (request.method === 'POST' && mended !== text) {
            const wanted = original.read({ ...request, body: Buffer.from(mended) }, language)
            core.provider.found(wanted, core.originOf(request), language)
          }
          return original.read(request, language)
        },
      })),
    ),
    defect('does not miss the value of a userId in an update', core =>
      editReader(core, 'PUT', original => ({
        needed: (node, name) => {
          const isMissing = name === 'value' && childrenOf(node, 'valu').length > 0
          return isMissing ? (original.optional(node, 'valu') ?? '') : original.needed(node, name)
        },
      })),
    ),
  ],
  'roaming.always.accept-is-heeded': [
    defect('reads one digit of a quality only', core =>
      editAccept(core, accept => accept.replaceAll(/(q=0\.\d)\d+/gi, '$1')),
    ),
    defect('takes a quality of 0.000 for one', core =>
      editAccept(core, accept => accept.replaceAll(/; ?q=0\.000/gi, '')),
    ),
  ],
  'roaming.always.identifiers-differ': [
    defect('gives out identifiers again after 83', core => {
      let given = 0
      const first: string[] = []
      override(core.provider, original => ({
        newId: arpId => {
          given += 1
          const id = original.newId(arpId)
          // Each creation takes the place of an older subscription, as it would in a ring of so many places.
          if (first.length < 83) first.push(id)
          return first[(given - 1) % 83] ?? id
        },
      }))
    }),
  ],
  'roaming.always.data-stays-with-its-arp': [
    defect('names the callback of a subscription where another ARP may not delete it', core =>
      override(core, original => ({
        authorize: (request, route) => {
          try {
            original.authorize(request, route)
          } catch (error) {
            const held = core.provider.subscriptions.get(route.subscriptionId ?? '')
            if (held && request.method === 'DELETE') {
              throw Object.assign(error as Error, { headers: { 'x-callback': held.callback.notifyURL } })
            }
            throw error
          }
        },
      })),
    ),
    defect('shows the recipient of a swap the data of a donor that is told in another format', core => {
      const donors = new WeakMap<Subscription, Subscription>()
      override(core.provider, original => ({
        donorsOf: subscription => {
          const found = original.donorsOf(subscription)
          const [donor] = found
          if (donor) donors.set(subscription, donor)
          return found
        },
      }))
      editSubscription(core, (content, subscription) => {
        const donor = donors.get(subscription)
        if (donor === undefined) return content
        if (donor.callback.notificationFormat === subscription.callback.notificationFormat) return content
        const of = { type: 'Reference', value: donor.callback.callbackData ?? '' }
        return { ...content, userId: [...(content['userId'] as readonly Element[]), of] }
      })
    }),
  ],
  'roaming.always.refusals-change-nothing': [
    defect('forgets the callbackData when it refuses a PATCH', core =>
      override(core, original => ({
        dispatch: (request, route, format) => {
          const held = core.provider.subscriptions.get(route.subscriptionId ?? '')
          if (held && request.method === 'PATCH') {
            held.callback = { notifyURL: held.callback.notifyURL }
          }
          return original.dispatch(request, route, format)
        },
      })),
    ),
    defect('activates before it sees that the text goes on', core =>
      override(core, original => ({
        read: (request, language) => {
          try {
            return original.read(request, language)
          } catch (error) {
            const text = request.body.toString('utf8')
            const id = /\/([^/?]+)$/.exec(request.target)?.[1] ?? ''
            const held = core.provider.subscriptions.get(decodeURIComponent(id))
            if (held && /\}\{|>\s*<\?xml/.test(text)) core.provider.become(held, 'Active')
            throw error
          }
        },
      })),
    ),
  ],
  'roaming.always.mistakes-break-nothing': [
    defect('fails on a surrogate that stands alone', core =>
      override(core, original => ({
        read: (request, language) => {
          if (request.body.includes(Buffer.from('eda080', 'hex'))) throw new Error('The text cannot be read.')
          return original.read(request, language)
        },
      })),
    ),
    defect('fails on a circumflex in a target', core =>
      override(core, original => ({
        route: request => {
          if (request.target.includes('^')) throw new Error('The target cannot be read.')
          return original.route(request)
        },
      })),
    ),
  ],
}

/** Customers of whom something is remembered at most. */
const MOST = 10_000

function remember(map: Map<string, number>, key: string, value: number): void {
  if (map.size >= MOST) map.clear()
  map.set(key, value)
}

function customerOf({ userId }: Subscription): string {
  return userId[0]?.value ?? ''
}

/** Begins a second life of a subscription that has ended. */
function leak(subscription: Subscription): 'activate' {
  subscription.status = 'PreProvisioned'
  return 'activate'
}

/** Changes what ARPs are told, by the statuses that they were told of one subscription before. */
function afterEvents(
  core: RoamingCore,
  change: (event: Event, before: readonly string[]) => readonly Event[],
): void {
  const told = new WeakMap<Subscription, string[]>()
  override(core.announcer, original => ({
    announce: (subscription, event) => {
      const before = told.get(subscription) ?? []
      const events = change(event, before)
      told.set(subscription, [...before, event.status].slice(-8))
      return Promise.all(events.map(one => original.announce(subscription, one))).then(() => undefined)
    },
    announceAfter: (others, subscription, event) => {
      const before = told.get(subscription) ?? []
      told.set(subscription, [...before, event.status].slice(-8))
      const [one] = change(event, before)
      return one ? original.announceAfter(others, subscription, one) : Promise.resolve()
    },
  }))
}

/** Changes the texts of an ARP's own as they are taken in. */
function editTexts(core: RoamingCore, change: (text: string) => string): void {
  for (const method of ['POST', 'PUT'] as const) {
    editWanted(core, method, wanted => ({
      ...wanted,
      userId: wanted.userId.map(({ type, value }) => ({ type: change(type), value: change(value) })),
      callback: {
        ...wanted.callback,
        ...(wanted.callback.callbackData === undefined
          ? {}
          : { callbackData: change(wanted.callback.callbackData) }),
      },
    }))
  }
}

function editAccept(core: RoamingCore, edit: (accept: string) => string): void {
  override(core, original => ({
    negotiate: (request, route) => {
      const accept = field(request, 'accept')
      if (accept === undefined) return original.negotiate(request, route)
      return original.negotiate({ ...request, headers: { ...request.headers, accept: edit(accept) } }, route)
    },
  }))
}
