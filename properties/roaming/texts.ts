import * as fc from 'fast-check'
import { CHARACTERS, simplerTexts } from '../../harness/fuzz/characters.js'
import type { Exchange } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import {
  broken,
  callbackAt,
  describeUsers,
  FORMATS,
  succeeded,
  wantedFor,
  wantedOf,
  type Dsp,
  type Format,
  type Place,
  type Seen,
  type UserId,
  type Wanted,
} from './dsp.js'
import { hearing } from './hearing.js'
import { create, decide, retrieve, take, writing } from './requests.js'
import { plainly, spellings, tellSpelling, type Spelling } from './spelling.js'

/** Where an ARP's own text stands. */
const PLACES = ['callbackData', 'the type of a userId', 'the value of a userId'] as const

/** Text as XML and JSON can both hold it, and where it stands. */
interface Text {
  readonly at: (typeof PLACES)[number]
  readonly text: string
  readonly speaks: Format
  readonly hears: Format
}

/** Pieces that programs are apt to take for something else. */
const TELLING = Array.from(' \t\n\r"\'&<>\\/%+-_[]{}:,;?#@=*~^`|!$().0159eE')
const PIECES = [
  ']]>',
  '&amp;',
  '&#65;',
  '&lt;',
  '<![CDATA[',
  '<!--',
  '-->',
  '<b/>',
  String.raw`\u0041`,
  String.raw`\n`,
  '%41',
  '%',
  '${x}',
  '{{x}}',
  'null',
  'true',
  '0',
  '1e3',
  '-0',
  '\r\n',
]
/** Characters of one, two, three and four bytes, and such as are often lost: combining, invisible, at the ends of ranges. */
const BEYOND = Array.from(
  '\u007f\u0085\u00a0éß\u0301ΩЖ\u05d0\u200b\u200d\u2028漢\ud7ff\ue000\ufffd𝒳🙂\u{10fffd}',
)

/** Any text that XML can hold, which is less than JSON can. */
export const TEXTS: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Array.from('abXYZ019')) },
      { weight: 2, arbitrary: fc.constantFrom(...TELLING) },
      { weight: 2, arbitrary: fc.constantFrom(...BEYOND) },
      { weight: 2, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: CHARACTERS },
      { weight: 1, arbitrary: fc.nat(260).map(length => 'x'.repeat(length)) },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map(pieces => pieces.join('').replace(NOT_XML, '?') || 'x')

const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Whatever an ARP writes as its own text comes back as it was, in both formats and in notifications. */
export function textsComeBack(dsp: Dsp): Property<Text> {
  const heard = hearing(dsp.world)
  return {
    name: 'any text in any place',
    values: fc.record({
      at: fc.constantFrom(...PLACES),
      text: TEXTS,
      speaks: fc.constantFrom(...FORMATS),
      hears: fc.constantFrom(...FORMATS),
    }),
    tell: ({ at, text, speaks, hears }) => [
      `When the ARP requests pre-provisioning in ${speaks} with ${JSON.stringify(text)} as ${at}`,
      'When the DSP decides',
      `Then answers in both formats and the notification in ${hears} repeat it`,
    ],
    *simpler(value) {
      for (const text of simplerTexts(value.text)) if (text !== '') yield { ...value, text }
    },
    restsOn: [
      'roaming.pre-provisioning.keeps-what-was-requested',
      'roaming.pre-provisioning.keeps-every-user-id',
      'roaming.retrieval.keeps-what-was-requested',
      'roaming.values.json-keeps-strings',
      'roaming.values.xml-string-stays-a-string-in-json',
      'roaming.values.keeps-every-character',
      'roaming.notification-contents.repeats-the-callback-data',
    ],
    async holds(text) {
      const inbox = await dsp.listen()
      try {
        const { userId } = await dsp.world.state('customer', {})
        const plain = wantedFor(dsp, dsp.arps[0] ?? '', userId, callbackAt(dsp, inbox, 'text', text.hears))
        const wanted = withText(plain, text)
        dsp.world.cover('edits', `${text.at}, ${text.speaks}`)
        const { exchange, place } = await create(dsp, wanted, plainly(text.speaks))
        if (place === undefined) broken('A request is refused for its text.', '201 Created', exchange)
        checkRepeats(text, wanted, dsp.shownIn(exchange), exchange, 'answer to the creation')
        for (const format of FORMATS) {
          const shown = await retrieve(dsp, place, format)
          checkRepeats(text, wanted, dsp.shownIn(shown), shown, `representation in ${format}`)
        }
        await decide(dsp, place)
        const call = await heard(inbox, calls => calls[0])
        if (call === undefined) return
        checkRepeats(text, wanted, dsp.toldBy(call), call, 'notification')
      } finally {
        inbox.close()
      }
    },
  }
}

