import * as fc from 'fast-check'
import { CHARACTERS } from '../../harness/fuzz/characters.js'
import type { Property } from '../../harness/fuzz/property.js'
import { isObject } from './line.js'
import { callText, shown, Speaker, wrong, type Plugin, type Transport } from './plugin.js'

/** A call under an id of the client's choice. */
interface Identified {
  readonly transport: Transport
  readonly member: (typeof MEMBERS)[number]
  readonly id: string | number | null
  /** Whether the characters of an id that is a string are written as escapes. */
  readonly escaped: boolean
}

const MEMBERS = ['id', 'state', 'nonesuch'] as const

/** Whole numbers of 32 bits, those at the ends of bytes and words more often than others. */
const UNSIGNED = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff_ffff }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(7, 8, 15, 16, 24, 31, 32), fc.constantFrom(-1, 0, 1))
      .map(([bits, more]) => Math.min(2 ** bits + more, 0xffff_ffff)),
  },
)

/** Whole numbers that every reader of JSON keeps. */
const WHOLE = fc.oneof(
  UNSIGNED,
  fc.maxSafeInteger().map(number => number + 0),
  UNSIGNED.map(number => -number || 1),
)

const TEXT = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.string({ unit: CHARACTERS, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '/', '\b', '\n', '\u007f', 'u', '0', '🙂'), maxLength: 6 }),
  UNSIGNED.map(String),
  fc.constantFrom('null', 'true', '{}', '[]', '1.0', '1e3', '0x10', '__proto__', 'NaN'),
)

const ECHOES = [
  'thunder.envelope.answers-every-call',
  'thunder.envelope.is-one-object',
  'thunder.correlation.has-an-id',
  'thunder.correlation.echoes-numbers',
  'thunder.correlation.echoes-zero',
]

/** Whatever unsigned number of 32 bits is the id of a call, its answer carries the same number. */
export function numbersComeBack(plugin: Plugin): Property<readonly Identified[]> {
  return comeBack(plugin, 'calls with any whole numbers of 32 bits as ids', UNSIGNED, id => id, ECHOES)
}

/** Whatever string, whole number or null is the id of a call, its answer carries the same value. */
export function idsOfAnyKindComeBack(plugin: Plugin): Property<readonly Identified[]> {
  const ids = fc.oneof(
    { weight: 6, arbitrary: TEXT },
    { weight: 3, arbitrary: WHOLE },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  return comeBack(plugin, 'calls with any strings, whole numbers and null as ids', ids, id => id, [
    ...ECHOES,
    'thunder.correlation.echoes-strings',
    'thunder.correlation.echoes-negative-numbers',
    'thunder.correlation.echoes-null',
  ])
}

/** Whatever digits of a number of 32 bits are the id of a call, its answer carries the number. */
export function digitsComeBackAsNumbers(plugin: Plugin): Property<readonly Identified[]> {
  return comeBack(plugin, 'calls with any digits as ids', UNSIGNED.map(String), Number, [
    ...ECHOES,
    'thunder.correlation.turns-digits-into-a-number',
  ])
}

function comeBack(
  plugin: Plugin,
  name: string,
  ids: fc.Arbitrary<Identified['id']>,
  expected: (id: Identified['id']) => Identified['id'],
  restsOn: readonly string[],
): Property<readonly Identified[]> {
  const call = fc.record({
    transport: fc.constantFrom(...plugin.transports),
    member: fc.constantFrom(...MEMBERS),
    id: ids,
    escaped: fc.boolean(),
  })
  return {
    name,
    values: fc.array(call, { minLength: 1, maxLength: 8 }),
    tell: calls => calls.map(call => `When ${tell(call)}`),
    restsOn,
    async holds(calls) {
      const speaker = new Speaker(plugin)
      for (const call of calls) {
        const { member, transport, id } = call
        plugin.world.cover('transitions', `${member} with ${kindOf(id)}`)
        const reply = await speaker.ask(transport, textOf(plugin, call))
        const wanted = `an answer with the id ${shown(expected(id))}`
        if (!isObject(reply.value)) wrong('A call is not answered by an object.', wanted, reply)
        if (reply.value['id'] !== expected(id)) wrong('An answer carries another id.', wanted, reply)
      }
    },
  }
}

function textOf(plugin: Plugin, { member, id, escaped }: Identified): string {
  const text = callText(plugin, member, undefined, id)
  if (!escaped || typeof id !== 'string') return text
  const units = Array.from({ length: id.length }, (_, index) => id.charCodeAt(index))
  const escapes = units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  return text.replace(`"id":${JSON.stringify(id)}`, () => `"id":"${escapes}"`)
}

function kindOf(id: Identified['id']): string {
  if (typeof id === 'number') return id < 0 ? 'a negative number' : 'a number'
  return id === null ? 'null' : 'a string'
}

function tell({ transport, member, id, escaped }: Identified): string {
  const how = escaped && typeof id === 'string' ? ', written in escapes' : ''
  const what = member === 'nonesuch' ? 'a method that does not exist' : member
  return `the client calls ${what} over ${transport} with the id ${shown(id)}${how}`
}
