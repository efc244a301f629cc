import * as fc from 'fast-check'
import { NotApplicable } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { Property } from '../../harness/fuzz/property.js'
import {
  breaksFraming,
  kindOfRequestEdit,
  requestEdits,
  tellRequestEdit,
  tookTheBlame,
  type RequestEdit,
} from '../../harness/fuzz/request-edits.js'
import { editText } from '../../harness/fuzz/text-edits.js'
import { editRequest, frameOf } from '../../harness/fuzz/wire-edits.js'
import { sessionIdOf } from './orders.js'
import { orderOf } from './sessions.js'
import { broken, succeeded, type Platform } from './platform.js'

const HEADERS = ['Content-Type', 'Content-Encoding', 'Accept', 'Expect', 'If-Match', 'Accept-Language']

/** Whatever a client gets wrong, the server does not take the blame. */
export function nothingBreaksTheServer(platform: Platform): Property<RequestEdit> {
  const { world } = platform
  return {
    name: 'any mistake in any request',
    values: requestEdits(HEADERS),
    tell: mistake => [`When the client places an order ${tellRequestEdit(mistake)}`],
    restsOn: ['seram.request.bad-input-is-no-server-error', 'seram.request.refusal-is-a-client-error'],
    async holds(mistake) {
      const order = { ...orderOf(platform), sessionID: sessionIdOf(platform) }
      const exchange = await make(platform, mistake, order)
      if (!breaksFraming(mistake)) world.answerOf(exchange)
      if (tookTheBlame(exchange)) {
        broken(
          'A mistake of the client is answered as an error of the server.',
          'a status below 500',
          exchange,
        )
      }
    },
  }
}

async function make(platform: Platform, mistake: RequestEdit, order: object) {
  const { world } = platform
  world.cover('edits', kindOfRequestEdit(mistake))
  if ('text' in mistake) {
    return world.send(platform.request(order, editText(platform.bytesOf(order), mistake.text)))
  }
  const { wire } = mistake
  const request = platform.request(order)
  const edited = editRequest(request, wire)
  if (edited) return world.send(edited)
  const head = await world.session.clients.rawHead(request.target, request.headers)
  return world.sendRaw({
    pieces: [frameOf(wire.edit === 'framing' ? wire.mistake : '', request, head)],
    end: true,
  })
}

/** One slip in a credential. */
interface Slip {
  readonly slip: 'inserted' | 'left out' | 'replaced'
  /** Characters before the end. */
  readonly at: number
  readonly character: string
}

const CHARACTERS = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))

/** No slip in a credential opens the door. */
export function slipsInCredentialsOpenNothing(platform: Platform): Property<Slip> {
  const { world } = platform
  const { auth } = world.session.target
  return {
    name: 'any slip in the credential',
    values: fc.record({
      slip: fc.constantFrom('inserted', 'left out', 'replaced'),
      at: fc.oneof(fc.constant(0), fc.nat(40)),
      character: fc.constantFrom(...CHARACTERS),
    }),
    tell: slip => [`When the client places an order with a credential in which ${tellSlip(slip)}`],
    restsOn: ['seram.security.needs-credentials', 'seram.security.refuses-wrong-credentials'],
    async holds(slip) {
      if (auth.type !== 'bearer' && !(auth.type === 'apiKey' && auth.in === 'header')) {
        throw new NotApplicable('The credential is neither a bearer token nor a key in a header field.')
      }
      const known = auth.type === 'bearer' ? auth.token : auth.value
      const wrong = slipped(known, slip)
      if (wrong === known || wrong === '') return
      world.session.secrets.add(wrong)
      const order = { ...orderOf(platform), sessionID: sessionIdOf(platform) }
      const exchange = await world.sendEdited(platform.request(order), request =>
        withCredential(request, known, wrong),
      )
      world.answerOf(exchange)
      if (succeeded(exchange)) broken('A credential with a slip in it is accepted.', 'a refusal', exchange)
    },
  }
}

function withCredential(request: HttpRequest, known: string, wrong: string): HttpRequest {
  const headers = (request.headers ?? []).map(
    ([name, value]) => [name, value.endsWith(known) ? value.slice(0, -known.length) + wrong : value] as const,
  )
  return { ...request, headers }
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
  return slip === 'inserted'
    ? `${character} stands ${place}`
    : `${character} stands for the character ${place}`
}
