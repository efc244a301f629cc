import { override, variation, type Alteration } from '../simulator.js'
import {
  editEvent,
  editNotification,
  editReader,
  editSubscription,
  editWanted,
  refusesTransitions,
  without,
  writable,
} from './altering.js'
import { reserveCharacters } from './defects/shared.js'
import type { RoamingCore } from './core.js'
import type { Callback, Subscription } from './model.js'
import { formatOfBody, field } from './negotiation.js'
import { Problem } from './problem.js'
import { readRoute } from './route.js'
import type { Element, Elements } from './writing.js'

/** Ways in which a DSP may differ from the reference and still conform. */
export const roamingVariations: readonly Alteration<RoamingCore>[] = [
  variation(
    'speaks the published API',
    core => {
      core.rendering.profile = 'published'
    },
    { profile: 'published' },
  ),
  variation('writes single items in JSON without an array', core =>
    override(core.rendering, original => ({
      write: (format, root, content) =>
        original.write(format, root, format === 'JSON' ? (unwrap(content) as Elements) : content),
    })),
  ),
  variation('writes null for an empty text in JSON', core =>
    override(core.rendering, original => ({
      write: (format, root, content) =>
        format === 'JSON'
          ? original.write(format, root, content).replaceAll('"callbackData":""', '"callbackData":null')
          : original.write(format, root, content),
    })),
  ),
  variation('uses another namespace prefix', core => {
    core.rendering.prefix = 'ns2'
  }),
  variation('names the charset of its bodies', core =>
    override(core.rendering, original => ({
      contentType: format => `${original.contentType(format)}; charset=UTF-8`,
    })),
  ),
  variation('writes media types in upper case', core =>
    override(core.rendering, original => ({
      contentType: format => original.contentType(format).toUpperCase(),
    })),
  ),
  variation('indents XML', core =>
    override(core.rendering, original => ({
      write: (format, root, content) => {
        const body = original.write(format, root, content)
        return format === 'XML' ? body.replaceAll(/>(?=<[^/])/g, '>\n  ') : body
      },
    })),
  ),
  variation('indents JSON', core =>
    override(core.rendering, original => ({
      write: (format, root, content) =>
        format === 'JSON'
          ? JSON.stringify({ [root.name]: content }, null, 2)
          : original.write(format, root, content),
    })),
  ),
  variation('starts XML without a declaration', core =>
    override(core.rendering, original => ({
      write: (format, root, content) => original.write(format, root, content).replace(/^<\?xml[^>]*>\s*/, ''),
    })),
  ),
  variation('adds elements that the document does not know', core =>
    override(core.rendering, original => ({
      write: (format, root, content) =>
        original.write(format, root, { ...content, auditTrail: { revision: '1', status: 'new' } }),
    })),
  ),
  variation('shows no time of arrival', core =>
    editSubscription(core, content => without(content, 'requestArrivalTimestamp')),
  ),
  variation('shows the time of arrival as a date', core =>
    editSubscription(core, content => ({
      ...content,
      requestArrivalTimestamp: (content['requestArrivalTimestamp'] as string).slice(0, 10),
    })),
  ),
  variation('shows times with an offset and without fractions', core =>
    override(core.rendering, original => ({ time: at => original.time(at).replace(/\.\d+Z$/, '+00:00') })),
  ),
  variation('shows userIds in the reverse order', core =>
    override(core.rendering, original => ({
      userIds: subscription => original.userIds(subscription).toReversed(),
    })),
  ),
  variation('gives identifiers with reserved characters, percent-encoded', reserveCharacters),
  variation('ignores what an update shall not modify', core =>
    override(core, original => ({
      checkFixed: () => undefined,
      checkParties: (wanted, route) => {
        if (route.subscriptionId === undefined) original.checkParties(wanted, route)
      },
    })),
  ),
  variation('refuses what is repeated while it is pending', core =>
    override(core, original => ({
      step: (subscription, wanted) => {
        const next = original.step(subscription, wanted)
        return next === 'repeat' ? core.refuseTransition(subscription, wanted.status) : next
      },
    })),
  ),
  variation('refuses transitions with 400', core => refusesTransitions(core, 400)),
  variation('refuses transitions with 403 by a policy exception', core =>
    override(core.rendering, original => ({
      exception: problem =>
        problem.kind === 'transition'
          ? { status: 403, messageId: 'POL3001', text: 'Not allowed now: %1' }
          : original.exception(problem),
    })),
  ),
  variation('answers 410 for what was denied', core => {
    const denied = new Set<string>()
    override(core.provider, original => ({
      deny: (subscription, event) => {
        original.deny(subscription, event)
        denied.add(subscription.id)
      },
    }))
    override(core, original => ({
      handle: request => {
        const reply = original.handle(request)
        const id = readRoute(request.target)?.subscriptionId ?? ''
        return !(reply instanceof Promise) && reply.status === 404 && denied.has(id)
          ? { ...reply, status: 410 }
          : reply
      },
    }))
  }),
  variation('answers 404 for what is another ARP’s', core =>
    override(core.rendering, original => ({
      exception: problem => ({
        ...original.exception(problem),
        ...(problem.kind === 'foreign' ? { status: 404 } : {}),
      }),
    })),
  ),
  variation('removes a denied subscription a moment after the notification', core =>
    override(core.provider, original => ({
      deny: (subscription, event) => {
        original.announce(subscription, event)
        core.environment.clock.after(50, () => core.provider.subscriptions.remove(subscription))
      },
    })),
  ),
  variation('forgets deactivated subscriptions after two seconds', core =>
    override(core.provider, original => ({
      become: (subscription, status) => {
        original.become(subscription, status)
        if (status !== 'Deactivated') return
        core.environment.clock.after(2000, () => core.provider.subscriptions.remove(subscription))
      },
    })),
  ),
  variation('decides and notifies before it answers', core => decidesEarly(core)),
  variation('decides by itself after a moment', core =>
    override(core.provider, original => ({
      schedule: subscription => {
        writable(subscription).destiny = { ...subscription.destiny, held: false }
        original.schedule(subscription)
      },
    })),
  ),
  variation('refuses a competing request at once', core =>
    override(core.provider, original => ({
      found: (wanted, origin, format) => {
        const subscription = original.found(wanted, origin, format)
        if (subscription.destiny.denial === 'NotEligibleUserPendingRequestOngoing') {
          core.provider.subscriptions.remove(subscription)
          core.refuseTransition(subscription, 'another request')
        }
        return subscription
      },
    })),
  ),
  variation('denies for another DSP only after it created', core => {
    override(core, original => ({
      checkParties: (wanted, route) =>
        original.checkParties(
          route.subscriptionId === undefined ? { ...wanted, dspId: core.provider.dspId } : wanted,
          route,
        ),
    }))
    override(core.provider, original => ({
      decidePreProvisioning: (subscription, startedAt) => {
        if (subscription.dspId === core.provider.dspId)
          original.decidePreProvisioning(subscription, startedAt)
        else original.deny(subscription, { status: 'Cancelled', reason: 'NotEligible', startedAt })
      },
      found: (wanted, origin, format) => {
        const subscription = original.found(wanted, origin, format)
        if (subscription.dspId === core.provider.dspId) return subscription
        const undecided: Subscription = { ...subscription, destiny: { held: false } }
        core.provider.subscriptions.remove(subscription)
        core.provider.subscriptions.put(undecided)
        return undecided
      },
    }))
  }),
  variation('tells the recipient of a swap why', core =>
    override(core.provider, original => ({
      announceSwap: (donors, recipient, startedAt) => {
        if (donors.length === 0) {
          original.announceSwap(donors, recipient, startedAt)
          return
        }
        const told = donors.map(donor => core.announcer.announce(donor, original.loss()))
        void core.announcer.announceAfter(told, recipient, { status: 'Active', reason: 'Swapped', startedAt })
      },
    })),
  ),
  variation('gives no reasons that it need not give', core =>
    editEvent(core, event => {
      if (event.status !== 'Cancelled' && event.reason !== 'CustomerRequested') return event
      const { reason: _reason, ...rest } = event
      return rest
    }),
  ),
  variation('describes its notifications', core =>
    editNotification(core, content => {
      const described: Record<string, Element> = {}
      for (const [name, value] of Object.entries(content)) {
        if (name === 'operationEndTimestamp' && content['operationStartTimestamp'] === undefined) {
          described['notificationDescription'] = 'Told by the DSP <automatically> & at once'
        }
        if (name === 'operationStartTimestamp') described['notificationDescription'] = 'Done'
        described[name] = value
      }
      return described
    }),
  ),
  variation('tells when operations ended and not when they started', core =>
    editNotification(core, content => without(content, 'operationStartTimestamp')),
  ),
  variation('tells the new signalling status in the notification', core =>
    editNotification(core, (content, { signalling }) => {
      if (signalling === undefined) return content
      return Object.fromEntries<Element>(
        Object.entries(content).flatMap<[string, Element]>(([name, value]) =>
          name === 'status'
            ? [
                [name, value],
                ['arpSignallingStatus', signalling],
              ]
            : [[name, value]],
        ),
      )
    }),
  ),
  variation('names the relation of its links otherwise', core =>
    override(core.rendering, original => ({
      link: (_rel, subscription) => ({ ...original.link('self', subscription), rel: 'self & more' }),
    })),
  ),
  variation('ends a userId change by removing the old contract', core =>
    override(core.provider, original => ({
      changeUserId: (subscription, userId) => {
        const successor = original.changeUserId(subscription, userId)
        core.provider.subscriptions.remove(subscription)
        return successor
      },
    })),
  ),
  variation('names HEAD and OPTIONS in Allow, in another order', core =>
    override(core, original => ({
      methodNotAllowed: allow =>
        original.methodNotAllowed(allow === 'POST' ? 'OPTIONS,POST' : 'OPTIONS, HEAD,PUT , GET'),
    })),
  ),
  variation('refuses methods without a body', core =>
    override(core, original => ({
      refusal: (problem, format) => {
        const reply = original.refusal(problem, format)
        const bare = ['method', 'unauthorized', 'unacceptable', 'media type'].includes(problem.kind)
        if (!bare) return reply
        const { 'content-type': _type, ...headers } = reply.headers
        return { ...reply, headers, body: '' }
      },
    })),
  ),
  variation('links from its errors', core =>
    override(core.rendering, original => ({
      error: (exception, variables) => ({
        link: [{ rel: 'help', href: 'http://dsp.example.com/errors?of=roaming&more' }],
        ...original.error(exception, variables),
      }),
    })),
  ),
  variation('words its exceptions without variables', core =>
    override(core.rendering, original => ({
      error: ({ messageId, text }) =>
        original.error({ messageId, text: text.replaceAll(/ ?%\d/g, ''), status: 0 }, []),
    })),
  ),
  variation('answers in the format of the request whatever is accepted', core =>
    override(core, original => ({
      negotiate: (request, route) => {
        const negotiated = original.negotiate(request, route)
        const language = formatOfBody(field(request, 'content-type'))
        const free = negotiated === undefined || route.query.includes('resFormat')
        return free || language === undefined ? negotiated : language
      },
    })),
  ),
  variation(
    'leaves resFormat to others',
    core =>
      override(core, original => ({
        negotiate: (request, route) => original.negotiate(request, { ...route, query: '' }),
      })),
    { capabilities: { 'res-format': false } },
  ),
  variation(
    'serves whoever comes',
    core =>
      override(core, () => ({
        authorize: () => undefined,
      })),
    { capabilities: { authentication: false }, auth: { type: 'none' } },
  ),
  variation(
    'never refuses a deactivation',
    core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          writable(subscription).destiny = { held: true }
          original.decideDeactivation(subscription, startedAt)
        },
      })),
    { capabilities: { 'refuses-deactivation': false } },
  ),
  variation('reads the figure’s spelling of PreProvisioned', core =>
    editReader(core, 'POST', original => ({
      oneOf: (name, text, values) =>
        original.oneOf(
          name,
          name === 'status' && text === 'Preprovisioned' ? 'PreProvisioned' : text,
          values,
        ),
    })),
  ),
  variation('notifies in JSON if nobody asked for a format', core =>
    override(core.announcer, () => ({ format: ({ callback }) => callback.notificationFormat ?? 'JSON' })),
  ),
  variation('keeps the notification format if an update has none', core => {
    override(core, original => ({
      replaceCallback: (subscription, callback) =>
        original.replaceCallback(subscription, kept(subscription, callback)),
    }))
  }),
  variation('needs the resourceURL in an update', core =>
    editWanted(core, 'PUT', wanted => {
      if (wanted.resourceURL === undefined) throw new Problem('missing', ['resourceURL'])
      return wanted
    }),
  ),
  variation('refuses what it cannot process with 422', core =>
    override(core.rendering, original => ({
      exception: problem => {
        const exception = original.exception(problem)
        return exception.status === 400 ? { ...exception, status: 422 } : exception
      },
    })),
  ),
]

function kept(subscription: Subscription, callback: Callback): Callback {
  const { notificationFormat } = subscription.callback
  if (callback.notificationFormat !== undefined || notificationFormat === undefined) return callback
  return { ...callback, notificationFormat }
}

function unwrap(content: Element): Element {
  if (typeof content === 'string') return content
  if (Array.isArray(content)) {
    const items = (content as readonly Element[]).map(unwrap)
    const [first] = items
    return items.length === 1 && first !== undefined ? first : items
  }
  return Object.fromEntries(Object.entries(content as Elements).map(([name, value]) => [name, unwrap(value)]))
}

/** Lets a notification arrive before the answer to the request that caused it. */
function decidesEarly(core: RoamingCore): void {
  let due: Subscription | undefined
  override(core.provider, () => ({
    schedule: subscription => {
      due = subscription
    },
  }))
  override(core, original => ({
    dispatch: (request, route, format) => {
      due = undefined
      const reply = original.dispatch(request, route, format)
      const pending = due as Subscription | undefined
      if (pending === undefined) return reply
      core.provider.decide(pending)
      return Promise.resolve(pending.delivering).then(() => reply)
    },
  }))
}
