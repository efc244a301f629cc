import * as fc from 'fast-check'
import { NotApplicable } from '../../harness/finding.js'
import type { Property } from '../../harness/fuzz/property.js'
import { kindOfEdit, tellJsonEdit } from '../../harness/fuzz/json-edits.js'
import {
  breaksFraming,
  kindOfRequestEdit,
  requestEdits,
  tellRequestEdit,
  tookTheBlame,
  type RequestEdit,
} from '../../harness/fuzz/request-edits.js'
import { editText, tellTextEdit, textEdits, type TextEdit } from '../../harness/fuzz/text-edits.js'
import { editRequest, frameOf } from '../../harness/fuzz/wire-edits.js'
import { tellContent } from './content.js'
import { live, lives, tellLife, type Step } from './life.js'
import { broken, orderOf, type Order, type Provider } from './provider.js'
import { applyEdit, wrongs, type Wrong } from './slips.js'

const HEADERS = ['Content-Type', 'Content-Encoding', 'Accept', 'Expect', 'Authorization', 'Accept-Language']

/** Whatever a portal gets wrong, the provider does not take the blame. */
export function nothingBreaksTheProvider(provider: Provider): Property<RequestEdit> {
  const { world } = provider
  return {
    name: 'any mistake in any request',
    values: requestEdits(HEADERS),
    tell: mistake => [`When the portal places an order ${tellRequestEdit(mistake)}`],
    restsOn: ['onapi.error.bad-input-is-no-server-error'],
    async holds(mistake) {
      const exchange = await make(provider, mistake)
      if (!breaksFraming(mistake)) world.answerOf(exchange)
      if (!tookTheBlame(exchange)) return
      broken(
        'A mistake of the portal is answered as an error of the provider.',
        'a status below 500',
        exchange,
      )
    },
  }
}

async function make(provider: Provider, mistake: RequestEdit) {
  const { world } = provider
  const order = provider.orderFor(await provider.offering('free access'))
  const request = provider.request(order)
  world.cover('edits', kindOfRequestEdit(mistake))
  if ('text' in mistake) {
    const { text } = mistake
    return world.send(provider.request(order, editText(request.body ?? Buffer.alloc(0), text)))
  }
  const { wire } = mistake
  const edited = editRequest(request, wire)
  if (edited) return world.send(edited)
  const head = await world.session.clients.rawHead(request.target, request.headers)
  return world.sendRaw({
    pieces: [frameOf(wire.edit === 'framing' ? wire.mistake : '', request, head)],
    end: true,
  })
}

/** An order with something wrong in its members, or in its bytes. */
type Spoilt = Wrong | { readonly content: Wrong['content']; readonly text: TextEdit }

/** Whatever is wrong with an order and whoever it is for, its error says nothing of the customer. */
export function errorsKeepPersonalDataOut(provider: Provider): Property<Spoilt> {
  const { profile, world } = provider
  return {
    name: 'any customer and anything wrong with his order',
    values: fc.oneof(
      { weight: 3, arbitrary: wrongs(profile) },
      {
        weight: 1,
        arbitrary: fc.record({ content: wrongs(profile).map(({ content }) => content), text: textEdits }),
      },
    ),
    tell: spoilt => [
      `Given an order for a free access${tellContent(spoilt.content, profile)}`,
      `When the portal places it ${'text' in spoilt ? tellTextEdit(spoilt.text) : `with ${tellJsonEdit(spoilt.edit)}`}`,
    ],
    restsOn: ['onapi.error.keeps-personal-data-out'],
    async holds(spoilt) {
      const order = orderOf(await provider.offering('free access'), spoilt.content)
      const body = spoil(order, spoilt)
      world.cover('edits', 'text' in spoilt ? `text: ${spoilt.text.edit}` : kindOfEdit(spoilt.edit))
      const exchange = await world.send(provider.request(order, body))
      world.answerOf(exchange)
      if (provider.outcomeOf(exchange) !== 'error') return
      const repeated = provider.repeatedOf(order, exchange, body)
      if (repeated === undefined) return
      // A word that is told to another customer too is the provider's own.
      const other = provider.orderFor(await provider.offering('free access'))
      const { answer } = await world.send(provider.request(other, spoil(other, spoilt)))
      const isOfTheEdit = 'edit' in spoilt && JSON.stringify(spoilt.edit).includes(repeated)
      if (!isOfTheEdit && answer?.body.includes(repeated)) return
      broken(
        'The error repeats what the order says of the customer.',
        'a cause without personal data',
        exchange,
        `${JSON.stringify(repeated)} in the answer`,
      )
    },
  }
}

