import { isUtf8 } from 'node:buffer'
import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import {
  breakingEdits,
  editJson,
  kindOfEdit,
  tellJsonEdit,
  type JsonEdit,
} from '../../harness/fuzz/json-edits.js'
import { editText, tellTextEdit, textEdits, type TextEdit } from '../../harness/fuzz/text-edits.js'
import { compileSchema } from '../../harness/schema-check.js'
import { loadSchema } from '../../schemas/load.js'
import { isObject } from './line.js'
import {
  callOf,
  callText,
  shown,
  Speaker,
  wrong,
  type Plugin,
  type Reason,
  type Reply,
  type Transport,
} from './plugin.js'

const MEMBERS = ['id', 'state', 'index'] as const

/** A call with one edit by which it is no request. */
interface WrongCall {
  readonly transport: Transport
  readonly member: (typeof MEMBERS)[number]
  readonly id: string | number
  readonly edit: JsonEdit
}

/** A call in which one thing is wrong is refused for it, and the same call without it is taken. */
export function wrongRequestsAreRefused(plugin: Plugin): Property<WrongCall> {
  const isRequest = compileSchema(loadSchema('thunder/request.schema.json'))
  return {
    name: 'any call with one thing wrong in its envelope',
    values: fc
      .record({
        transport: fc.constantFrom(...plugin.transports),
        member: fc.constantFrom(...MEMBERS),
        id: fc.oneof(
          fc.integer({ min: 1, max: 0x7fff_ffff }),
          fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
        ),
        edit: editsOf(requestOf(plugin, { member: 'index', id: 1 }), isRequest),
      })
      .filter(wrong => isWrong(plugin, wrong, isRequest)),
    tell: ({ transport, member, edit, id }) => [
      `When the client calls ${member} over ${transport} under the id ${shown(id)} with ${tellJsonEdit(edit)}`,
    ],
    restsOn: [
      'thunder.faults.names-invalid-requests',
      'thunder.faults.refuses-other-versions',
      'thunder.faults.refuses-ids-of-other-types',
      'thunder.faults.invalid-requests-have-the-id-null',
    ],
    async holds({ transport, member, id, edit }) {
      const request = requestOf(plugin, { member, id })
      const edited = editJson(request, edit)
      if (!isWrong(plugin, { member, id, edit }, isRequest)) return
      plugin.world.cover('edits', kindOfEdit(edit))
      const speaker = new Speaker(plugin)
      const reply = await speaker.ask(transport, JSON.stringify(edited))
      const reasons: Reason[] =
        edit.at[0] === 'params' ? ['invalid request', 'invalid params'] : ['invalid request']
      refused(plugin, reply, reasons, edit.at[0] === 'id' ? [null] : [null, id])
      await requireTwin(plugin, speaker, transport)
    },
  }
}

/** Whether an edit makes a request none. Parameters that are null are taken for none by many. */
function isWrong(
  plugin: Plugin,
  { member, id, edit }: Omit<WrongCall, 'transport'>,
  isRequest: (value: unknown) => boolean,
): boolean {
  return edit.to !== null || edit.at[0] !== 'params'
    ? !isRequest(editJson(requestOf(plugin, { member, id }), edit))
    : false
}

function requestOf(plugin: Plugin, { member, id }: Pick<WrongCall, 'member' | 'id'>): object {
  return callOf(plugin, member, member === 'index' ? { label: 'cobalt', index: 1 } : undefined, id)
}

/** Edits of the envelope: those that are made of any JSON value, and other spellings and values of any kind besides. */
function editsOf(request: object, isRequest: (value: unknown) => boolean): fc.Arbitrary<JsonEdit> {
  const listed = breakingEdits(request, isRequest)
  return fc.oneof(
    fc.constantFrom(...listed),
    fc.record({
      at: fc.constantFrom('jsonrpc', 'method', 'id', 'params').map(name => [name]),
      edit: fc.constant('retyped' as const),
      to: fc.jsonValue({ maxDepth: 1 }).map(value => structuredClone(value)),
    }),
    fc.record({
      at: fc.constant(['jsonrpc']),
      edit: fc.constant('changed' as const),
      to: fc.oneof(
        fc.tuple(fc.nat(3), AROUND).map(([at, more]) => '2.0'.slice(0, at) + more + '2.0'.slice(at)),
        fc.tuple(fc.nat(2), AROUND).map(([at, more]) => '2.0'.slice(0, at) + more + '2.0'.slice(at + 1)),
      ),
    }),
  )
}

const AROUND = fc.constantFrom(' ', '0', '1', '.', ',', '\0', '\n', '２', 'v', '-', '+', 'e0')

/** A call of which one change makes what is no JSON. */
interface Spoilt {
  readonly transport: Transport
  readonly member: (typeof MEMBERS)[number]
  readonly edit: TextEdit
}

/** A message that is no JSON is refused as that, wherever it is broken, and the next call is taken. */
export function brokenJsonIsRefused(plugin: Plugin): Property<Spoilt> {
  return {
    name: 'any call with one change by which it is no JSON',
    values: fc.record({
      transport: fc.constantFrom(...plugin.transports),
      member: fc.constantFrom(...MEMBERS),
      edit: textEdits,
    }),
    tell: ({ transport, member, edit }) => [
      `When the client calls ${member} over ${transport}, the text ${tellTextEdit(edit)}`,
    ],
    restsOn: ['thunder.faults.names-parse-errors', 'thunder.faults.parse-errors-have-the-id-null'],
    async holds({ transport, member, edit }) {
      const bytes = editText(Buffer.from(JSON.stringify(requestOf(plugin, { member, id: 42 }))), edit)
      if (!isPlainlyBroken(bytes)) return
      plugin.world.cover('edits', edit.edit === 'whole' ? edit.of : edit.edit)
      const speaker = new Speaker(plugin)
      const reply = await speaker.ask(transport, bytes.toString())
      // What of the id was read before the text broke off is given back by some releases.
      refused(plugin, reply, ['parse error'], plugin.profile === 'document' ? [null] : [null, 42, undefined])
      await requireTwin(plugin, speaker, transport)
    },
  }
}

/** Whether bytes are a text and nobody would take it for JSON. Nothing at all, and a byte order mark, are left open. */
function isPlainlyBroken(bytes: Buffer): boolean {
  const text = bytes.toString()
  if (!isUtf8(bytes) || text.trim() === '' || text.startsWith('\ufeff')) return false
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}

function refused(plugin: Plugin, reply: Reply, reasons: readonly Reason[], ids: readonly unknown[]): void {
  const { value } = reply
  const codes = reasons.flatMap(reason => plugin.codes(reason))
  const expected = `the error ${codes.join(' or ')} (${reasons.join(' or ')})`
  const error = isObject(value) ? value['error'] : undefined
  if (!isObject(value) || !isObject(error))
    wrong('A message that is no request is not refused.', expected, reply)
  if (!codes.includes(error['code'] as number))
    wrong('A message is refused for another reason.', expected, reply)
  if (!ids.includes(value['id']))
    wrong('A refusal carries an id that it cannot know.', `the id ${ids.map(shown).join(' or ')}`, reply)
}

/** What is right is taken, on the same connection, or the refusal would say nothing. */
async function requireTwin(plugin: Plugin, speaker: Speaker, transport: Transport): Promise<void> {
  const reply = await speaker.ask(transport, callText(plugin, 'id', undefined, 7))
  if (isObject(reply.value) && 'result' in reply.value) return
  wrong('After a message that was refused, a call is not taken.', 'the provision ID', reply)
}
