import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { fromSchema } from '../../harness/fuzz/from-schema.js'
import { loadSchema } from '../../schemas/load.js'
import { isObject } from './line.js'
import { callText, shown, Speaker, wrong, type Plugin, type Transport } from './plugin.js'

// A provisioning may be refused for what runs already, which does not tell how its name was taken.
const MEMBERS = ['index', 'id', 'state'] as const

const SLIPS = [
  'inserted',
  'left out',
  'replaced',
  'looking alike',
  'in another case',
  'swapped with the next',
] as const

/** One slip in the name of a method. */
interface Slip {
  readonly transport: Transport
  readonly member: (typeof MEMBERS)[number]
  /** Which part of the name it is in. */
  readonly part: 'callsign' | 'member'
  readonly slip: (typeof SLIPS)[number]
  /** Characters before the end. */
  readonly at: number
  readonly character: string
}

// Full stops, @, # and : part names in the framework, so that what they leave may be a right one.
const CHARACTERS = Array.from('aeidnstxZ09_-+%/\\*? \t\n\0"\'é\u0131\u200b\u0456🙂')

/** Letters that a comparison takes for another if it folds cases or leaves marks out; Cyrillic ones only look alike. */
const LIKE: Readonly<Record<string, string>> = {
  a: '\u0430\u00e1',
  d: '\u0501\u010f',
  e: '\u0435\u00e9',
  i: '\u0131\u0130\u0456',
  n: '\u00f1',
  o: '\u043e\u00f6',
  p: '\u0440',
  r: '\u0159',
  s: '\u017f\u0455',
  t: '\u0165',
  v: '\u0475',
  x: '\u0445',
}

/** No slip in the callsign or the member of a name calls anything. */
export function slipsInNamesCallNothing(plugin: Plugin): Property<Slip> {
  return {
    name: 'any slip in the name of a method',
    values: fc.record({
      transport: fc.constantFrom(...plugin.transports),
      member: fc.constantFrom(...MEMBERS),
      part: fc.constantFrom('callsign', 'member'),
      slip: fc.constantFrom(...SLIPS),
      at: fc.oneof(fc.constant(0), fc.nat(30)),
      character: fc.constantFrom(...CHARACTERS),
    }),
    tell: slip => [
      `When the client calls ${slip.member} over ${slip.transport} with ${tellSlip(slip)} of its ${slip.part}`,
    ],
    restsOn: [
      'thunder.naming.refuses-unknown-members',
      'thunder.naming.matches-members-exactly',
      'thunder.naming.matches-the-callsign-exactly',
      'thunder.naming.refuses-unknown-callsigns',
    ],
    async holds(slip) {
      const name = slippedName(plugin, slip)
      if (name === undefined) return
      plugin.world.cover('edits', `${slip.part}: ${slip.slip}`)
      const text = callText(plugin, slip.member, slip.member === 'index' ? { index: 1 } : undefined, 42)
      const edited = JSON.stringify({ ...(JSON.parse(text) as object), method: name })
      const reply = await new Speaker(plugin).ask(slip.transport, edited)
      if (isObject(reply.value) && isObject(reply.value['error'])) return
      wrong(`A call of ${shown(name)} is not refused.`, 'an error', reply)
    },
  }
}

/** The name with the slip; undefined where it is none. */
function slippedName(plugin: Plugin, { member, part, slip, at, character }: Slip): string | undefined {
  const right = plugin.name(member)
  const text = part === 'member' ? member : plugin.callsign
  const from = part === 'member' ? right.length - member.length : 0
  const characters = Array.from(text)
  const places = characters.length + (slip === 'inserted' ? 1 : 0)
  const place = places - 1 - (at % places)
  const wrongPart = slipped(characters, place, slip, character).join('')
  const name = right.slice(0, from) + wrongPart + right.slice(from + text.length)
  // A part that is empty may be taken for one that is left out.
  return name === right || wrongPart === '' || wrongPart.startsWith('.') ? undefined : name
}

function slipped(
  characters: readonly string[],
  place: number,
  slip: Slip['slip'],
  character: string,
): string[] {
  const here = characters[place] ?? ''
  const [start, end] = [characters.slice(0, place), characters.slice(place + 1)]
  switch (slip) {
    case 'inserted':
      return [...start, character, here, ...end]
    case 'left out':
      return [...start, ...end]
    case 'replaced':
      return [...start, character, ...end]
    case 'looking alike':
      return [...start, alike(here, character), ...end]
    case 'in another case':
      return [...start, otherCase(here), ...end]
    case 'swapped with the next':
      return [...start, ...end.slice(0, 1), here, ...end.slice(1)]
  }
}

