import { defect, override, type Defects } from '../../simulator.js'
import { editAnswer, withCallback, without } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { Callback, Status, Subscription } from '../model.js'
import { Problem } from '../problem.js'
import { pathOf } from '../route.js'
import { editReply, reserveCharacters, withBareNumbers, withStatus } from './shared.js'

/** Wrong addresses and retrievals. */
export const addressDefects: Defects<RoamingCore> = {
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
  'roaming.urls.takes-hexadecimal-digits-of-either-case': [
    defect('knows hexadecimal digits in upper case only', core => {
      reserveCharacters(core)
      override(core, original => ({
        route: request => {
          if (!/%([a-f].|.[a-f])/.test(request.target)) return original.route(request)
          throw new Problem('unknown', ['Request-URI'])
        },
      }))
    }),
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

    defect('notifies again of what is retrieved', core =>
      override(core, original => ({
        retrieve: (request, route, format) => {
          const subscription = original.find(route)
          if (subscription.status === 'PreProvisioned') {
            core.provider.announce(subscription, { status: 'PreProvisioned' })
          }
          return original.retrieve(request, route, format)
        },
      })),
    ),
  ],
}

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

function showsAs(core: RoamingCore, status: Status, shown: Status): void {
  editAnswer(core, 'retrieve', content =>
    content['status'] === status ? { ...content, status: shown } : content,
  )
}
