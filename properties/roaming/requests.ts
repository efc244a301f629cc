import type { Exchange } from '../../harness/exchange.js'
import type { HttpRequest } from '../../harness/http-client.js'
import {
  broken,
  succeeded,
  type Callback,
  type Dsp,
  type Format,
  type Place,
  type Seen,
  type Wanted,
} from './dsp.js'
import type { Status } from './model.js'
import { plainly, spellOut, treeOf, type Spelling } from './spelling.js'

/** The media type of each format. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  XML: 'application/xml',
  JSON: 'application/json',
}

/** A request with a subscription in its body, answered in the same format. */
export function writing(
  dsp: Dsp,
  method: 'POST' | 'PUT',
  target: string,
  wanted: Wanted,
  spelling: Spelling = plainly('XML'),
): HttpRequest {
  const body = spellOut(treeOf(wanted, dsp.wrapsOne), spelling, dsp.namespace)
  return withBody(method, target, spelling.format, body)
}

/** A request with any body in a format. */
export function withBody(method: string, target: string, format: Format, body: Buffer): HttpRequest {
  const type = MEDIA_TYPES[format]
  return {
    method,
    target,
    headers: [
      ['Accept', type],
      ['Content-Type', type],
    ],
    body,
  }
}

/** A retrieval. */
export function reading(target: string, accept: string): HttpRequest {
  return { method: 'GET', target, headers: [['Accept', accept]] }
}

/** Requests pre-provisioning; the place is that of the subscription, undefined if there is none. */
export async function create(
  dsp: Dsp,
  wanted: Wanted,
  spelling?: Spelling,
): Promise<{ readonly exchange: Exchange; readonly place: Place | undefined }> {
  const { arpId, dspId, userId } = wanted
  const exchange = await dsp.ask(arpId, writing(dsp, 'POST', dsp.collection(arpId), wanted, spelling))
  dsp.world.answerOf(exchange)
  if (!succeeded(exchange)) return { exchange, place: undefined }
  const named = dsp.namedIn(exchange)
  if (named === undefined) broken('A creation names no subscription.', 'a Location or resourceURL', exchange)
  return { exchange, place: { ...named, dspId, userId, own: dsp.ownIn(exchange) ?? {} } }
}

/** Retrieves a subscription as the ARP that holds it. */
export async function retrieve(dsp: Dsp, place: Place, format: Format): Promise<Exchange> {
  const exchange = await dsp.ask(place.arpId, reading(dsp.path(place), MEDIA_TYPES[format]))
  dsp.world.answerOf(exchange)
  return exchange
}

/** What a subscription looks like, which must be there. */
export async function look(
  dsp: Dsp,
  place: Place,
  format: Format = 'JSON',
): Promise<{ readonly exchange: Exchange; readonly shown: Seen }> {
  const exchange = await retrieve(dsp, place, format)
  const shown = dsp.shownIn(exchange)
  if (shown === undefined) broken('A subscription cannot be retrieved.', '200 OK', exchange)
  return { exchange, shown }
}

/** Has the DSP decide whatever is pending on a subscription. */
export async function decide(dsp: Dsp, { subscriptionId }: Place): Promise<void> {
  await dsp.world.state('decision made', { subscriptionId })
}

/** Statuses in which the stage can put a subscription. */
export type Staged = Exclude<Status, 'Cancelled'>

/** Has the stage put a subscription into a status, and the ARP look at what of it is the DSP's own. */
export async function take(
  dsp: Dsp,
  status: Staged | 'indelible',
  callback: Callback,
  { arpId = dsp.arps[0] ?? '', sameCustomerAs }: { arpId?: string; sameCustomerAs?: Place } = {},
): Promise<Place> {
  const place = await dsp.world.state(
    status === 'indelible' ? 'indelible subscription' : `${status} subscription`,
    {
      arpId,
      serverRoot: dsp.serverRoot,
      ...callback,
      ...(sameCustomerAs ? { sameCustomerAs: sameCustomerAs.subscriptionId } : {}),
    },
  )
  return { ...place, own: dsp.ownIn(await retrieve(dsp, place, 'JSON')) ?? {} }
}
