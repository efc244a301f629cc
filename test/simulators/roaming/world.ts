import type { roamingStates } from '../../../schemas/roaming/states.js'
import type { FactsOf, ParamsOf } from '../../../schemas/states.js'
import type { Clock } from '../../../simulators/clock.js'
import { Random } from '../../../simulators/random.js'
import { RoamingCore } from '../../../simulators/roaming/core.js'
import { writeXml, type Elements } from '../../../simulators/roaming/writing.js'
import type { Alteration, HttpReply, OutgoingRequest } from '../../../simulators/simulator.js'

type States = typeof roamingStates

/** A clock that stands still until it is moved. */
export class StillClock implements Clock {
  private time = Date.UTC(2013, 4, 13, 16, 1, 3)
  private timers: { due: number; task: () => void }[] = []

  now(): number {
    return this.time
  }

  after(delay: number, task: () => void): () => void {
    const timer = { due: this.time + delay, task }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter(other => other !== timer)
    }
  }

  /** Moves on from timer to timer, and lets promises settle at each of them. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds
    for (;;) {
      await settled()
      const [next] = this.timers.filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due)
      if (next === undefined) break
      this.timers = this.timers.filter(other => other !== next)
      this.time = next.due
      next.task()
    }
    this.time = end
    await settled()
  }
}

/** Lets everything happen that waits for nothing but promises. */
export function settled(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve)
  })
}

/** How a request differs from the usual one. */
export interface Sending {
  readonly format?: 'XML' | 'JSON'
  readonly accept?: string
  readonly contentType?: string
  readonly arp?: 'ITA01' | 'ITA02' | 'nobody' | 'wrong'
  readonly raw?: string | Buffer
  /** Header fields that replace the usual ones; what is undefined is left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** A core with a still clock, whose outgoing calls are recorded and answered with 204. */
export class World {
  readonly clock = new StillClock()
  readonly calls: OutgoingRequest[] = []
  readonly core: RoamingCore
  /** Answers the outgoing calls. */
  answerCall: (request: OutgoingRequest) => Promise<HttpReply> = () =>
    Promise.resolve({ status: 204, headers: {}, body: '' })

  constructor(alteration?: Alteration<RoamingCore>) {
    this.core = new RoamingCore({
      clock: this.clock,
      random: new Random(42),
      call: request => {
        this.calls.push(request)
        return this.answerCall(request)
      },
    })
    alteration?.alter(this.core)
  }

  async send(method: string, target: string, content?: Elements, how: Sending = {}): Promise<HttpReply> {
    const format = how.format ?? 'JSON'
    const type = format === 'XML' ? 'application/xml' : 'application/json'
    const body = how.raw ?? (content === undefined ? '' : encode(format, content, this.core.profile))
    return this.core.handle({
      method,
      target,
      headers: {
        host: 'dsp.example.com:8080',
        accept: how.accept ?? type,
        ...(body === '' && how.contentType === undefined ? {} : { 'content-type': how.contentType ?? type }),
        ...authorization(how.arp ?? 'ITA01'),
        ...how.headers,
      },
      body: Buffer.from(body),
    })
  }

  /** Brings about a state. */
  async stage<Name extends keyof States>(
    name: Name,
    params: ParamsOf<States[Name]>,
  ): Promise<FactsOf<States[Name]>> {
    return await this.core.stage[name](params)
  }

  /** The notifications so far, which are forgotten with that. */
  taken(): OutgoingRequest[] {
    return this.calls.splice(0)
  }
}

/** The path of a collection or of a subscription. */
export function path(subscriptionId?: string, arpId = 'ITA01'): string {
  const collection = `/roamingProvisioning/v1/${arpId}/roamingSubscriptions`
  return subscriptionId === undefined ? collection : `${collection}/${encodeURIComponent(subscriptionId)}`
}

/** A complete request for pre-provisioning. */
export function wanted(more: Elements = {}): Elements {
  return {
    userId: [{ type: 'MSISDN', value: 'tel:+19585550100' }],
    status: 'PreProvisioned',
    arpSignallingStatus: 'OnLine',
    dspId: 'ITASI',
    arpId: 'ITA01',
    callbackReference: {
      notifyURL: 'http://127.0.0.1:9/notifications',
      callbackData: '00123',
      notificationFormat: 'JSON',
    },
    ...more,
  }
}

/** The content of a JSON body below its root. */
export function content(reply: { body: string | Buffer } | undefined): Record<string, unknown> {
  if (reply === undefined) return {}
  return Object.values(JSON.parse(reply.body.toString()) as Record<string, Record<string, unknown>>)[0] ?? {}
}

/** The path of the resource that a JSON answer describes. */
export function pathIn(reply: { body: string | Buffer }): string {
  return new URL(String(content(reply)['resourceURL'])).pathname
}

function encode(format: 'XML' | 'JSON', elements: Elements, profile: 'document' | 'published'): string {
  const name = 'roamingSubscription'
  if (format === 'JSON') return JSON.stringify({ [name]: elements })
  const namespace =
    profile === 'document' ? 'urn:oma:xml:rest:roamingProvisioning:1' : 'urn:oma:xml:rest:netapi:roam:1'
  return writeXml({ name, namespace, prefix: 'rp' }, elements)
}

function authorization(arp: 'ITA01' | 'ITA02' | 'nobody' | 'wrong'): { authorization?: string } {
  if (arp === 'nobody') return {}
  const pair = arp === 'wrong' ? 'ITA01:wrong' : `${arp}:secret-of-${arp}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}
