import { defect, override, type Defects } from '../simulator.js'
import { inRelease, type ThunderAlteration } from './alterations.js'
import type { ThunderCore } from './core.js'
import { fuzzEventDefects } from './fuzz-event-defects.js'
import { isBatch, isObject, type Id, type Outcome } from './json-rpc.js'

/** Changes the id of responses. */
const idOf = (name: string, change: (id: Id) => Id): ThunderAlteration =>
  defect(name, core =>
    override(core.rpc, original => ({
      respond: (id, outcome, channel) => original.respond(change(id), outcome, channel),
    })),
  )

/** Changes the text of a message before it is read. */
const reads = (name: string, change: (text: string) => string): ThunderAlteration =>
  defect(name, core =>
    override(core.rpc, original => ({ answer: (text, channel) => original.answer(change(text), channel) })),
  )

/** Looks for a member under another name than the one in the call. */
const finds = (name: string, change: (method: string) => string): ThunderAlteration =>
  defect(name, core =>
    override(core, original => ({ find: (method, channel) => original.find(change(method), channel) })),
  )

/** Takes another version of JSON-RPC for 2.0. */
const versions = (name: string, read: (version: string) => string): ThunderAlteration =>
  defect(name, core =>
    override(core.rpc, original => ({
      isRequest: value => {
        const { jsonrpc } = value
        return original.isRequest(typeof jsonrpc === 'string' ? { ...value, jsonrpc: read(jsonrpc) } : value)
      },
    })),
  )

/** Changes the outcome of an index by its parameters. */
const indexes = (
  name: string,
  change: (params: Readonly<Record<string, unknown>>) => Outcome | undefined,
): ThunderAlteration =>
  defect(name, core =>
    override(core.plugin, original => ({
      index: params => (isObject(params) ? change(params) : undefined) ?? original.index(params),
    })),
  )

