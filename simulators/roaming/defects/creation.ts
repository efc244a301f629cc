import { defect, override, type Defects } from '../../simulator.js'
import { editAnswer, editReader, supply, withCallback, writable } from '../altering.js'
import { childrenOf } from '../body.js'
import type { RoamingCore } from '../core.js'
import type { Status, Subscription, UserId } from '../model.js'
import { Problem } from '../problem.js'
import { userKey } from '../subscriptions.js'
import type { Elements } from '../writing.js'
import {
  editReply,
  ignoresCase,
  needsNoCallback,
  needsNoUser,
  omit,
  replacesUnknown,
  rewrite,
  takesArpFromPath,
  withBareNumbers,
  withStatus,
} from './shared.js'

/** Wrong creations, and requests that are read wrongly. */
export const creationDefects: Defects<RoamingCore> = {
  'roaming.pre-provisioning.is-answered-created': [
    defect('answers a creation with 200', core => editReply(core, 'created', withStatus(200))),
    defect('answers a creation with 202', core => editReply(core, 'created', withStatus(202))),

    defect('refuses a customer who has an active subscription', core =>
      override(core.provider, original => ({
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          if (original.donorsOf(subscription).length === 0) return subscription
          core.provider.subscriptions.remove(subscription)
          throw new Problem('transition', ['userId'])
        },
      })),
    ),
  ],
  'roaming.pre-provisioning.starts-pending': [
    defect('shows the requested status in the answer to a creation', core =>
      editAnswer(core, 'created', content => ({ ...content, status: 'PreProvisioned' })),
    ),
  ],
  'roaming.pre-provisioning.says-where-it-is': [
    defect('sends no Location', core =>
      editReply(core, 'created', reply => ({ ...reply, headers: omit(reply.headers, 'location') })),
    ),
    defect('sends no Location with a body in JSON', core =>
      editReply(core, 'created', reply =>
        String(reply.headers['content-type']).includes('json')
          ? { ...reply, headers: omit(reply.headers, 'location') }
          : reply,
      ),
    ),
    defect('sends the collection as Location', core =>
      editReply(core, 'created', reply => ({
        ...reply,
        headers: { ...reply.headers, location: String(reply.headers['location']).replace(/\/[^/]+$/, '') },
      })),
    ),
  ],
  'roaming.pre-provisioning.location-is-the-resource-url': [
    defect('adds a query to the Location', core =>
      editReply(core, 'created', reply => ({
        ...reply,
        headers: { ...reply.headers, location: `${String(reply.headers['location'])}?created=true` },
      })),
    ),
  ],
  'roaming.pre-provisioning.assigns-unique-identifiers': [
    defect('derives the identifier from the customer', core => {
      const first = new Map<string, string>()
      override(core.provider, original => ({
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          const key = wanted.userId.map(userKey).join()
          const known = first.get(key)
          if (known === undefined) first.set(key, subscription.id)
          else if (original.subscriptions.get(known)?.status === 'Deactivated') {
            writable(subscription).id = known
            original.subscriptions.put(subscription)
          }
          return subscription
        },
      }))
    }),
    defect('gives the identifier of a pending subscription again', core => {
      let last: Subscription | undefined
      override(core.provider, original => ({
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          if (last?.status === 'PreProvisioningPending' && last.arpId === subscription.arpId) {
            writable(subscription).id = last.id
            core.provider.subscriptions.put(subscription)
          }
          last = subscription
          return subscription
        },
      }))
    }),
  ],
  'roaming.pre-provisioning.keeps-what-was-requested': [
    defect('strips tel: from a new userId', core => editAnswer(core, 'created', withBareNumbers)),
    defect('answers a creation without its callbackData', core =>
      editAnswer(core, 'created', content => withCallback(content, 'callbackData', undefined)),
    ),
    defect('answers a creation with a shortened notifyURL', core =>
      editAnswer(core, 'created', (content, { callback }) =>
        withCallback(content, 'notifyURL', callback.notifyURL.replace(/\/[^/]*$/, '/')),
      ),
    ),
    defect('answers a creation always with the format XML', core =>
      editAnswer(core, 'created', content => withCallback(content, 'notificationFormat', 'XML')),
    ),
    defect('answers a creation always with OnLine', core =>
      editAnswer(core, 'created', content => ({ ...content, arpSignallingStatus: 'OnLine' })),
    ),
    defect('answers a creation with the arpId in lower case', core =>
      editAnswer(core, 'created', (content, { arpId }) => ({ ...content, arpId: arpId.toLowerCase() })),
    ),
    defect('answers a creation with the arpId as dspId', core =>
      editAnswer(core, 'created', (content, { arpId }) => ({ ...content, dspId: arpId })),
    ),
  ],
  'roaming.pre-provisioning.keeps-every-user-id': [
    defect('answers a creation with the first userId only', core =>
      editAnswer(core, 'created', content => ({
        ...content,
        userId: (content['userId'] as readonly Elements[]).slice(0, 1),
      })),
    ),
  ],
  'roaming.pre-provisioning.notes-the-arrival': [
    defect('believes the time of arrival that the ARP claims', core =>
      override(core.provider, original => ({
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          if (wanted.arrival !== undefined) writable(subscription).arrivedAt = Date.parse(wanted.arrival)
          return subscription
        },
      })),
    ),
    defect('notes the arrival an hour late', core =>
      override(core.provider, original => ({
        found: (wanted, origin, format) => {
          const subscription = original.found(wanted, origin, format)
          writable(subscription).arrivedAt += 3_600_000
          return subscription
        },
      })),
    ),
  ],
  'roaming.pre-provisioning.denies-for-another-dsp': [
    defect('provisions for any DSP', core =>
      override(core, () => ({
        checkParties: (wanted, route) => {
          if (wanted.arpId !== route.arpId) throw new Problem('value', ['arpId'])
        },
      })),
    ),
  ],
  'roaming.pre-provisioning.denies-a-competing-request': [
    defect('grants requests that compete', core =>
      override(core.provider.subscriptions, () => ({ pendingOfSameCustomer: () => [] })),
    ),
    defect('forgets what is pending with the first request that competes', core => {
      const denied = new Set<string>()
      override(core.provider, original => ({
        deny: (subscription, event) => {
          for (const userId of subscription.userId) denied.add(userKey(userId))
          original.deny(subscription, event)
        },
      }))
      override(core.provider.subscriptions, original => ({
        pendingOfSameCustomer: subscription =>
          subscription.userId.some(userId => denied.has(userKey(userId)))
            ? []
            : original.pendingOfSameCustomer(subscription),
      }))
    }),
  ],
  'roaming.pre-provisioning.location-is-absolute': [
    defect('sends a path as Location', core =>
      override(core, original => ({
        created: (...args) => {
          const reply = original.created(...args)
          const location = String(reply.headers['location']).replace(/^[a-z]+:\/\/[^/]*/, '')
          return { ...reply, headers: { ...reply.headers, location } }
        },
      })),
    ),
  ],

  'roaming.requests.refuses-any-other-status': (
    ['Active', 'Deactivated', 'ActivationPending', 'DeactivationPending', 'PreProvisioningPending'] as const
  ).map(status =>
    defect(`creates on a request for ${status}`, (core: RoamingCore) => createsFor(core, status)),
  ),
  'roaming.requests.refused-creations-are-not-pursued': [
    defect('goes on with a creation whose status it refuses', core =>
      override(core, original => ({
        checkCreation: wanted => {
          try {
            original.checkCreation(wanted)
          } catch (error) {
            const { provider } = core
            provider.decide(provider.found(wanted, 'http://localhost', 'XML'))
            throw error
          }
        },
      })),
    ),
  ],
  'roaming.requests.refuses-cancelled': [
    defect('creates on a request for Cancelled', core =>
      editReader(core, 'POST', original => ({
        needed: (node, name) => {
          const text = original.needed(node, name)
          return name === 'status' && text === 'Cancelled' ? 'PreProvisioned' : text
        },
      })),
    ),
  ],
  'roaming.requests.needs-every-mandatory-element': [
    defect('creates for nobody', core => needsNoUser(core, 'POST')),
    defect('needs no type of a userId', core => supply(core, 'POST', 'type', 'MSISDN')),
    defect('looks at the first userId alone', core =>
      editReader(core, 'POST', original => ({
        userIds: node => {
          const [first, ...others] = childrenOf(node, 'userId')
          const read = original.userIds({ userId: [first ?? missingUser()] })
          const taken = others.map(item => ({
            type: original.optional(item, 'type') ?? '',
            value: original.optional(item, 'value') ?? '',
          }))
          return [...read, ...taken]
        },
      })),
    ),
    defect('needs no value of a userId', core => supply(core, 'POST', 'value', '')),
    defect('needs no status in a creation', core => supply(core, 'POST', 'status', 'PreProvisioned')),
    defect('needs no dspId in a creation', core => supply(core, 'POST', 'dspId', 'ITASI')),
    defect('takes the arpId of a creation from the path', core => takesArpFromPath(core, 'POST')),
    defect('needs no callbackReference in a creation', core => needsNoCallback(core, 'POST')),
    defect('needs no notifyURL in a creation', core =>
      supply(core, 'POST', 'notifyURL', 'http://127.0.0.1:9/'),
    ),
  ],
  'roaming.requests.refuses-unknown-values': [
    defect('creates whatever the case of the status', core => ignoresCase(core, 'POST', 'status')),
    defect('creates whatever the case of the signalling status', core =>
      ignoresCase(core, 'POST', 'arpSignallingStatus'),
    ),
    defect('creates whatever the case of the notification format', core =>
      ignoresCase(core, 'POST', 'notificationFormat'),
    ),
    defect('takes an unknown status of a creation for PreProvisioned', core =>
      replacesUnknown(core, 'POST', 'status', 'PreProvisioned'),
    ),
    defect('takes an unknown notification format for XML', core =>
      replacesUnknown(core, 'POST', 'notificationFormat', 'XML'),
    ),
  ],
  'roaming.requests.works-without-optional-elements': [
    defect('needs a signalling status', core =>
      demands(core, 'arpSignallingStatus', wanted => wanted.signalling),
    ),
    defect('needs callbackData', core =>
      demands(core, 'callbackData', wanted => wanted.callback.callbackData),
    ),
    defect('needs a notification format', core =>
      demands(core, 'notificationFormat', wanted => wanted.callback.notificationFormat),
    ),
  ],
  'roaming.requests.takes-authorization-information': [
    defect('refuses authorization information', core =>
      editReader(core, 'POST', original => ({
        optional: (node, name) => {
          const text = original.optional(node, name)
          if (name === 'authorizationInformation' && text !== undefined) throw new Problem('value', [name])
          return text
        },
      })),
    ),
  ],
  'roaming.requests.binds-the-body-to-the-path': [
    defect('does not mind the arpId in the body of a creation', core => takesArpFromPath(core, 'POST', true)),
  ],
  'roaming.requests.ignores-unknown-elements': [
    defect('refuses unknown elements', core =>
      editReader(core, 'POST', original => ({
        userIds: node => {
          const unknown = Object.keys(node ?? {}).find(name => !KNOWN.includes(name))
          if (unknown !== undefined) throw new Problem('value', [unknown])
          return original.userIds(node)
        },
      })),
    ),

    defect('knows the elements of XML by their local names', core =>
      rewrite(core, 'XML', text => text.replaceAll(/(<\/?)[\w.-]+:(?!roamingSubscription)/g, '$1')),
    ),

    defect('refuses unknown elements in callbackReference', core =>
      editReader(core, 'POST', original => ({
        callback: node => {
          const [reference] = childrenOf(node, 'callbackReference')
          const known = ['notifyURL', 'callbackData', 'notificationFormat']
          const unknown = Object.keys(reference ?? {}).find(name => !known.includes(name))
          if (unknown !== undefined) throw new Problem('value', [unknown])
          return original.callback(node)
        },
      })),
    ),
  ],
  'roaming.requests.refuses-a-local-tel-uri': [
    defect('takes any tel URI', core =>
      editReader(core, 'POST', original => ({ userIds: node => userIdsAsTheyAre(original, node) })),
    ),
    defect('takes whatever begins with tel and a plus sign', core =>
      editReader(core, 'POST', original => ({
        userIds: node => {
          const userIds = userIdsAsTheyAre(original, node)
          return userIds.every(({ value }) => value.startsWith('tel:+')) ? userIds : original.userIds(node)
        },
      })),
    ),
  ],
  'roaming.requests.ignores-unknown-parameters': [
    defect('refuses unknown parameters', core =>
      override(core, original => ({
        route: request => {
          if (!/[?&](?!resFormat=)[^=&]+=/.test(request.target)) return original.route(request)
          throw new Problem('value', ['Request-URI'])
        },
      })),
    ),
  ],
}

const KNOWN = [
  'userId',
  'status',
  'arpSignallingStatus',
  'authorizationInformation',
  'dspId',
  'arpId',
  'requestArrivalTimestamp',
  'callbackReference',
  'resourceURL',
]

function createsFor(core: RoamingCore, status: Status): void {
  override(core, original => ({
    checkCreation: wanted => {
      if (wanted.status !== status) original.checkCreation(wanted)
    },
  }))
}

function missingUser(): never {
  throw new Problem('missing', ['userId'])
}

function demands(
  core: RoamingCore,
  name: string,
  part: (wanted: Parameters<RoamingCore['checkCreation']>[0]) => string | undefined,
): void {
  override(core, original => ({
    checkCreation: wanted => {
      if (part(wanted) === undefined) throw new Problem('missing', [name])
      original.checkCreation(wanted)
    },
  }))
}

function userIdsAsTheyAre(
  reader: { needed(node: unknown, name: string): string; userIds(node: unknown): readonly UserId[] },
  node: unknown,
): readonly UserId[] {
  const found = childrenOf(node, 'userId')
  if (found.length === 0) return reader.userIds(node)
  return found.map(item => ({ type: reader.needed(item, 'type'), value: reader.needed(item, 'value') }))
}
