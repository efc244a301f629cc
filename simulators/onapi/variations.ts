import { override, variation, type Alteration, type HttpReply } from '../simulator.js'
import { rejected, type Outcome, type ServiceProvider } from './core.js'
import { isObject, type Members } from './lenience.js'
import { followRelease } from './released.js'

/** Ways to differ from the bundled provider and still do what the document says. */
export const onapiVariations: readonly Alteration<ServiceProvider>[] = [
  rewording('accepts without a message', outcome =>
    outcome.status === 'REJECTED' ? { ...outcome } : { status: outcome.status },
  ),
  rewording('accepts with null as the message', outcome =>
    outcome.status === 'REJECTED' ? { ...outcome } : { ...outcome, externalMessage: null },
  ),
  rewording('tells an order number', outcome => ({ ...outcome, orderId: 'A-17' })),
  rewording('gives the message first', ({ status, externalMessage }) => ({ externalMessage, status })),
  rewording('speaks Swedish', outcome => ({
    ...outcome,
    externalMessage: 'Tack för din beställning – åäö.',
  })),
  answering('declares the charset', reply => ({
    ...reply,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  })),
  answering('writes white space', reply => ({
    ...reply,
    body: JSON.stringify(JSON.parse(reply.body.toString()), undefined, 2),
  })),
  answering('adds a Location', reply => ({ ...reply, headers: { ...reply.headers, location: '/order/17' } })),
  variation('receives everything and orders at the operator later', orderLater),
  variation('rejects what the operator gave no answer to', core =>
    override(core, original => ({
      report: outcome =>
        outcome.kind === 'unknown' ? rejected('We cannot take your order now.') : original.report(outcome),
    })),
  ),
  variation('relays a refusal in general words', core =>
    override(core, original => ({
      report: outcome =>
        outcome.kind === 'refused'
          ? rejected('Your order cannot be delivered there.')
          : original.report(outcome),
    })),
  ),
  deciding('rejects unknown accesses, products and offerings as a matter of business', cause => ({
    rejection: `We are sorry: ${cause}`,
  })),
  variation('does not find unknown accesses, products and offerings', core =>
    override(core, original => ({
      take: order => {
        const decision = original.decide(order)
        return 'cause' in decision ? original.error(404, decision.cause) : original.take(order)
      },
    })),
  ),
  variation('rejects a second order for an access', core =>
    override(core, original => ({
      decide: order =>
        original.orders.has(order.coAccessId)
          ? { rejection: 'You have it already.' }
          : original.decide(order),
    })),
  ),
  variation('refuses fields that it does not know', core =>
    override(core, original => ({
      checkOrder: order => original.checkOrder(order) ?? (isObject(order) ? unknownField(order) : undefined),
    })),
  ),
  variation('takes an offset of zero for UTC', core =>
    override(core, original => ({ checkOrder: order => original.checkOrder(withZulu(order)) })),
  ),
  variation('takes an order that is requested for the past as invalid', core =>
    override(core, original => ({
      checkOrder: order =>
        original.checkOrder(order) ??
        (String((order as Members)['requestedDateTime']) <
        new Date(original.environment.clock.now()).toISOString()
          ? 'requestedDateTime is over.'
          : undefined),
    })),
  ),
  variation('tells about other media types with 415', core =>
    override(core, original => ({ refuseMediaType: () => original.error(415, 'JSON, please.') })),
  ),
  variation('tells about other methods with 405', core =>
    override(core, original => ({
      refuseMethod: () => original.error(405, 'POST, please.', { allow: 'POST' }),
    })),
  ),
  variation('has an id for each error', core =>
    override(core, original => ({
      error: (status, cause, headers) =>
        original.error(status, `${cause} [${original.environment.random.hex(8)}]`, headers),
    })),
  ),
  variation('tells a code beside the cause', core =>
    override(core, original => ({
      error: (status, cause, headers) => ({
        ...original.error(status, cause, headers),
        body: JSON.stringify({ code: status, cause }),
      }),
    })),
  ),
  variation('says when to try again by a date', core =>
    override(core, original => ({
      refuseHaste: () =>
        original.error(429, 'Too many requests.', {
          'retry-after': new Date(original.environment.clock.now() + 30_000).toUTCString(),
        }),
    })),
  ),
  variation('knows no users without the right to order', () => {}, {
    capabilities: { authorization: false },
  }),
  variation('has no limit of requests', () => {}, { capabilities: { 'rate-limit': false } }),
  variation(
    'has the endpoint without a slash',
    core => override(core, () => ({ isOrderEndpoint: it => it === '/order' })),
    {
      options: { path: 'order' },
    },
  ),
  variation(
    'has the version in the path',
    core => override(core, () => ({ isOrderEndpoint: it => it === '/onapi/2.5/order/' })),
    { options: { path: 'onapi/2.5/order/' } },
  ),
  variation('follows release 2.5', core => followRelease(core, { accepted: 'status', rejected: 'state' }), {
    profile: 'released',
  }),
  variation(
    'follows release 2.6 with one key',
    core => followRelease(core, { accepted: 'state', rejected: 'state' }),
    {
      profile: 'released',
    },
  ),
]

function rewording(name: string, reword: (outcome: Outcome) => Members): Alteration<ServiceProvider> {
  return variation(name, core =>
    override(core, original => ({
      answer: outcome => ({ ...original.answer(outcome), body: JSON.stringify(reword(outcome)) }),
    })),
  )
}

function answering(name: string, change: (reply: HttpReply) => HttpReply): Alteration<ServiceProvider> {
  return variation(name, core =>
    override(core, original => ({ answer: outcome => change(original.answer(outcome)) })),
  )
}

function deciding(
  name: string,
  instead: (cause: string) => { readonly rejection: string },
): Alteration<ServiceProvider> {
  return variation(name, core =>
    override(core, original => ({
      decide: order => {
        const decision = original.decide(order)
        return 'cause' in decision ? instead(decision.cause) : decision
      },
    })),
  )
}

/** Answers the portal first: the operator hears of the order a moment after. */
function orderLater(core: ServiceProvider): void {
  override(core, original => ({
    askOperator: async (order, service) => {
      original.environment.clock.after(20, () => void original.askOperator(order, service))
      return { kind: 'open' }
    },
  }))
}

const FIELDS = new Set([
  'coAccessId',
  'operation',
  'orderDateTime',
  'requestedDateTime',
  'products',
  'customerDetails',
])

function unknownField(order: Members): string | undefined {
  return Object.keys(order).every(name => FIELDS.has(name))
    ? undefined
    : 'The order has a field that is not known.'
}

function withZulu(order: unknown): unknown {
  if (!isObject(order)) return order
  const zulu = (time: unknown): unknown => (typeof time === 'string' ? time.replace(/[+-]00:00$/, 'Z') : time)
  return {
    ...order,
    ...('orderDateTime' in order ? { orderDateTime: zulu(order['orderDateTime']) } : {}),
    ...('requestedDateTime' in order ? { requestedDateTime: zulu(order['requestedDateTime']) } : {}),
  }
}
