import * as fc from 'fast-check'
import type { Exchange } from '../../harness/exchange.js'
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
import {
  broken,
  callbackAt,
  FORMATS,
  refused,
  succeeded,
  wantedFor,
  wantedOf,
  type Callback,
  type Dsp,
  type Format,
  type Place,
} from './dsp.js'
import { look, MEDIA_TYPES, reading, take, writing } from './requests.js'
import { plainly } from './spelling.js'

const OPERATIONS = ['requests pre-provisioning', 'retrieves it', 'updates it', 'activates it'] as const

/** A request that is right but for one edit, of its text or of the way it is sent. */
interface Mistake {
  readonly operation: (typeof OPERATIONS)[number]
  readonly format: Format
  readonly edit: RequestEdit
}

const HEADERS = [
  'Content-Type',
  'Content-Encoding',
  'Accept',
  'Accept-Charset',
  'Expect',
  'If-Match',
  'Range',
]

const MISTAKES: fc.Arbitrary<Mistake> = fc.record({
  operation: fc.constantFrom(...OPERATIONS),
  format: fc.constantFrom(...FORMATS),
  edit: requestEdits(HEADERS),
})

/** Nobody is notified of what these properties do. */
const NOBODY: Callback = {
  notifyURL: 'http://arp.example.com/notifications',
  callbackData: 'kept',
  notificationFormat: 'XML',
}

/** Whatever an ARP gets wrong, the DSP does not take the blame. */
export function nothingBreaksTheDsp(dsp: Dsp): Property<Mistake> {
  return {
    name: 'any mistake in any request',
    values: MISTAKES,
    tell: mistake => ['Given a PreProvisioned subscription', `When ${tellMistake(mistake)}`],
    restsOn: ['roaming.robustness.refuses-what-is-malformed', 'roaming.robustness.survives-hostile-bodies'],
    async holds(mistake) {
      const place = await take(dsp, 'PreProvisioned', NOBODY)
      const exchange = await make(dsp, mistake, place)
      if (!breaksFraming(mistake.edit)) dsp.world.answerOf(exchange)
      if (tookTheBlame(exchange)) {
        broken('A mistake of the ARP is answered as an error of the server.', 'a status below 500', exchange)
      }
    },
  }
}

/** What is refused leaves the subscription as it was. */
export function refusalsChangeNothing(dsp: Dsp): Property<readonly Mistake[]> {
  return {
    name: 'any mistakes that are refused',
    values: fc.array(MISTAKES, { minLength: 1, maxLength: 6 }),
    tell: mistakes => [
      'Given a PreProvisioned subscription',
      ...mistakes.map(mistake => `When ${tellMistake(mistake)}`),
      'When the ARP activates it',
    ],
    restsOn: ['roaming.retrieval.is-answered-ok', 'roaming.update.activation-is-accepted'],
    async holds(mistakes) {
      const place = await take(dsp, 'PreProvisioned', NOBODY)
      const before = await look(dsp, place)
      for (const mistake of mistakes) {
        const exchange = await make(dsp, mistake, place)
        // What was served, or not answered at all, may have had an effect; then there is nothing to compare.
        if (!refused(exchange) && !['GET', 'HEAD'].includes(exchange.request.method)) return
      }
      const after = await look(dsp, place)
      if (JSON.stringify(after.shown) !== JSON.stringify(before.shown)) {
        broken(
          'A subscription is another after requests that were refused.',
          JSON.stringify(before.shown),
          after.exchange,
          JSON.stringify(after.shown),
        )
      }
      const exchange = await dsp.ask(place.arpId, requestOf(dsp, 'activates it', 'XML', place))
      dsp.world.answerOf(exchange)
      if (!succeeded(exchange)) {
        broken('A subscription can no longer be activated after refused requests.', '202 Accepted', exchange)
      }
    },
  }
}

/** What one ARP tries on the subscription of another. */
interface Attempt extends Mistake {
  /** Whether the path names the ARP that tries, or the one that holds the subscription. */
  readonly under: 'its own arpId' | 'the arpId of the other'
}

