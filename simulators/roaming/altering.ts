import { override } from '../simulator.js'
import type { RoamingCore } from './core.js'
import type { Event, Subscription, Wanted } from './model.js'
import type { Reader } from './wanted.js'
import type { Elements } from './writing.js'

/** Changes what is shown of subscriptions in every answer. */
export function editSubscription(
  core: RoamingCore,
  edit: (content: Elements, subscription: Subscription) => Elements,
): void {
  override(core.rendering, original => ({
    subscription: (subscription, origin) => edit(original.subscription(subscription, origin), subscription),
  }))
}

/** Changes what is shown of subscriptions in the answers to one operation. */
export function editAnswer(
  core: RoamingCore,
  operation: 'created' | 'retrieve' | 'updated',
  edit: (content: Elements, subscription: Subscription) => Elements,
): void {
  let answering = false
  editSubscription(core, (content, subscription) => (answering ? edit(content, subscription) : content))
  const during =
    <Args extends unknown[], Result>(answer: (...args: Args) => Result) =>
    (...args: Args): Result => {
      answering = true
      try {
        return answer(...args)
      } finally {
        answering = false
      }
    }
  override(core, original => {
    if (operation === 'created')
      return { created: during((...args: Parameters<RoamingCore['created']>) => original.created(...args)) }
    return operation === 'retrieve'
      ? { retrieve: during((...args: Parameters<RoamingCore['retrieve']>) => original.retrieve(...args)) }
      : { updated: during((...args: Parameters<RoamingCore['updated']>) => original.updated(...args)) }
  })
}

/** Changes what is told in notifications. */
export function editNotification(
  core: RoamingCore,
  edit: (content: Elements, event: Event, subscription: Subscription) => Elements,
): void {
  override(core.rendering, original => ({
    notification: (subscription, event, endedAt) =>
      edit(original.notification(subscription, event, endedAt), event, subscription),
  }))
}

/** Changes the events of which ARPs are told; undefined keeps one from them. */
export function editEvent(
  core: RoamingCore,
  edit: (event: Event, subscription: Subscription) => Event | undefined,
): void {
  override(core.announcer, original => ({
    announce: (subscription, event) => {
      const edited = edit(event, subscription)
      return edited === undefined ? Promise.resolve() : original.announce(subscription, edited)
    },
    announceAfter: (others, subscription, event) => {
      const edited = edit(event, subscription)
      return edited === undefined ? Promise.resolve() : original.announceAfter(others, subscription, edited)
    },
  }))
}

/** Changes how the bodies of one method are read. */
export function editReader(
  core: RoamingCore,
  method: 'POST' | 'PUT',
  replace: (original: Reader) => Partial<Reader>,
): void {
  const reference = { ...core.reader }
  const altered = { ...reference, ...replace(reference) }
  override(core, original => ({
    read: (request, language) => {
      if (request.method === method) Object.assign(core.reader, altered)
      try {
        return original.read(request, language)
      } finally {
        Object.assign(core.reader, reference)
      }
    },
  }))
}

/** Takes a default for a missing element in the bodies of one method. */
export function supply(core: RoamingCore, method: 'POST' | 'PUT', name: string, value: string): void {
  editReader(core, method, original => ({
    needed: (node, wanted) =>
      wanted === name ? (original.optional(node, name) ?? value) : original.needed(node, wanted),
  }))
}

/** Looks at, or changes, what was read from the bodies of one method. */
export function editWanted(
  core: RoamingCore,
  method: 'POST' | 'PUT',
  edit: (wanted: Wanted, path: string) => Wanted,
): void {
  override(core, original => ({
    read: (request, language) => {
      const wanted = original.read(request, language)
      return request.method === method ? edit(wanted, request.target) : wanted
    },
  }))
}

/** Refuses transitions with another HTTP status. */
export function refusesTransitions(core: RoamingCore, status: number): void {
  override(core.rendering, original => ({
    exception: problem => ({
      ...original.exception(problem),
      ...(problem.kind === 'transition' ? { status } : {}),
    }),
  }))
}

/** The same elements without one of them. */
export function without(content: Elements, name: string): Elements {
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== name))
}

/** The same elements with one inside callbackReference changed, or removed if the value is undefined. */
export function withCallback(content: Elements, name: string, value: string | undefined): Elements {
  const callback = content['callbackReference'] as Elements
  return {
    ...content,
    callbackReference: value === undefined ? without(callback, name) : { ...callback, [name]: value },
  }
}

/** Lets the fields of a subscription be written that a DSP never changes. */
export function writable(subscription: Subscription): {
  -readonly [K in keyof Subscription]: Subscription[K]
} {
  return subscription
}
