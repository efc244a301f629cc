import { defect, override, type Alteration, type Defects, type HttpReply } from '../../simulator.js'
import { rejected, type Outcome, type ServiceProvider } from '../core.js'
import { isObject, overlooking, type Members } from '../lenience.js'

/** Ways to give an order another outcome than it has. */
export const outcomeDefects: Defects<ServiceProvider> = {
  'onapi.products.takes-one-only': [
    overlooking('takes the first of several products', firstProduct),
    overlooking('takes up to two products', order => {
      if (Array.isArray(order['products']) && order['products'].length === 2) firstProduct(order)
    }),
  ],
  'onapi.products.refuses-several-as-invalid': [
    defect('rejects several products as a matter of business', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          const order = reading.ok && isObject(reading.value) ? reading.value : {}
          const { products } = order
          return Array.isArray(products) && products.length > 1
            ? original.answer(rejected('One product at a time, please.'))
            : original.invalid(cause, reading)
        },
      })),
    ),
  ],
  'onapi.products.needs-one': [
    defect('receives an order for nothing', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          const order = reading.ok && isObject(reading.value) ? reading.value : {}
          const { products } = order
          return Array.isArray(products) && products.length === 0
            ? original.answer({ status: 'RECEIVED' })
            : original.invalid(cause, reading)
        },
      })),
    ),
  ],
  'onapi.products.is-a-list-of-objects': [
    overlooking('takes a product without a list', order => {
      if (isObject(order['products'])) order['products'] = [order['products']]
    }),
  ],
  'onapi.products.belong-together': [
    deciding('looks at the offering alone', 'not an offering of this product'),
  ],
  'onapi.products.refuses-unknown-product': [
    deciding('takes products that it does not know', 'not a known product'),
  ],
  'onapi.products.refuses-unknown-offering': [
    deciding('takes offerings that it does not know', 'not a known offering'),
  ],
  'onapi.products.unknown-is-no-server-error': [
    breaking('breaks at products that it does not know', 'not a known product'),
    breaking('breaks at accesses that it does not know', 'not a known access'),
    breaking('breaks at an offering of another product', 'not an offering of this product'),
  ],
  'onapi.products.refuses-unknown-access': [
    deciding('takes accesses that it does not know', 'not a known access'),
  ],

  'onapi.outcome.is-200': [
    answering('answers 201', reply => ({ ...reply, status: 201 }), isTaken),
    answering('answers 202 to what is only received', reply => ({ ...reply, status: 202 }), isTaken),
    answering('answers 201 to what it rejects', reply => ({ ...reply, status: 201 }), isRejected),
    defect('breaks at a further order for an access', core =>
      override(core, original => ({
        take: order =>
          core.orders.has(order.coAccessId) ? original.error(500, 'No.') : original.take(order),
      })),
    ),
  ],
  'onapi.outcome.is-json': [
    answering('declares outcomes as text', reply => ({
      ...reply,
      headers: { 'content-type': 'text/plain' },
    })),
    answering('does not declare what outcomes are', reply => ({ ...reply, headers: {} })),
    answering('begins outcomes with a byte order mark', reply => ({
      ...reply,
      body: `\ufeff${String(reply.body)}`,
    })),
    answering(
      'declares rejections as text',
      reply => ({ ...reply, headers: { 'content-type': 'text/html' } }),
      isRejected,
    ),
  ],
  'onapi.outcome.has-status': [
    rewording('calls the status state', ({ status, ...rest }) => ({ state: status, ...rest })),
    rewording('gives rejections no status', outcome =>
      outcome.status === 'REJECTED' ? { externalMessage: outcome.externalMessage } : { ...outcome },
    ),
  ],
  'onapi.outcome.status-is-listed': [
    rewording('confirms orders', outcome =>
      isTaken(outcome) ? { ...outcome, status: 'CONFIRMED' } : { ...outcome },
    ),
    rewording('writes rejections in lower case', outcome =>
      isRejected(outcome) ? { ...outcome, status: 'rejected' } : { ...outcome },
    ),
  ],
  'onapi.outcome.takes-a-possible-order': [
    defect('rejects every order', core =>
      override(core, () => ({ decide: () => ({ rejection: 'We are closed.' }) })),
    ),
  ],
  'onapi.outcome.keeps-accepted-orders': [
    defect('forgets orders', core => override(core, () => ({ keep: () => {} }))),
    defect('keeps orders without their customer', core =>
      override(core, original => ({
        keep: (order, status) => original.keep({ ...order, customerDetails: {} }, status),
      })),
    ),
    defect('keeps the day of the order as the day that was requested', core =>
      override(core, original => ({
        keep: (order, status) => original.keep({ ...order, requestedDateTime: order.orderDateTime }, status),
      })),
    ),
    defect('keeps the time at which an order arrived', core =>
      override(core, original => ({
        keep: (order, status) =>
          original.keep(
            { ...order, orderDateTime: new Date(original.environment.clock.now()).toISOString() },
            status,
          ),
      })),
    ),
    keepingTexts('keeps 100 characters of a text', text => text.slice(0, 100)),
    keepingTexts('keeps a question mark for a letter of two halves', text =>
      text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?'),
    ),
    keepingTexts('keeps texts as HTML', text => text.replaceAll("'", '&#39;')),
    defect('keeps the bytes of letters as letters', core =>
      override(core, original => ({
        keep: (order, status) =>
          original.keep(
            {
              ...order,
              customerDetails: JSON.parse(
                Buffer.from(JSON.stringify(order.customerDetails))
                  .toString('latin1')
                  .replaceAll('\u0085', '?'),
              ) as never,
            },
            status,
          ),
      })),
    ),
  ],
  'onapi.outcome.keeps-an-order-once': [
    defect('keeps every order twice', core =>
      override(core, original => ({
        keep: (order, status) => {
          original.keep(order, status)
          original.keep(order, status)
        },
      })),
    ),
  ],
  'onapi.outcome.keeps-no-rejected-order': [
    defect('keeps what it rejects as received', core =>
      override(core, original => ({
        conclude: (order, outcome) => {
          if (isRejected(outcome)) original.keep(order, 'RECEIVED')
          return original.conclude(order, outcome)
        },
      })),
    ),
  ],
  'onapi.outcome.keeps-orders-apart': [
    defect('keeps one order of the provider at a time', core => {
      let last = ''
      override(core, original => ({
        keep: (order, status) => {
          if (last !== order.coAccessId) original.orders.delete(last)
          last = order.coAccessId
          original.keep(order, status)
        },
      }))
    }),
  ],
  'onapi.outcome.own-rejection-is-rejected': [
    defect('receives orders that it will not carry out', core =>
      override(core, original => ({
        take: order => {
          const decision = original.decide(order)
          return 'rejection' in decision ? original.answer({ status: 'RECEIVED' }) : original.take(order)
        },
      })),
    ),
    defect('activates what is no longer sold', core =>
      override(core, original => ({
        take: order => {
          const decision = original.decide(order)
          return 'rejection' in decision ? original.answer({ status: 'ACTIVATED' }) : original.take(order)
        },
      })),
    ),
  ],
  'onapi.outcome.rejection-is-200': [
    answering('answers rejections with 422', reply => ({ ...reply, status: 422 }), isRejected),
  ],
  'onapi.outcome.rejection-has-message': [
    rewording('rejects without a message', outcome =>
      isRejected(outcome) ? { status: outcome.status } : { ...outcome },
    ),
    rewording('rejects with an empty message', outcome =>
      isRejected(outcome) ? { ...outcome, externalMessage: '' } : { ...outcome },
    ),
  ],
  'onapi.outcome.message-is-text': [
    rewording('gives the message in two languages', outcome => ({
      ...outcome,
      externalMessage: { en: outcome.externalMessage, sv: 'Tack!' },
    })),
    rewording('gives the message of a rejection as a list', outcome =>
      isRejected(outcome) ? { ...outcome, externalMessage: [outcome.externalMessage] } : { ...outcome },
    ),
  ],
}