/** Nothing that one ARP asks is answered with what another ARP told the DSP. */
export function dataStaysWithItsArp(dsp: Dsp): Property<readonly Attempt[]> {
  const plain = MISTAKES.map(({ operation, format }) => ({ operation, format, edit: NO_EDIT }))
  // Frames are sent with the credentials of the first ARP.
  const edited = MISTAKES.filter(({ edit }) => !breaksFraming(edit))
  const attempt = fc
    .tuple(
      fc.oneof(plain, edited),
      fc.constantFrom('its own arpId' as const, 'the arpId of the other' as const),
    )
    .map(([mistake, under]) => ({ ...mistake, under }))
  return {
    name: 'any requests of one ARP for the subscription of another',
    values: fc.array(attempt, { minLength: 1, maxLength: 6 }),
    tell: attempts => [
      'Given an Active subscription of the first ARP',
      ...attempts.map(one => `When under ${one.under} ${tellMistake(one, 'the second ARP')}`),
      'When the second ARP activates a subscription of the same customer',
    ],
    restsOn: [
      'roaming.urls.refuses-the-path-of-another-arp',
      'roaming.urls.keeps-subscriptions-apart-by-arp',
      'roaming.changes.swap-tells-the-recipient',
    ],
    async holds(attempts) {
      const [first = '', second = ''] = dsp.arps
      const inbox = await dsp.listen()
      try {
        const callback = callbackAt(dsp, inbox, `of-${dsp.world.random.word(10)}`, 'XML')
        const place = await take(dsp, 'Active', callback, { arpId: first })
        const secrets = [callback.callbackData, callback.notifyURL]
        for (const attempt of attempts) {
          const arpId = attempt.under === 'its own arpId' ? second : first
          const exchange = await make(dsp, attempt, { ...place, arpId }, second)
          checkSecrets(exchange, exchange.received ?? Buffer.alloc(0), secrets)
          // Its own data may be there where it wrote over what is another's; that is refused or has a rule of its own.
        }
        const { exchange, shown } = await look(dsp, place)
        if (shown.callbackData !== callback.callbackData || shown.status !== 'Active') {
          broken(
            'A subscription was changed by another ARP than its own.',
            `Active, with the callbackData ${callback.callbackData}`,
            exchange,
            `${shown.status}, with the callbackData ${shown.callbackData}`,
          )
        }
        const own = callbackAt(dsp, inbox, `own-${dsp.world.random.word(10)}`, 'JSON')
        const next = await take(dsp, 'ActivationPending', own, { arpId: second, sameCustomerAs: place })
        await dsp.world.state('decision made', { subscriptionId: next.subscriptionId })
        const told = await inbox.next(
          dsp.world.session.target.limits.wait,
          ({ request }) => request.url === own.notifyURL,
        )
        if (told) checkSecrets(told, told.request.body, secrets)
        const seen = await look(dsp, next)
        checkSecrets(seen.exchange, seen.exchange.received ?? Buffer.alloc(0), secrets)
      } finally {
        inbox.close()
      }
    },
  }
}

const NO_EDIT = { wire: { edit: 'body repeated', times: 1 } } as const

function checkSecrets(exchange: Exchange, bytes: Buffer, secrets: readonly string[]): void {
  if (!secrets.some(secret => bytes.includes(secret))) return
  const summary = 'An ARP is shown what another ARP told the DSP.'
  broken(summary, 'nothing of what another ARP told', exchange, 'its callbackData or notifyURL')
}

async function make(
  dsp: Dsp,
  { operation, format, edit }: Mistake,
  place: Place,
  by = place.arpId,
): Promise<Exchange> {
  const request = requestOf(dsp, operation, format, place, by)
  dsp.world.cover('edits', kindOfRequestEdit(edit))
  if ('text' in edit) {
    const { text } = edit
    const { body } = request
    return dsp.ask(by, body ? { ...request, body: editText(body, text) } : request)
  }
  const { wire } = edit
  const edited = editRequest(request, wire)
  if (edited) return dsp.ask(by, edited)
  const head = await dsp.world.session.clients.rawHead(request.target, request.headers)
  return dsp.world.sendRaw({
    pieces: [frameOf(wire.edit === 'framing' ? wire.mistake : '', request, head)],
    end: true,
  })
}

function requestOf(
  dsp: Dsp,
  operation: Mistake['operation'],
  format: Format,
  place: Place,
  by = place.arpId,
): HttpRequest {
  if (operation === 'retrieves it') return reading(dsp.path(place), MEDIA_TYPES[format])
  const isCreation = operation === 'requests pre-provisioning'
  const callback = { ...NOBODY, callbackData: 'new' }
  const wanted = isCreation ? wantedFor(dsp, by, place.userId, callback) : wantedOf(dsp, place, callback)
  const status = operation === 'activates it' ? 'Active' : dsp.spell('PreProvisioned')
  return isCreation
    ? writing(dsp, 'POST', dsp.collection(by), wanted, plainly(format))
    : writing(dsp, 'PUT', dsp.path(place), { ...wanted, status }, plainly(format))
}

function tellMistake({ operation, format, edit }: Mistake, who = 'the ARP'): string {
  if (edit === NO_EDIT || JSON.stringify(edit) === JSON.stringify(NO_EDIT))
    return `${who} ${operation} in ${format}`
  return `${who} ${operation} in ${format} ${tellRequestEdit(edit)}`
}