/** A body that is spelt otherwise and means the same. */
interface Spelt {
  readonly text: string
  readonly created: Spelling
  readonly updated: Spelling
}

/** However a body is spelt, it means the same. */
export function spellingsMeanTheSame(dsp: Dsp): Property<Spelt> {
  const any = fc.oneof(spellings('XML'), spellings('JSON'))
  return {
    name: 'any spelling of a body',
    values: fc.record({
      text: fc.string({
        unit: fc.constantFrom(...Array.from('ab9 &<>"\'\\/]é漢🙂')),
        minLength: 1,
        maxLength: 6,
      }),
      created: any,
      updated: any,
    }),
    tell: ({ text, created, updated }) => [
      `When the ARP requests pre-provisioning with the callbackData ${JSON.stringify(text)}, in ${tellSpelling(created)}`,
      `When the ARP gives an Active subscription the callbackData ${JSON.stringify(`${text}~`)}, in ${tellSpelling(updated)}`,
    ],
    restsOn: [
      'roaming.formats.reads-xml',
      'roaming.formats.reads-json',
      'roaming.formats.understands-any-prefix',
      'roaming.callback.change-is-kept',
    ],
    async holds({ text, created, updated }) {
      const inbox = await dsp.listen()
      try {
        const { userId } = await dsp.world.state('customer', {})
        const callback = callbackAt(dsp, inbox, 'spelt', 'XML')
        const first = { ...callback, callbackData: text }
        const wanted = wantedFor(dsp, dsp.arps[0] ?? '', userId, first)
        const { exchange, place } = await create(dsp, wanted, created)
        if (place === undefined) broken('A legal spelling of a body is refused.', '201 Created', exchange)
        await checkMeant(dsp, place, wanted)

        const held = await take(dsp, 'Active', callback)
        const changed = { ...callback, callbackData: `${text}~` }
        const next = {
          ...wantedOf(dsp, held, changed),
          status: 'Active',
        }
        const answer = await dsp.ask(held.arpId, writing(dsp, 'PUT', dsp.path(held), next, updated))
        dsp.world.answerOf(answer)
        if (!succeeded(answer)) broken('A legal spelling of a body is refused.', '200 OK', answer)
        await checkMeant(dsp, held, next)
      } finally {
        inbox.close()
      }
    },
  }
}

async function checkMeant(dsp: Dsp, place: Place, wanted: Wanted): Promise<void> {
  const exchange = await retrieve(dsp, place, 'JSON')
  const shown = dsp.shownIn(exchange)
  if (shown === undefined) broken('A subscription cannot be retrieved.', '200 OK', exchange)
  const { notifyURL, callbackData } = wanted.callbackReference
  const meant = [describeUsers(wanted.userId), notifyURL, callbackData]
  const kept = [describeUsers(shown.userId), shown.notifyURL?.trim(), shown.callbackData]
  const at = meant.findIndex((value, index) => value !== kept[index])
  if (at < 0) return
  const name = ['userId', 'notifyURL', 'callbackData'][at]
  broken(
    `The ${name} was understood as another.`,
    JSON.stringify(meant[at]),
    exchange,
    JSON.stringify(kept[at]) ?? 'none',
  )
}

function withText(wanted: Wanted, { at, text }: Text): Wanted {
  if (at === 'callbackData') {
    return { ...wanted, callbackReference: { ...wanted.callbackReference, callbackData: text } }
  }
  const further: UserId =
    at === 'the type of a userId' ? { type: text, value: 'user@example.com' } : { type: 'Email', value: text }
  return { ...wanted, userId: [...wanted.userId, further] }
}

function checkRepeats(
  { at, text }: Text,
  wanted: Wanted,
  seen: Seen | undefined,
  exchange: Exchange,
  where: string,
): void {
  const kept = at === 'callbackData' ? seen?.callbackData : seen && describeUsers(seen.userId)
  const meant = at === 'callbackData' ? text : describeUsers(wanted.userId)
  if (kept === meant) return
  broken(
    `The ${where} does not repeat ${at}.`,
    JSON.stringify(meant),
    exchange,
    JSON.stringify(kept) ?? 'none',
  )
}