function spoil(order: Order, spoilt: Spoilt): Buffer {
  return 'text' in spoilt
    ? editText(Buffer.from(JSON.stringify(order)), spoilt.text)
    : Buffer.from(JSON.stringify(applyEdit(order, spoilt.edit)))
}

/** No answer to one order says anything of the customer of another. */
export function answersAreOnesOwn(provider: Provider): Property<readonly Step[]> {
  return {
    name: 'anything done for several customers in any order',
    values: lives(provider),
    tell: tellLife,
    restsOn: ['onapi.error.keeps-personal-data-out'],
    async holds(steps) {
      const { placed } = await live(provider, steps)
      // What two orders are answered alike is compared once: of one of them at least it is not the own answer.
      const answers = new Map(placed.map(one => [one.exchange.answer?.body.toString('latin1'), one]))
      for (const { order: own, exchange, time } of answers.values()) {
        for (const { order } of placed) {
          const repeated = order === own ? undefined : provider.toldOf(order, exchange, own)
          if (repeated === undefined) continue
          broken(
            'The answer to an order tells of the customer of another.',
            'nothing of other customers',
            exchange,
            `${JSON.stringify(repeated)} in the answer to order ${time + 1}`,
          )
        }
      }
    },
  }
}

/** One slip in a name or a password. */
interface Slip {
  readonly of: 'username' | 'password'
  readonly slip: 'inserted' | 'left out' | 'replaced'
  /** Characters before the end. */
  readonly at: number
  readonly character: string
}

const CHARACTERS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))

/** No slip in the credentials opens the door. */
export function credentialSlipsOpenNothing(provider: Provider): Property<Slip> {
  const { user } = provider
  return {
    name: 'any slip in the credentials',
    values: fc.record({
      of: fc.constantFrom('password', 'username'),
      slip: fc.constantFrom('inserted', 'left out', 'replaced'),
      at: fc.oneof(fc.constant(0), fc.nat(30)),
      character: fc.oneof(fc.constantFrom(...CHARACTERS), fc.constantFrom('å', '\u0000', '漢')),
    }),
    tell: slip => [`When the portal places an order with a ${slip.of} in which ${tellSlip(slip)}`],
    restsOn: ['onapi.error.needs-credentials', 'onapi.error.refuses-wrong-credentials'],
    async holds(slip) {
      if (user === undefined) throw new NotApplicable('The target file has no "auth" of the type basic.')
      const wrong = { ...user, [slip.of]: slipped(user[slip.of], slip) }
      // Whether names are told apart by case is nowhere said.
      if (
        `${wrong.username.toLowerCase()}:${wrong.password}` ===
        `${user.username.toLowerCase()}:${user.password}`
      ) {
        return
      }
      const request = provider.request(provider.orderFor(await provider.offering('free access')))
      const exchange = await provider.sendAs(wrong, request)
      provider.world.answerOf(exchange)
      provider.world.cover('edits', `${slip.of}: ${slip.slip}`)
      if (provider.outcomeOf(exchange) !== 'error') {
        broken('Credentials with a slip in them are accepted.', '401', exchange)
      }
    },
  }
}

function slipped(text: string, { slip, at, character }: Slip): string {
  if (slip === 'inserted') {
    const place = text.length - (at % (text.length + 1))
    return text.slice(0, place) + character + text.slice(place)
  }
  const place = text.length - 1 - (at % text.length)
  return text.slice(0, place) + (slip === 'replaced' ? character : '') + text.slice(place + 1)
}

function tellSlip({ slip, at, character }: Slip): string {
  const place = at === 0 ? 'at its end' : `${at} before its end`
  if (slip === 'left out') return `the character ${place} is left out`
  const shown = JSON.stringify(character)
  return slip === 'inserted' ? `${shown} stands ${place}` : `${shown} stands for the character ${place}`
}
