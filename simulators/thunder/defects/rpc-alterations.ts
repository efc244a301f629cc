import { defect, override } from '../../simulator.js'
import type { ThunderAlteration } from '../alterations.js'
import type { ThunderCore } from '../core.js'
import { isBatch, isObject, type Answer, type JsonRpc, type Response, type RpcError } from '../json-rpc.js'
import type { Channel } from '../observers.js'

type Rpc = JsonRpc<Channel>

/** Replaces parts of the JSON-RPC server. */
export const rpc = (
  name: string,
  replace: (original: Rpc, core: ThunderCore) => Partial<Rpc>,
): ThunderAlteration => defect(name, core => override(core.rpc, original => replace(original, core)))

/** Changes the answer to whole messages, by their text. */
export const answers = (
  name: string,
  change: (answer: Answer, text: string, channel: Channel) => Answer,
): ThunderAlteration =>
  rpc(name, original => ({
    answer: (text, channel) => change(original.answer(text, channel), text, channel),
  }))

/** Takes more, or less, for a request than there is in the object. */
export const reads = (
  name: string,
  change: (value: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): ThunderAlteration =>
  rpc(name, original => ({
    read: value => original.read(isObject(value) ? change(value) : value),
  }))

/** Whether a message is meant for a batch, well-formed or not. */
export const isBatchText = (text: string): boolean => text.trimStart().startsWith('[')

/** The code of the error in a single answer, if it holds one. */
export const errorCode = (answer: Answer): unknown =>
  typeof answer === 'object' && 'error' in answer ? (answer['error'] as RpcError | null)?.code : undefined

/** A response with another error. */
export const recode = (response: Response, error: RpcError): Response => ({ ...response, error })

/** A single answer as a batch of one. */
export function inArray(answer: Answer): Answer {
  return typeof answer === 'string' || isBatch(answer) ? answer : [answer]
}

/** The JSON value of a text, if it is one. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
