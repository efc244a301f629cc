import { childrenOf, textOf, type Node } from './body.js'
import {
  FORMATS,
  SIGNALLING_STATUSES,
  STORED_STATUSES,
  type Callback,
  type Status,
  type UserId,
  type Wanted,
} from './model.js'
import { Problem } from './problem.js'

const MAX_TEXT = 4096
const MAX_USER_IDS = 16
const PLAIN = /^[\t\n\r\x20-\x7e]*$/
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const GLOBAL_TEL = /^tel:\+[0-9.()-]*[0-9][0-9.()-]*(;.*)?$/i
const STATUSES: readonly Status[] = STORED_STATUSES

/** How the elements of a request are read, so that parts of it can be replaced. */
export interface Reader {
  /** The one child of that name; throws a Problem if it is missing or repeated. */
  needed(node: Node, name: string): string
  /** The one child of that name, if there is one. */
  optional(node: Node, name: string): string | undefined
  userIds(node: Node): readonly UserId[]
  callback(node: Node): Callback
  oneOf<Value extends string>(name: string, text: string, values: readonly Value[]): Value
}

/** Reads a roamingSubscription. Throws a Problem that names the first element that is missing or wrong. */
export function readWanted(node: Node, reader: Reader): Wanted {
  const userId = reader.userIds(node)
  const status = reader.oneOf('status', reader.needed(node, 'status'), STATUSES)
  const signalling = reader.optional(node, 'arpSignallingStatus')
  reader.optional(node, 'authorizationInformation')
  const dspId = reader.needed(node, 'dspId')
  const arpId = reader.needed(node, 'arpId')
  const arrival = reader.optional(node, 'requestArrivalTimestamp')
  const resourceURL = reader.optional(node, 'resourceURL')
  return {
    userId,
    status,
    signalling:
      signalling === undefined
        ? undefined
        : reader.oneOf('arpSignallingStatus', signalling, SIGNALLING_STATUSES),
    dspId,
    arpId,
    arrival,
    callback: reader.callback(node),
    resourceURL,
  }
}

/** The reader of the reference implementation. */
export function createReader(): Reader {
  const reader: Reader = {
    needed: (node, name) => {
      const text = reader.optional(node, name)
      if (text === undefined) throw new Problem('missing', [name])
      return text
    },
    optional: (node, name) => {
      const found = childrenOf(node, name)
      if (found.length === 0) return undefined
      const text = found.length === 1 ? textOf(found[0]) : undefined
      if (text === undefined || text.length > MAX_TEXT || !isXmlText(text)) {
        throw new Problem('value', [name])
      }
      return text
    },
    userIds: node => {
      const found = childrenOf(node, 'userId')
      if (found.length === 0) throw new Problem('missing', ['userId'])
      if (found.length > MAX_USER_IDS) throw new Problem('value', ['userId'])
      return found.map(item => {
        const userId = { type: reader.needed(item, 'type'), value: reader.needed(item, 'value') }
        if (/^tel:/i.test(userId.value) && !GLOBAL_TEL.test(userId.value)) {
          throw new Problem('value', ['userId'])
        }
        return userId
      })
    },
    callback: node => {
      const [found, ...more] = childrenOf(node, 'callbackReference')
      if (found === undefined) throw new Problem('missing', ['callbackReference'])
      if (more.length > 0) throw new Problem('value', ['callbackReference'])
      const notifyURL = reader.needed(found, 'notifyURL').trim()
      if (!/^https?:/i.test(notifyURL) || !URL.canParse(notifyURL)) throw new Problem('value', ['notifyURL'])
      const callbackData = reader.optional(found, 'callbackData')
      const format = reader.optional(found, 'notificationFormat')
      return {
        notifyURL,
        callbackData,
        notificationFormat:
          format === undefined ? undefined : reader.oneOf('notificationFormat', format, FORMATS),
      }
    },
    oneOf: (name, text, values) => {
      const value = values.find(candidate => candidate === text)
      if (value === undefined) throw new Problem('enumeration', [name, values.join(', ')])
      return value
    },
  }
  return reader
}

/** Whether XML 1.0 has all characters of a text. */
function isXmlText(text: string): boolean {
  return PLAIN.test(text) || !NOT_XML.test(text)
}
