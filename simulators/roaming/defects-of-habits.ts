import { defect, override, type Defects, type HttpReply, type HttpRequest } from '../simulator.js'
import {
  editAnswer,
  editNotification,
  editReader,
  editSubscription,
  editWanted,
  withCallback,
  without,
} from './altering.js'
import { childrenOf } from './body.js'
import type { RoamingCore } from './core.js'
import type { Event, Subscription } from './model.js'
import { field } from './negotiation.js'
import { Problem } from './problem.js'
import type { Elements } from './writing.js'

/** What goes wrong by the habits of frameworks, libraries and gateways. */
export const defectsOfHabits: Defects<RoamingCore> = {
  'roaming.authorization.challenges-strangers': [
    defect('sends no challenge to whoever has wrong credentials', core =>
      override(core, original => ({
        authorize: (request, route) => {
          if (field(request, 'authorization') === undefined || original.identify(request) !== undefined) {
            return original.authorize(request, route)
          }
          throw new Problem('unauthorized', ['valid credentials are needed'])
        },
      })),
    ),
  ],
  'roaming.authorization.takes-the-scheme-in-any-case': [
    defect('knows the scheme as it is usually written only', core =>
      override(core, original => ({
        identify: request =>
          field(request, 'authorization')?.startsWith('Basic ') ? original.identify(request) : undefined,
      })),
    ),
  ],
  'roaming.authorization.strangers-change-nothing': [
    defect('refuses strangers after it created what they want', core =>
      override(core, original => ({
        authorize: (request, route) => {
          if (request.method === 'POST' && original.identify(request) === undefined) {
            void original.dispatch(request, route, 'XML')
          }
          original.authorize(request, route)
        },
      })),
    ),
  ],

  'roaming.formats.reads-xml-however-it-is-written': [
    defect('takes a schema location for an unknown attribute', core =>
      override(core, original => ({
        read: (request, language) => {
          if (!request.body.includes('schemaLocation')) return original.read(request, language)
          throw new Problem('body', ['Request body: an unknown attribute'])
        },
      })),
    ),
  ],
  'roaming.formats.serves-whoever-accepts-anything': [
    defect('needs Accept', core => refuseAccepted(core, accept => accept === undefined)),
    defect('takes wildcards for other types', core =>
      refuseAccepted(core, accept => accept?.includes('*') ?? false),
    ),
  ],
  'roaming.formats.names-the-content-type': [
    defect('calls UTF-8 Latin-1', core =>
      override(core.rendering, original => ({
        contentType: format => `${original.contentType(format)};charset=ISO-8859-1`,
      })),
    ),
  ],

  'roaming.methods.nothing-but-put-changes-a-subscription': [
    defect('takes PATCH for PUT', core => takeForPut(core, 'PATCH')),
    defect('does what is posted to a subscription, and refuses it then', core =>
      override(core, original => ({
        dispatch: (request, route, format) => {
          if (request.method === 'POST' && route.subscriptionId !== undefined) {
            void original.update({ ...request, method: 'PUT' }, route, format)
          }
          return original.dispatch(request, route, format)
        },
      })),
    ),
  ],

  'roaming.pre-provisioning.is-answered-created': [
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
  'roaming.requests.ignores-unknown-elements': [
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
  'roaming.robustness.refuses-what-is-malformed': [
    defect('takes an update without a body for one that changes nothing', core =>
      override(core, original => ({
        update: (request, route, format) =>
          request.body.length === 0
            ? original.retrieve(request, route, format)
            : original.update(request, route, format),
      })),
    ),
  ],
  'roaming.changes.swap-spares-other-customers': [
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
  'roaming.robustness.survives-hostile-bodies': [
    defect('fails on a root that is null', core =>
      failsOn(core, ({ body }) => /^\{"roamingSubscription":null\}$/.test(body.toString('latin1'))),
    ),
    defect('fails on elements of other types', core =>
      failsOn(core, ({ body }) => body.includes('"callbackReference":"')),
    ),
    defect('fails when what is fixed is another in an update', core =>
      override(core.rendering, original => ({
        exception: problem => ({
          ...original.exception(problem),
          ...(problem.kind === 'fixed' ? { status: 500 } : {}),
        }),
      })),
    ),
  ],
  'roaming.robustness.survives-hostile-heads': [
    defect('fails on a percent sign that encodes nothing', core =>
      failsOn(core, ({ target }) => /%(?![0-9A-Fa-f]{2})/.test(target)),
    ),
    defect('fails on octets that are no UTF-8', core => failsOn(core, ({ target }) => /%FF/.test(target))),
    defect('fails on an Accept that it cannot read', core =>
      failsOn(core, request => field(request, 'accept')?.startsWith(';') ?? false),
    ),
    defect('fails on credentials that it cannot decode', core =>
      failsOn(core, request => field(request, 'authorization')?.includes('%') ?? false),
    ),
  ],
  'roaming.retrieval.changes-nothing': [
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
  'roaming.values.json-keeps-strings': [
    defect('writes times in callbackData in another way', core =>
      editAnswer(core, 'created', (content, { callback: { callbackData = '' } }) =>
        /^\d{4}-\d\d-\d\dT/.test(callbackData)
          ? withCallback(content, 'callbackData', new Date(callbackData).toISOString())
          : content,
      ),
    ),
  ],
  'roaming.values.keeps-every-character': [
    defect('composes the characters of callbackData', core =>
      editAnswer(core, 'created', (content, { callback: { callbackData } }) =>
        withCallback(content, 'callbackData', callbackData?.normalize('NFC')),
      ),
    ),
  ],

  'roaming.update.signalling-change-waits-for-its-completion': [
    defect('shows the new signalling status to whoever retrieves it', core =>
      editAnswer(core, 'retrieve', (content, { wantedSignalling, signalling }) => ({
        ...content,
        arpSignallingStatus: wantedSignalling ?? signalling,
      })),
    ),
  ],
  'roaming.update.activation-keeps-the-rest': [
    defect('sets the signalling status back when it activates', core =>
      whenActivated(core, subscription => {
        subscription.signalling = 'OnLine'
      }),
    ),
    defect('forgets the callbackData when it activates', core =>
      whenActivated(core, subscription => {
        const { notifyURL, notificationFormat } = subscription.callback
        subscription.callback = { notifyURL, ...(notificationFormat ? { notificationFormat } : {}) }
      }),
    ),
  ],
  'roaming.update.never-modifies-what-is-fixed': [
    defect('forgets the time of arrival that an update leaves out', core => {
      const forgotten = new WeakSet<Subscription>()
      override(core, original => ({
        checkFixed: (subscription, wanted, route) => {
          original.checkFixed(subscription, wanted, route)
          if (wanted.arrival === undefined) forgotten.add(subscription)
        },
      }))
      editSubscription(core, (content, subscription) =>
        forgotten.has(subscription) ? without(content, 'requestArrivalTimestamp') : content,
      )
    }),
  ],
  'roaming.update.works-without-optional-elements': [
    defect('needs a signalling status in every update', core =>
      editWanted(core, 'PUT', wanted => {
        if (wanted.signalling === undefined) throw new Problem('missing', ['arpSignallingStatus'])
        return wanted
      }),
    ),
    defect('needs callbackData for an activation', core =>
      editWanted(core, 'PUT', wanted => {
        if (wanted.status === 'Active' && wanted.callback.callbackData === undefined)
          throw new Problem('missing', ['callbackData'])
        return wanted
      }),
    ),
  ],
  'roaming.update.signalling-change-outlives-another-update': [
    defect('forgets a change of the signalling status when the callback changes', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          subscription.wantedSignalling = undefined
          original.replaceCallback(subscription, callback)
        },
      })),
    ),
  ],
  'roaming.update.takes-user-ids-in-any-order': [
    defect('compares the userIds of an update one by one', core =>
      override(core, original => ({
        checkFixed: (subscription, wanted, route) => {
          original.checkFixed(subscription, wanted, route)
          const isSame = subscription.userId.every(({ value }, at) => value === wanted.userId[at]?.value)
          if (!isSame) throw new Problem('fixed', ['userId'])
        },
      })),
    ),
  ],
  'roaming.update.absent-signalling-status-stays': [
    defect('takes OnLine for a signalling status that is left out', core =>
      override(core, original => ({
        signallingToBegin: (subscription, wanted, next) => {
          if (wanted.signalling === undefined) subscription.signalling = 'OnLine'
          return original.signallingToBegin(subscription, wanted, next)
        },
      })),
    ),
  ],
  'roaming.notifications.tells-of-activation': [
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
  'roaming.notifications.come-where-the-arp-wants-them': [
    defect('loses the query of a notifyURL', core => editUrl(core, url => url.replace(/\?.*/, ''))),
    defect('writes a notifyURL in lower case', core => editUrl(core, url => url.toLowerCase())),
    defect('decodes a notifyURL', core =>
      editUrl(core, url => decodeURIComponent(url).replaceAll(' ', '%20')),
    ),
  ],
  'roaming.notifications.come-in-the-format-asked-for': [
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
  'roaming.notification-contents.repeats-the-callback-data-each-time': [
    defect('tells the donor of a swap without its callbackData', core =>
      aboutSwaps(core, content => without(content, 'callbackData')),
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
  'roaming.notification-contents.names-its-subscription': [
    defect('names another subscription to the donor of a swap', core =>
      aboutSwaps(core, content => ({ ...content, roamingSubscriptionId: core.provider.newId('ITA01') })),
    ),
  ],
  'roaming.notification-contents.names-the-parties': [
    defect('names the recipient to the donor of a swap', core =>
      aboutSwaps(core, (content, { arpId }) => ({
        ...content,
        arpId: arpId === 'ITA01' ? 'ITA02' : 'ITA01',
      })),
    ),
  ],
  'roaming.notification-contents.links-to-its-subscription': [
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
}

function refuseAccepted(core: RoamingCore, isRefused: (accept: string | undefined) => boolean): void {
  override(core, original => ({
    negotiate: (request, route) =>
      request.method === 'GET' && isRefused(field(request, 'accept'))
        ? undefined
        : original.negotiate(request, route),
  }))
}

function takeForPut(core: RoamingCore, method: string): void {
  override(core, original => ({
    dispatch: (request, route, format) =>
      original.dispatch(request.method === method ? { ...request, method: 'PUT' } : request, route, format),
  }))
}

/** Answers some requests with an error of the server, whatever the reference does with them. */
function failsOn(core: RoamingCore, of: (request: HttpRequest) => boolean): void {
  const failed: HttpReply = { status: 500, headers: { 'content-type': 'text/plain' }, body: 'failed\n' }
  override(core, original => ({ handle: request => (of(request) ? failed : original.handle(request)) }))
}

function whenActivated(core: RoamingCore, change: (subscription: Subscription) => void): void {
  override(core.provider, original => ({
    completeActivation: (subscription, startedAt) => {
      original.completeActivation(subscription, startedAt)
      change(subscription)
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

/** Changes what the donors of swaps are told. */
function aboutSwaps(
  core: RoamingCore,
  edit: (content: Elements, subscription: Subscription, event: Event) => Elements,
): void {
  editNotification(core, (content, event, subscription) =>
    event.reason === 'Swapped' ? edit(content, subscription, event) : content,
  )
}
