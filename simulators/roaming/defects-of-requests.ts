import type { HttpReply } from '../simulator.js'
import { defect, override, type Defects } from '../simulator.js'
import {
  editAnswer,
  editReader,
  editSubscription,
  editWanted,
  supply,
  withCallback,
  without,
  writable,
} from './altering.js'
import { childrenOf } from './body.js'
import type { RoamingCore } from './core.js'
import type { Callback, Status, Subscription, UserId } from './model.js'
import { Problem } from './problem.js'
import { pathOf } from './route.js'
import { userKey } from './subscriptions.js'
import type { Elements } from './writing.js'

/** Wrong addresses, creations, retrievals and updates. */
export const defectsOfRequests: Defects<RoamingCore> = {
  'roaming.urls.offers-the-subscription-factory': [
    defect('offers the collection under subscriptions', core =>
      override(core, original => ({
        route: request => {
          if (!/\/roamingSubscriptions(\?|$)/.test(request.target)) return original.route(request)
          throw new Problem('unknown', ['Request-URI'])
        },
      })),
    ),
  ],
  'roaming.urls.offers-each-subscription': [
    defect('offers a subscription under its ARP instead of the collection', core =>
      override(core, original => ({
        route: request => {
          const route = original.route(request)
          if (route.subscriptionId === undefined || request.method !== 'GET') return route
          throw new Problem('unknown', ['Request-URI'])
        },
      })),
    ),
  ],
  'roaming.urls.knows-only-version-v1': [
    defect('serves any version', core => rewriteTarget(core, /^(\/[^/]+)\/[^/]+\//, '$1/v1/')),
    defect('serves v2 as well', core => rewriteTarget(core, /\/v2\//, '/v1/')),
    defect('does not mind the case of the version', core => rewriteTarget(core, /\/V1\//, '/v1/')),
    defect('takes 1 for v1', core => rewriteTarget(core, /^(\/[^/]+)\/1\//, '$1/v1/')),
  ],
  'roaming.urls.refuses-the-path-of-another-arp': [
    defect('lets any ARP retrieve under any arpId', core => trustAnyArp(core, 'GET')),
    defect('lets any ARP update under any arpId', core => trustAnyArp(core, 'PUT')),
    defect('lets any ARP create under any arpId', core => trustAnyArp(core, 'POST')),
  ],
  'roaming.urls.keeps-subscriptions-apart-by-arp': [
    defect('finds a subscription by its identifier alone', core =>
      override(core, () => ({ belongsTo: () => true })),
    ),
    defect('finds a subscription by its identifier alone to update it', core => {
      let updating = false
      override(core, original => ({
        update(...request) {
          updating = true
          try {
            return original.update(...request)
          } finally {
            updating = false
          }
        },
        belongsTo: (...of) => updating || original.belongsTo(...of),
        checkFixed(subscription, wanted, route) {
          if (original.belongsTo(subscription, route)) original.checkFixed(subscription, wanted, route)
        },
      }))
    }),
  ],
  'roaming.urls.encodes-reserved-characters': [
    defect('writes reserved characters as they are', core => {
      reserveCharacters(core)
      override(core.rendering, () => ({ encodeSegment: text => text }))
    }),
    defect('writes reserved characters as they are in links', core => {
      reserveCharacters(core)
      override(core.rendering, original => ({
        link: (rel, subscription) => ({
          rel,
          href: decodeURIComponent(original.link(rel, subscription)['href'] as string),
        }),
      }))
    }),
    defect('writes reserved characters as they are in Location', core => {
      reserveCharacters(core)
      editReply(core, 'created', reply => ({
        ...reply,
        headers: { ...reply.headers, location: decodeURIComponent(String(reply.headers['location'])) },
      }))
    }),
  ],
  'roaming.urls.decodes-what-is-percent-encoded': [
    defect('takes a percent-encoded letter for something else', core =>
      override(core, original => ({
        route: request => {
          const route = original.route(request)
          const path = request.target.split('?')[0]
          if (path === pathOf(route.arpId, route.subscriptionId)) return route
          throw new Problem('unknown', ['Request-URI'])
        },
      })),
    ),
  ],
  'roaming.urls.answers-not-found-for-the-unknown': [
    defect('answers 400 for an unknown subscription', core =>
      override(core.rendering, original => ({
        exception: problem => ({
          ...original.exception(problem),
          ...(problem.kind === 'unknown' ? { status: 400 } : {}),
        }),
      })),
    ),
    defect('reads no more characters of an identifier than it gives out', core =>
      override(core.provider.subscriptions, original => ({
        get: id => original.get(id.slice(0, 26)),
      })),
    ),
    defect('goes by the beginning of an identifier', core =>
      override(core.provider.subscriptions, original => ({
        get: id =>
          original.get(id) ??
          [...core.provider.subscriptions.byId.values()].find(known => known.id.startsWith(id)),
      })),
    ),
  ],

  'roaming.pre-provisioning.is-answered-created': [
    defect('answers a creation with 200', core => editReply(core, 'created', withStatus(200))),
    defect('answers a creation with 202', core => editReply(core, 'created', withStatus(202))),
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

  'roaming.retrieval.is-answered-ok': [
    defect('answers a retrieval with 202', core => editReply(core, 'retrieve', withStatus(202))),
  ],
  'roaming.retrieval.shows-the-status': [
    defect('shows ActivationPending as Active', core => showsAs(core, 'ActivationPending', 'Active')),
    defect('shows DeactivationPending as Active', core => showsAs(core, 'DeactivationPending', 'Active')),
    defect('shows PreProvisioningPending as PreProvisioned', core =>
      showsAs(core, 'PreProvisioningPending', 'PreProvisioned'),
    ),
  ],
  'roaming.retrieval.keeps-what-was-requested': [
    defect('forgets the notification format of a creation', core => {
      const updated = new WeakSet<Callback>()
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          updated.add(callback)
          original.replaceCallback(subscription, callback)
        },
      }))
      editAnswer(core, 'retrieve', (content, { callback }) =>
        updated.has(callback) ? content : withCallback(content, 'notificationFormat', undefined),
      )
    }),
    defect('shows the userId without tel:', core => editAnswer(core, 'retrieve', withBareNumbers)),
  ],
  'roaming.retrieval.resource-url-leads-back': [
    defect('shows the resourceURL of another subscription', core =>
      editAnswer(core, 'retrieve', content => ({
        ...content,
        resourceURL: `${content['resourceURL'] as string}0`,
      })),
    ),
  ],
  'roaming.retrieval.every-representation-has-its-resource-url': [
    defect('creates without a resourceURL', core =>
      editAnswer(core, 'created', content => without(content, 'resourceURL')),
    ),
    defect('retrieves without a resourceURL', core =>
      editAnswer(core, 'retrieve', content => without(content, 'resourceURL')),
    ),
    defect('updates without a resourceURL', core =>
      editAnswer(core, 'updated', content => without(content, 'resourceURL')),
    ),
  ],
  'roaming.retrieval.changes-nothing': [
    defect('changes the signalling status of what is retrieved twice', core => {
      const retrieved = new WeakMap<Subscription, number>()
      override(core, original => ({
        retrieve: (request, route, format) => {
          const subscription = core.find(route)
          const times = (retrieved.get(subscription) ?? 0) + 1
          retrieved.set(subscription, times)
          if (times === 2)
            subscription.signalling = subscription.signalling === 'OnLine' ? 'OffLine' : 'OnLine'
          return original.retrieve(request, route, format)
        },
        update: (request, route, format) => {
          retrieved.set(core.find(route), Number.NEGATIVE_INFINITY)
          return original.update(request, route, format)
        },
      }))
    }),
    defect('notifies the ARP of each retrieval', core =>
      override(core, original => ({
        retrieve: (request, route, format) => {
          const subscription = core.find(route)
          if (subscription.status === 'Active') core.provider.announce(subscription, { status: 'Active' })
          return original.retrieve(request, route, format)
        },
      })),
    ),
  ],

  'roaming.update.activation-is-accepted': [
    defect('answers an activation with 200', core =>
      answersUpdate(core, 200, ({ status }) => status === 'ActivationPending'),
    ),
  ],
  'roaming.update.activation-is-shown-as-pending': [
    defect('shows an activation as done', core => shownInUpdate(core, 'ActivationPending', 'Active')),
    defect('shows an activation as not begun', core =>
      shownInUpdate(core, 'ActivationPending', 'PreProvisioned'),
    ),
  ],
  'roaming.update.deactivation-is-accepted': [
    defect('answers a deactivation with 200', core =>
      answersUpdate(core, 200, ({ status }) => status === 'DeactivationPending'),
    ),
  ],
  'roaming.update.deactivation-is-shown-as-pending': [
    defect('shows a deactivation as done', core => shownInUpdate(core, 'DeactivationPending', 'Deactivated')),
    defect('shows a deactivation as not begun', core => shownInUpdate(core, 'DeactivationPending', 'Active')),
  ],
  'roaming.update.signalling-change-is-accepted': [
    defect('answers a change of the signalling status with 200', core =>
      answersUpdate(
        core,
        200,
        ({ status, wantedSignalling }) => status === 'Active' && wantedSignalling !== undefined,
      ),
    ),
  ],
  'roaming.update.signalling-change-is-shown-as-undone': [
    defect('shows a change of the signalling status as done', core =>
      editAnswer(core, 'updated', (content, { wantedSignalling }) =>
        wantedSignalling === undefined ? content : { ...content, arpSignallingStatus: wantedSignalling },
      ),
    ),
  ],
  'roaming.update.signalling-change-keeps-the-status': [
    defect('shows ActivationPending while the signalling status changes', core =>
      editAnswer(core, 'updated', (content, { wantedSignalling }) =>
        wantedSignalling === undefined ? content : { ...content, status: 'ActivationPending' },
      ),
    ),
    defect('takes a subscription back to PreProvisioned with its signalling status', core =>
      override(core.provider, original => ({
        setSignalling: (subscription, signalling) => {
          original.setSignalling(subscription, signalling)
          core.provider.become(subscription, 'PreProvisioned')
        },
      })),
    ),
  ],
  'roaming.update.signalling-change-takes-effect': [
    defect('forgets the new signalling status', core =>
      override(core.provider, () => ({ setSignalling: () => undefined })),
    ),
    defect('never returns to the signalling status OnLine', core =>
      override(core.provider, original => ({
        setSignalling: (subscription, signalling) => {
          if (signalling === 'OffLine') original.setSignalling(subscription, signalling)
        },
      })),
    ),
  ],
  'roaming.update.never-modifies-what-is-fixed': [
    defect('replaces the userId', core =>
      modifies(core, (subscription, wanted) => {
        subscription.userId = wanted.userId
      }),
    ),
    defect('adds userIds', core =>
      modifies(core, (subscription, wanted) => {
        if (wanted.userId.length > subscription.userId.length) subscription.userId = wanted.userId
      }),
    ),
    defect('replaces the dspId', core =>
      modifies(core, (subscription, wanted) => {
        writable(subscription).dspId = wanted.dspId
      }),
    ),
    defect('replaces the userId of an update in JSON', core => {
      const inJson = new WeakSet<object>()
      override(core, original => ({
        read: (request, language) => {
          const wanted = original.read(request, language)
          if (language === 'JSON') inJson.add(wanted)
          return wanted
        },
      }))
      modifies(core, (subscription, wanted) => {
        if (inJson.has(wanted)) subscription.userId = wanted.userId
      })
    }),
    defect('replaces the dspId when activation is requested', core =>
      modifies(core, (subscription, wanted) => {
        if (subscription.status === 'PreProvisioned') writable(subscription).dspId = wanted.dspId
      }),
    ),
    defect('replaces the userId when activation is requested', core =>
      modifies(core, (subscription, wanted) => {
        if (subscription.status === 'PreProvisioned') subscription.userId = wanted.userId
      }),
    ),
    defect('hands a subscription to another ARP', core =>
      modifies(core, (subscription, wanted) => {
        writable(subscription).arpId = wanted.arpId
      }),
    ),
    defect('replaces the time of arrival', core =>
      modifies(core, (subscription, wanted) => {
        if (wanted.arrival !== undefined) writable(subscription).arrivedAt = Date.parse(wanted.arrival)
      }),
    ),
    defect('replaces the resourceURL', core => {
      const urls = new WeakMap<Subscription, string>()
      modifies(core, (subscription, wanted) => {
        if (wanted.resourceURL !== undefined) urls.set(subscription, wanted.resourceURL)
      })
      editSubscription(core, (content, subscription) => ({
        ...content,
        resourceURL: urls.get(subscription) ?? content['resourceURL'] ?? '',
      }))
    }),
  ],
  'roaming.update.needs-every-mandatory-element': [
    defect('keeps the userId if an update has none', core => needsNoUser(core, 'PUT')),
    defect('needs no status in an update', core => supply(core, 'PUT', 'status', 'Active')),
    defect('needs no dspId in an update', core => supply(core, 'PUT', 'dspId', 'ITASI')),
    defect('takes the arpId of an update from the path', core => takesArpFromPath(core, 'PUT')),
    defect('needs no callbackReference in an update', core => needsNoCallback(core, 'PUT')),
    defect('needs no notifyURL in an update', core =>
      supply(core, 'PUT', 'notifyURL', 'http://127.0.0.1:9/'),
    ),
  ],
  'roaming.update.refuses-unknown-values': [
    defect('updates whatever the case of the status', core => ignoresCase(core, 'PUT', 'status')),
    defect('takes an unknown status of an update for Active', core =>
      replacesUnknown(core, 'PUT', 'status', 'Active'),
    ),
    defect('updates whatever the case of the signalling status', core =>
      ignoresCase(core, 'PUT', 'arpSignallingStatus'),
    ),
    defect('updates whatever the case of the notification format', core =>
      ignoresCase(core, 'PUT', 'notificationFormat'),
    ),
  ],
  'roaming.update.nothing-changed-is-done-at-once': [
    defect('answers 202 when nothing changes', core => answersCallbackUpdate(core, 202, false)),
  ],
  'roaming.update.absent-signalling-status-stays': [
    defect('takes an absent signalling status for OffLine', core =>
      modifies(core, (subscription, wanted) => {
        if (wanted.signalling === undefined) subscription.signalling = 'OffLine'
      }),
    ),
  ],
  'roaming.update.never-creates': [
    defect('creates what an update does not find', core =>
      override(core, original => ({
        update: (request, route, format) => {
          const id = route.subscriptionId ?? ''
          if (core.provider.subscriptions.get(id) !== undefined)
            return original.update(request, route, format)
          const created = core.provider.found(
            core.read(request, core.languageOf(request)),
            core.originOf(request),
            format,
          )
          core.provider.subscriptions.remove(created)
          writable(created).id = id
          core.provider.subscriptions.put(created)
          throw new Problem('unknown', ['Request-URI'])
        },
      })),
    ),
  ],

  'roaming.callback.change-is-done-at-once': [
    defect('answers a change of the callback with 202', core => answersCallbackUpdate(core, 202, true)),
    defect('answers a change of the callback with 204', core => answersCallbackUpdate(core, 204, true)),
  ],
  'roaming.callback.change-is-shown': [
    defect('shows the old callback in the answer to its change', core => showsFirstCallback(core, 'updated')),
    defect('answers a change of the callback without a body', core =>
      override(core, original => ({
        updated: (...args) => {
          const reply = original.updated(...args)
          return reply.status === 200
            ? {
                ...reply,
                headers: { ...omit(reply.headers, 'content-type'), 'content-length': '0' },
                body: '',
              }
            : reply
        },
      })),
    ),
  ],
  'roaming.callback.change-is-kept': [
    defect('shows the old callback when it is retrieved', core => showsFirstCallback(core, 'retrieve')),
  ],
  'roaming.callback.can-change-in-any-status': [
    defect('changes the callback of active subscriptions only', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          const changed = JSON.stringify(subscription.callback) !== JSON.stringify(callback)
          if (changed && subscription.status !== 'Active')
            core.refuseTransition(subscription, 'another callback')
          original.replaceCallback(subscription, callback)
        },
      })),
    ),
  ],
  'roaming.callback.stays-when-an-update-is-refused': [
    defect('changes the callback before it refuses a transition', core =>
      override(core, original => ({
        step: (subscription, wanted) => {
          core.replaceCallback(subscription, wanted.callback)
          return original.step(subscription, wanted)
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

function rewriteTarget(core: RoamingCore, pattern: RegExp, replacement: string): void {
  override(core, original => ({
    route: request => original.route({ ...request, target: request.target.replace(pattern, replacement) }),
  }))
}

function trustAnyArp(core: RoamingCore, method: string): void {
  override(core, original => ({
    authorize: (request, route) => {
      if (request.method === method && original.identify(request) !== undefined) return
      original.authorize(request, route)
    },
  }))
}

/** Gives identifiers that hold reserved characters. */
export function reserveCharacters(core: RoamingCore): void {
  override(core.provider, original => ({
    newId: arpId => original.newId(arpId).replace(arpId, `:${arpId}+*`),
  }))
}

function editReply(
  core: RoamingCore,
  operation: 'created' | 'retrieve' | 'updated',
  edit: (reply: HttpReply) => HttpReply,
): void {
  override(core, original => {
    if (operation === 'created') return { created: (...args) => edit(original.created(...args)) }
    return operation === 'retrieve'
      ? { retrieve: (...args) => edit(original.retrieve(...args)) }
      : { updated: (...args) => edit(original.updated(...args)) }
  })
}

function withStatus(status: number): (reply: HttpReply) => HttpReply {
  return reply => ({ ...reply, status })
}

function omit(headers: HttpReply['headers'], name: string): HttpReply['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
}

function withBareNumbers(content: Elements): Elements {
  return {
    ...content,
    userId: (content['userId'] as readonly Elements[]).map(({ type, value }) => ({
      type: type as string,
      value: (value as string).replace(/^tel:/, ''),
    })),
  }
}

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

function needsNoUser(core: RoamingCore, method: 'POST' | 'PUT'): void {
  editReader(core, method, original => ({
    userIds: node => (childrenOf(node, 'userId').length === 0 ? [] : original.userIds(node)),
  }))
  override(core, original => ({
    checkFixed: (subscription, wanted, route) =>
      original.checkFixed(
        subscription,
        wanted.userId.length === 0 ? { ...wanted, userId: subscription.userId } : wanted,
        route,
      ),
  }))
}

function needsNoCallback(core: RoamingCore, method: 'POST' | 'PUT'): void {
  editReader(core, method, original => ({
    callback: node =>
      childrenOf(node, 'callbackReference').length === 0
        ? { notifyURL: 'http://127.0.0.1:9/' }
        : original.callback(node),
  }))
}

function takesArpFromPath(core: RoamingCore, method: 'POST' | 'PUT', always = false): void {
  supply(core, method, 'arpId', '')
  editWanted(core, method, (wanted, path) => {
    const arpId = decodeURIComponent(path.split('/')[3] ?? '')
    return wanted.arpId === '' || always ? { ...wanted, arpId } : wanted
  })
}

function ignoresCase(core: RoamingCore, method: 'POST' | 'PUT', name: string): void {
  editReader(core, method, original => ({
    oneOf: (element, text, values) =>
      (element === name ? values.find(value => value.toLowerCase() === text.toLowerCase()) : undefined) ??
      original.oneOf(element, text, values),
  }))
}

function replacesUnknown(core: RoamingCore, method: 'POST' | 'PUT', name: string, value: string): void {
  editReader(core, method, original => ({
    oneOf: (element, text, values) => {
      const known = values.find(candidate => candidate === text)
      if (known !== undefined || element !== name || text === 'Cancelled') {
        return original.oneOf(element, text, values)
      }
      return original.oneOf(element, value, values)
    },
  }))
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

function showsAs(core: RoamingCore, status: Status, shown: Status): void {
  editAnswer(core, 'retrieve', content =>
    content['status'] === status ? { ...content, status: shown } : content,
  )
}

function shownInUpdate(core: RoamingCore, status: Status, shown: Status): void {
  editAnswer(core, 'updated', content =>
    content['status'] === status ? { ...content, status: shown } : content,
  )
}

function answersUpdate(
  core: RoamingCore,
  status: number,
  when: (subscription: Subscription) => boolean,
): void {
  override(core, original => ({
    updated: (subscription, origin, format, pending) => {
      const reply = original.updated(subscription, origin, format, pending)
      return pending && when(subscription) ? { ...reply, status } : reply
    },
  }))
}

/** Changes the status of answers to updates that ask for nothing but another callback, or for not even that. */
function answersCallbackUpdate(core: RoamingCore, status: number, changes: boolean): void {
  let changed = false
  override(core, original => ({
    replaceCallback: (subscription, callback) => {
      changed = JSON.stringify(subscription.callback) !== JSON.stringify(callback)
      original.replaceCallback(subscription, callback)
    },
    updated: (subscription, origin, format, pending) => {
      const reply = original.updated(subscription, origin, format, pending)
      if (pending || changed !== changes) return reply
      return status === 204 ? { status, headers: {}, body: '' } : { ...reply, status }
    },
  }))
}

function modifies(
  core: RoamingCore,
  modify: (subscription: Subscription, wanted: Parameters<RoamingCore['checkCreation']>[0]) => void,
): void {
  let updating: Parameters<RoamingCore['checkCreation']>[0] | undefined
  override(core, original => ({
    checkParties: (wanted, route) => {
      if (route.subscriptionId === undefined) original.checkParties(wanted, route)
    },
    checkFixed: (_subscription, wanted) => {
      updating = wanted
    },
    replaceCallback: (subscription, callback) => {
      original.replaceCallback(subscription, callback)
      if (updating) modify(subscription, updating)
    },
  }))
}

function showsFirstCallback(core: RoamingCore, operation: 'updated' | 'retrieve'): void {
  const first = new WeakMap<Subscription, Callback>()
  override(core, original => ({
    replaceCallback: (subscription, callback) => {
      if (!first.has(subscription)) first.set(subscription, subscription.callback)
      original.replaceCallback(subscription, callback)
    },
  }))
  editAnswer(core, operation, (content, subscription) => {
    const callback = first.get(subscription)
    if (callback === undefined) return content
    return { ...content, callbackReference: JSON.parse(JSON.stringify(callback)) as Elements }
  })
}