/** Mistakes that show only for few inputs or after certain histories: what scenarios pass by and properties find. */
export const thunderFuzzDefects: Defects<ThunderCore> = {
  'thunder.always.whole-numbers-come-back': [
    idOf('gives the id 2147483648 back as a negative number', id => (id === 0x8000_0000 ? -id : id)),
    // Scenarios use small ids, and the largest.
    idOf('keeps ids of more than 24 bits as numbers of single precision', id =>
      typeof id === 'number' && id > 0x100_0000 && id < 0xffff_ffff ? Math.fround(id) : id,
    ),
  ],
  'thunder.always.ids-of-any-kind-come-back': [
    idOf('gives characters beyond the basic plane in an id back as question marks', id =>
      typeof id === 'string' ? id.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '?') : id,
    ),
    idOf('loses the backslashes of an id', id => (typeof id === 'string' ? id.replaceAll('\\', '') : id)),
    reads('does not know the escape of DEL', text => text.replaceAll('\\u007f', '?')),
    idOf('gives ten digits and more in an id back as a number', id =>
      typeof id === 'string' && /^[1-9]\d{9,14}$/.test(id) ? Number(id) : id,
    ),
  ],
  'thunder.always.digits-come-back-as-numbers': [
    inRelease('r4', 'reads nine digits of an id in quotation marks at most', core =>
      override(core.rpc, original => ({
        answer: (text, channel) =>
          original.answer(
            text.replace(/"id":"(\d{9})\d+"/, (_, digits) => `"id":"${digits}"`),
            channel,
          ),
      })),
    ),
  ],
  'thunder.always.calls-at-once-find-their-answers': [
    defect('loses the answer to the third call of one method that waits on a connection', core =>
      queued(core, (waiting, text) => waiting.filter(other => methodOf(other) === methodOf(text)).length < 2),
    ),
    defect('loses the answer to a trigger that comes while the other property calls wait', core =>
      queued(core, (waiting, text) => !methodOf(text).endsWith('.provision') || waiting.length !== 2),
    ),
  ],
  'thunder.always.batches-are-answered-value-by-value': [
    defect('answers twenty values of a batch at most', core =>
      override(core.rpc, original => ({
        answerBatch: (values, channel) => {
          const answer = original.answerBatch(values, channel)
          return isBatch(answer) ? answer.slice(0, 20) : answer
        },
      })),
    ),
    defect('passes over what is no request behind a notification', core =>
      override(core.rpc, original => ({
        answerBatch: (values, channel) =>
          original.answerBatch(
            values.filter((value, index) => isRequestLike(value) || !isNotification(values[index - 1])),
            channel,
          ),
      })),
    ),
  ],
  'thunder.always.wrong-requests-are-refused': [
    versions('takes a version with space around it', version => version.trim()),
    versions('takes any version that begins with 2.0', version => version.slice(0, 3)),
  ],
  'thunder.always.broken-json-is-refused': [
    reads('passes over a second brace at the end of a text', text =>
      text.endsWith('}}') && !isJson(text) ? text.slice(0, -1) : text,
    ),
    reads('ends a text at a NUL', text => text.replace(/\0.*$/s, '')),
  ],
  'thunder.always.slips-in-names-call-nothing': [
    finds('passes over what has no width in a name', name => name.replaceAll('\u200b', '')),
    finds('takes a dotless i for an i', name => name.replaceAll('\u0131', 'i')),
    finds('ends a name at a NUL', name => name.replace(/\0.*$/s, '')),
  ],
  'thunder.always.indexes-end-as-listed': [
    indexes('does not take the index 2147483648', ({ index }) =>
      index === 0x8000_0000 ? { error: { code: -32602, message: 'Invalid params' } } : undefined,
    ),
    indexes('finds no key for a label with a quotation mark in it', ({ label }) =>
      String(label).includes('"') ? { error: { code: 22, message: 'ERROR_UNKNOWN_KEY' } } : undefined,
    ),
  ],
  'thunder.always.calls-end-as-the-state-says': [
    defect('finds the back office again after it was found missing three times', core => {
      let missed = 0
      override(core.plugin, original => ({
        reset: () => {
          missed = 0
          original.reset()
        },
        unavailable: () => {
          missed += 1
          if (missed >= 3) core.plugin.backOfficeAvailable = true
          return original.unavailable()
        },
      }))
    }),
    defect('takes no index any more once two triggers were refused as in progress', core => {
      let refused = 0
      override(core.plugin, original => ({
        reset: () => {
          refused = 0
          original.reset()
        },
        repeated: () => {
          refused += 1
          return original.repeated()
        },
        index: params => (refused >= 2 ? original.unavailable() : original.index(params)),
      }))
    }),
    defect('loses its tokens when a list of two values is written', core =>
      override(core.plugin, original => ({
        write: (property, params) => {
          if (Array.isArray(params) && params.length === 2) core.plugin.tokens = []
          return original.write(property, params)
        },
      })),
    ),
  ],
  ...fuzzEventDefects,
  'thunder.always.mistakes-break-nothing': [
    defect('fails on a circumflex in the target', core =>
      override(core, original => ({
        handle: request => {
          if (request.target.includes('^')) throw new Error('The target cannot be read.')
          return original.handle(request)
        },
      })),
    ),
    defect('fails on an asterisk in a condition', core =>
      override(core, original => ({
        handle: request => {
          if (String(request.headers['if-match'] ?? '').includes('*')) throw new Error('Nothing matches.')
          return original.handle(request)
        },
      })),
    ),
  ],
}

/** Answers each text of a connection a moment later, if at all, knowing the texts that wait before it. */
function queued(core: ThunderCore, isAnswered: (waiting: readonly string[], text: string) => boolean): void {
  const queues = new WeakMap<object, string[]>()
  override(core.sockets, original => ({
    message: (connection, data, binary) => {
      if (binary) return original.message(connection, data, binary)
      const text = data.toString()
      const waiting = queues.get(connection) ?? []
      queues.set(connection, waiting)
      const isLost = !isAnswered(waiting, text)
      waiting.push(text)
      core.environment.clock.after(3, () => {
        waiting.shift()
        if (!isLost) original.message(connection, data, binary)
      })
    },
  }))
}

function methodOf(text: string): string {
  return /"method":"([^"]*)"/.exec(text)?.[1] ?? ''
}

function isNotification(value: unknown): boolean {
  return isRequestLike(value) && !('id' in (value as object))
}

function isRequestLike(value: unknown): boolean {
  return isObject(value) && typeof value['method'] === 'string'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
