import { override, type HttpReply } from '../../simulator.js'
import { editEvent, editReader, editWanted, supply } from '../altering.js'
import { childrenOf } from '../body.js'
import type { RoamingCore } from '../core.js'
import type { Callback, Event, Format } from '../model.js'
import type { Elements } from '../writing.js'

/** Gives identifiers that hold reserved characters. */
export function reserveCharacters(core: RoamingCore): void {
  override(core.provider, original => ({
    newId: arpId => original.newId(arpId).replace(arpId, `:${arpId}+*`),
  }))
}

/** Edits the answer to one operation. */
export function editReply(
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

/** The same answer with another status. */
export function withStatus(status: number): (reply: HttpReply) => HttpReply {
  return reply => ({ ...reply, status })
}

/** The header fields without one. */
export function omit(headers: HttpReply['headers'], name: string): HttpReply['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
}

/** Users by their numbers alone, without the scheme of the URI. */
export function withBareNumbers(content: Elements): Elements {
  return {
    ...content,
    userId: (content['userId'] as readonly Elements[]).map(({ type, value }) => ({
      type: type as string,
      value: (value as string).replace(/^tel:/, ''),
    })),
  }
}

/** Takes requests without a user. */
export function needsNoUser(core: RoamingCore, method: 'POST' | 'PUT'): void {
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

/** Takes requests without a callback. */
export function needsNoCallback(core: RoamingCore, method: 'POST' | 'PUT'): void {
  editReader(core, method, original => ({
    callback: node =>
      childrenOf(node, 'callbackReference').length === 0
        ? { notifyURL: 'http://127.0.0.1:9/' }
        : original.callback(node),
  }))
}

/** Takes the ARP of a request from its path where the body names none, or always. */
export function takesArpFromPath(core: RoamingCore, method: 'POST' | 'PUT', always = false): void {
  supply(core, method, 'arpId', '')
  editWanted(core, method, (wanted, path) => {
    const arpId = decodeURIComponent(path.split('/')[3] ?? '')
    return wanted.arpId === '' || always ? { ...wanted, arpId } : wanted
  })
}

/** Takes a value of an enumeration in any case. */
export function ignoresCase(core: RoamingCore, method: 'POST' | 'PUT', name: string): void {
  editReader(core, method, original => ({
    oneOf: (element, text, values) =>
      (element === name ? values.find(value => value.toLowerCase() === text.toLowerCase()) : undefined) ??
      original.oneOf(element, text, values),
  }))
}

/** Takes unknown values of an enumeration for a known one. */
export function replacesUnknown(
  core: RoamingCore,
  method: 'POST' | 'PUT',
  name: string,
  value: string,
): void {
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

/** Sends no notifications of some events. */
export function hides(core: RoamingCore, of: (event: Event) => boolean): void {
  editEvent(core, event => (of(event) ? undefined : event))
}

/** The callback before the first change, by each one that replaced it. */
export function firstCallbacks(core: RoamingCore): WeakMap<Callback, Callback> {
  const first = new WeakMap<Callback, Callback>()
  override(core, original => ({
    replaceCallback: (subscription, callback) => {
      first.set(callback, first.get(subscription.callback) ?? subscription.callback)
      original.replaceCallback(subscription, callback)
    },
  }))
  return first
}

/** The same answer with another value of a header field. */
export function withHeader(reply: HttpReply, name: string, value: string): HttpReply {
  return { ...reply, headers: { ...reply.headers, [name]: value } }
}

/** Reads bodies of one format as if they had been written differently. */
export function rewrite(core: RoamingCore, format: Format, edit: (text: string) => string): void {
  override(core, original => ({
    read: (request, language) => {
      if (language !== format) return original.read(request, language)
      const body = Buffer.from(edit(request.body.toString('latin1')), 'latin1')
      return original.read({ ...request, body }, language)
    },
  }))
}