/** Keeps the texts of customers in another form. */
function keepingTexts(name: string, of: (text: string) => string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      keep: (order, status) => {
        const members = Object.entries(order.customerDetails as Readonly<Record<string, unknown>>)
        const kept = members.map(([key, value]) => [key, typeof value === 'string' ? of(value) : value])
        original.keep({ ...order, customerDetails: Object.fromEntries(kept) as unknown }, status)
      },
    })),
  )
}

function firstProduct(order: Members): void {
  if (Array.isArray(order['products'])) order['products'] = order['products'].slice(0, 1)
}

function isTaken({ status }: Outcome): boolean {
  return status !== 'REJECTED'
}

function isRejected({ status }: Outcome): boolean {
  return status === 'REJECTED'
}

/** Makes a provider go on where it would decide for this cause. */
function deciding(name: string, cause: string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      decide: order => {
        const decision = original.decide(order)
        return 'cause' in decision && decision.cause.includes(cause) ? { service: 'BB-100-100' } : decision
      },
    })),
  )
}

/** Fails where an order is not one for what the provider has. */
function breaking(name: string, cause: string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      take(order) {
        const decision = original.decide(order)
        if ('cause' in decision && decision.cause.includes(cause)) return original.error(500, 'No.')
        return original.take(order)
      },
    })),
  )
}

function answering(
  name: string,
  change: (reply: HttpReply) => HttpReply,
  concerns: (outcome: Outcome) => boolean = () => true,
): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      answer: outcome => (concerns(outcome) ? change(original.answer(outcome)) : original.answer(outcome)),
    })),
  )
}

function rewording(name: string, reword: (outcome: Outcome) => Members): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      answer: outcome => ({ ...original.answer(outcome), body: JSON.stringify(reword(outcome)) }),
    })),
  )
}