/** A character that looks like another; which one, any other character says. The wide form of ASCII is one for each. */
function alike(here: string, chooser: string): string {
  const wide = String.fromCodePoint((here.codePointAt(0) ?? 0) + 0xfee0)
  const choice = Array.from(`${LIKE[here.toLowerCase()] ?? ''}${wide}`)
  return choice[(chooser.codePointAt(0) ?? 0) % choice.length] ?? wide
}

function otherCase(character: string): string {
  const upper = character.toUpperCase()
  return upper === character ? character.toLowerCase() : upper
}

function tellSlip({ slip, at, character }: Slip): string {
  const place = at === 0 ? 'at the end' : `${at} before the end`
  if (slip === 'inserted') return `${shown(character)} inserted ${place}`
  if (slip === 'looking alike') return `one that looks alike for the character ${place}`
  if (slip === 'replaced') return `${shown(character)} for the character ${place}`
  return `the character ${place} ${slip}`
}

/** Parameters of an index: a label that the plugin knows or any other, and an index. */
interface Params {
  readonly transport: Transport
  readonly label: 'known' | 'unknown' | 'left out'
  readonly params: { readonly label?: string; readonly index?: number }
  /** Whether the members of the parameters come in the other order. */
  readonly reversed: boolean
}

/** Whatever label and index of 32 bits are set, the call ends as the error table lets it, and as it should where both are known. */
export function indexesEndAsListed(plugin: Plugin): Property<Params> {
  const schema = fromSchema(loadSchema('thunder/index-params.schema.json')) as fc.Arbitrary<Params['params']>
  const index = fc.oneof(
    fc.integer({ min: 0, max: 0xffff_ffff }),
    fc.constantFrom(0, 255, 256, 65_535, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  )
  return {
    name: 'any label and any index',
    values: fc
      .record({
        transport: fc.constantFrom(...plugin.transports),
        label: fc.constantFrom('known' as const, 'unknown' as const),
        params: fc.tuple(schema, index).map(([params, index]) => ({
          ...params,
          ...('index' in params ? { index } : {}),
        })),
        reversed: fc.boolean(),
      })
      .map(value => ('label' in value.params ? value : { ...value, label: 'left out' as const })),
    tell: value => [`When the client sets ${tellParams(value)} over ${value.transport}`],
    restsOn: [
      'thunder.index.accepts-a-label-with-an-index',
      'thunder.index.label-is-optional',
      'thunder.index.index-is-optional',
      'thunder.index.both-are-optional',
      'thunder.index.accepts-32-bits',
      'thunder.index.result-is-null',
      'thunder.errors.index-is-closed',
    ],
    async holds(value) {
      const { label, params, transport, reversed } = value
      const facts: { label: string } = await plugin.world.state('idle', {})
      const entries = Object.entries({ ...params, ...(label === 'known' ? { label: facts.label } : {}) })
      const sent = Object.fromEntries(reversed ? entries.toReversed() : entries)
      plugin.world.cover('transitions', `${label} label, ${'index' in params ? 'an index' : 'no index'}`)
      const reply = await new Speaker(plugin).ask(transport, callText(plugin, 'index', sent, 42))
      const { result, error } = isObject(reply.value) ? reply.value : {}
      if (result === null && error === undefined) return
      if (label === 'known' && 'index' in params)
        wrong('An index of a label is not taken.', 'the result null', reply)
      const code = isObject(error) ? (error['code'] as number) : undefined
      const isListed =
        code !== undefined && (plugin.codes('unavailable').includes(code) || plugin.isPredefined(code))
      if (!isListed) wrong('An index ends otherwise than its error table says.', 'null or unavailable', reply)
    },
  }
}

function tellParams({ label, params, reversed }: Params): string {
  const { index } = params
  const parts = [
    ...(label === 'left out'
      ? []
      : [label === 'known' ? 'a known label' : `the label ${shown(params.label)}`]),
    ...(index === undefined ? [] : [`the index ${index}`]),
  ]
  return (reversed ? parts.toReversed() : parts).join(' with ') || 'nothing'
}
