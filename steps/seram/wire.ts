import { isUtf8 } from 'node:buffer'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { TargetEntry } from '../../harness/target.js'
import { remembered } from '../../harness/remembered.js'
import { seramDefaults, type SeramOptions } from '../../schemas/seram/options.js'
import { isObject } from './order.js'

/** Path of the endpoint, below the target's URL. */
export const ORDER = '/order'

/** The options of a target, with the document's wording for what is left out. */
export function optionsOf(target: TargetEntry): Required<SeramOptions> {
  return { ...seramDefaults, ...(target.options as SeramOptions) }
}

/** Whether an exchange has an answer of success. */
export function succeeded({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300
}

/** Bytes read as JSON; undefined if they are none. */
export const readJson = remembered((bytes: Buffer): { readonly value: unknown } | undefined => {
  if (!isUtf8(bytes)) return undefined
  try {
    return { value: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return undefined
  }
})

/** The generated session id that an answer brought, of whatever type; undefined if there is none. */
export function generatedIdOf({ answer }: Exchange, options: Required<SeramOptions>): unknown {
  const json = answer && readJson(answer.body)
  if (json === undefined) return undefined
  const { value } = json
  if (options.generatedBody === 'string') return isObject(value) || value === null ? undefined : value
  return isObject(value) ? value[options.sessionKey] : undefined
}

/** What is wrong with the body of an answer that should bring a generated session id. */
export function findNoGeneratedId(exchange: Exchange, options: Required<SeramOptions>): Finding | undefined {
  if (generatedIdOf(exchange, options) !== undefined) return undefined
  const isString = options.generatedBody === 'string'
  const expected = isString ? 'a JSON string' : `a JSON object with the member ${options.sessionKey}`
  const summary = `The answer does not bring the generated session id.${otherReading(exchange, options)}`
  return { summary, expected, received: describeAnswer(exchange) }
}

/** What is wrong with the body of an answer that should be null. */
export function findNoNullBody(exchange: Exchange, options: Required<SeramOptions>): Finding | undefined {
  const body = exchange.answer?.body ?? Buffer.alloc(0)
  const isEmpty = body.length === 0
  const isNull = readJson(body)?.value === null
  if ((isEmpty && options.nullBody !== 'null') || (isNull && options.nullBody !== 'empty')) return undefined
  const expected = {
    either: 'the JSON literal null, or no bytes',
    null: 'the JSON literal null',
    empty: 'no bytes',
  }
  const hint = isEmpty || isNull ? ' It is null in the other reading; see the option nullBody.' : ''
  const summary = `The answer to an order with a session id has no null body.${hint || hintAtSessionKey(exchange, options)}`
  return { summary, expected: expected[options.nullBody], received: describeAnswer(exchange) }
}

/** Names the reading that the answer follows, where it is another than the target file's. */
function otherReading({ answer }: Exchange, { sessionKey, generatedBody }: Required<SeramOptions>): string {
  const value = answer && readJson(answer.body)?.value
  const otherKey = sessionKey === 'sessionID' ? 'sessionId' : 'sessionID'
  if (typeof value === 'string' && generatedBody === 'object') {
    return ' It is a bare JSON string; if that is meant, say so with the option generatedBody: string.'
  }
  if (!isObject(value)) return ''
  if (generatedBody === 'string') {
    return ' It is an object; if that is meant, leave the option generatedBody out.'
  }
  if (otherKey in value) {
    return ` The member is spelt ${otherKey}; if that is meant, say so with the option sessionKey: ${otherKey}.`
  }
  return ''
}

/** Says what it looks like if a generated id comes where one was given. */
export function hintAtSessionKey({ answer }: Exchange, { sessionKey }: Required<SeramOptions>): string {
  const value = answer && readJson(answer.body)?.value
  const otherKey = sessionKey === 'sessionID' ? 'sessionId' : 'sessionID'
  if (!isObject(value) || !(otherKey in value)) return ''
  return ` It brings ${otherKey}, as if none had been given; if the target reads that name instead of ${sessionKey}, say so with the option sessionKey: ${otherKey}.`
}
