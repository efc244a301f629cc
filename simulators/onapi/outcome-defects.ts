import { defect, override, type Alteration, type Defects, type HttpReply } from '../simulator.js'
import { rejected, type Outcome, type ServiceProvider } from './core.js'
import type { Order } from './check.js'
import { isObject, overlooking, type Members } from './lenience.js'
import type { OperatorOutcome } from './operator-link.js'

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
  'onapi.products.refuses-unknown-access': [
    deciding('takes accesses that it does not know', 'not a known access'),
  ],

  'onapi.outcome.is-200': [
    answering('answers 201', reply => ({ ...reply, status: 201 }), isTaken),
    answering('answers 202 to what is only received', reply => ({ ...reply, status: 202 }), isTaken),
  ],
  'onapi.outcome.is-json': [
    answering('declares outcomes as text', reply => ({
      ...reply,
      headers: { 'content-type': 'text/plain' },
    })),
    answering('does not declare what outcomes are', reply => ({ ...reply, headers: {} })),
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
        keep: (access, order) =>
          original.keep(access, {
            ...order,
            text: JSON.stringify({ ...(JSON.parse(order.text) as Members), customerDetails: {} }),
          }),
      })),
    ),
    defect('keeps the day of the order as the day that was requested', core =>
      override(core, original => ({
        keep: (access, order) => {
          const kept = JSON.parse(order.text) as Members
          kept['requestedDateTime'] = kept['orderDateTime']
          original.keep(access, { ...order, text: JSON.stringify(kept) })
        },
      })),
    ),
  ],
  'onapi.outcome.keeps-orders-apart': [
    defect('keeps one order of the provider at a time', core => {
      let last = ''
      override(core, original => ({
        keep: (access, order) => {
          if (last !== access) original.orders.delete(last)
          last = access
          original.keep(access, order)
        },
      }))
    }),
  ],
  'onapi.outcome.own-rejection-is-rejected': [
    defect('receives orders that it will not carry out', core =>
      override(core, original => ({
        take: (order, text) => {
          const decision = original.decide(order)
          return 'rejection' in decision
            ? original.answer({ status: 'RECEIVED' })
            : original.take(order, text)
        },
      })),
    ),
    defect('activates what is no longer sold', core =>
      override(core, original => ({
        take: (order, text) => {
          const decision = original.decide(order)
          return 'rejection' in decision
            ? original.answer({ status: 'ACTIVATED' })
            : original.take(order, text)
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

  'onapi.operator.is-asked-for-possible-order': [
    defect('activates without the operator', core =>
      override(core, () => ({ askOperator: async () => ({ kind: 'confirmed' }) })),
    ),
    defect('receives without the operator', core =>
      override(core, () => ({ askOperator: async () => ({ kind: 'open' }) })),
    ),
  ],
  'onapi.operator.is-asked-for-the-access': [
    defect('orders for the access of the order before', core => {
      let before: string | undefined
      override(core, original => ({
        operatorRequest: (order, service) => {
          const accessId = before ?? 'access-activated'
          before = order.coAccessId
          return { ...original.operatorRequest(order, service), accessId }
        },
      }))
    }),
    defect('orders for the product as if it were the access', core =>
      override(core, original => ({
        operatorRequest: (order, service) => ({
          ...original.operatorRequest(order, service),
          accessId: order.products[0].productId,
        }),
      })),
    ),
  ],
  'onapi.operator.is-asked-in-its-own-words': [
    defect('hands the order on as it came', core =>
      override(core, () => ({ operatorRequest: order => order as never })),
    ),
    defect('orders without a service', core =>
      override(core, original => ({
        operatorRequest: order => original.operatorRequest(order, undefined as never),
      })),
    ),
  ],
  'onapi.operator.is-asked-once': [
    defect('orders twice', core =>
      override(core, original => ({
        askOperator: async (order, service) => {
          await original.askOperator(order, service)
          return original.askOperator(order, service)
        },
      })),
    ),
    defect('tries again where it was refused', core =>
      override(core, original => ({
        askOperator: async (order, service) => {
          const outcome = await original.askOperator(order, service)
          return outcome.kind === 'refused' ? original.askOperator(order, service) : outcome
        },
      })),
    ),
    defect('asks again where it was only received', core =>
      override(core, original => ({
        askOperator: async (order, service) => {
          const outcome = await original.askOperator(order, service)
          return outcome.kind === 'open' ? original.askOperator(order, service) : outcome
        },
      })),
    ),
  ],
  'onapi.operator.confirmed-order-is-accepted': [
    reporting('rejects what the operator confirmed', outcome =>
      outcome.kind === 'confirmed' ? rejected('Something went wrong.') : undefined,
    ),
  ],
  'onapi.operator.confirmed-order-is-activated': [
    reporting('receives what the operator confirmed', outcome =>
      outcome.kind === 'confirmed' ? { status: 'RECEIVED' } : undefined,
    ),
  ],
  'onapi.operator.activated-needs-confirmation': [
    reporting('activates what the operator only received', outcome =>
      outcome.kind === 'open' ? { status: 'ACTIVATED' } : undefined,
    ),
    defect('activates before the operator has answered', core =>
      override(core, original => ({
        askOperator: async (order, service) => {
          const outcome = original.askOperator(order, service)
          const first = await Promise.race([
            outcome,
            new Promise<'late'>(resolve => void original.environment.clock.after(40, () => resolve('late'))),
          ])
          if (first !== 'late') return first
          outcome.catch(() => {})
          return { kind: 'confirmed' }
        },
      })),
    ),
  ],
  'onapi.operator.activated-needs-answer': [
    reporting('activates where the operator gave no answer', outcome =>
      outcome.kind === 'unknown' ? { status: 'ACTIVATED' } : undefined,
    ),
    reporting('activates where the operator failed', outcome =>
      outcome.kind === 'refused' && outcome.message.includes('cannot take orders')
        ? { status: 'ACTIVATED' }
        : undefined,
    ),
  ],
  'onapi.operator.refused-order-is-rejected': [
    reporting('receives what the operator refused', outcome =>
      outcome.kind === 'refused' ? { status: 'RECEIVED' } : undefined,
    ),
    reporting('activates whatever the operator has an order for', outcome =>
      outcome.kind === 'refused' && outcome.message.includes('occupied')
        ? { status: 'ACTIVATED' }
        : undefined,
    ),
    defect('answers 409 where the operator had a conflict', core =>
      override(core, original => ({
        conclude: (order, text, outcome) =>
          outcome.externalMessage?.includes('in use already')
            ? original.error(409, 'The operator has a conflict.')
            : original.conclude(order, text, outcome),
      })),
    ),
  ],
  'onapi.operator.refusal-has-message': [
    reporting('does not relay why the operator refused', outcome =>
      outcome.kind === 'refused' ? { status: 'REJECTED' } : undefined,
    ),
    reporting('says nothing at a conflict', outcome =>
      outcome.kind === 'refused' && outcome.message.includes('in use') ? { status: 'REJECTED' } : undefined,
    ),
  ],
  'onapi.operator.is-spared-own-rejections': [
    defect('asks the operator before it decides', core =>
      override(core, original => ({
        take: async (order, text) => {
          const decision = original.decide(order)
          if ('rejection' in decision) await original.askOperator(order, 'BB-10-10')
          return original.take(order, text)
        },
      })),
    ),
  ],
  'onapi.operator.is-spared-invalid-orders': [
    defect('asks the operator before it checks the customer', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          const order = reading.ok && isObject(reading.value) ? reading.value : {}
          const operator = { coAccessId: String(order['coAccessId']), operation: 'ACTIVATE' } as Order
          if (original.checkOrder({ ...order, customerDetails: {} }) === undefined) {
            void original.askOperator(operator, 'BB-100-100')
          }
          return original.invalid(cause, reading)
        },
      })),
    ),
  ],
  'onapi.operator.is-spared-orders-without-credentials': [
    defect('asks the operator before it looks at credentials', core =>
      override(core, original => ({
        refuseCredentials: request => {
          const reading = original.read(request.body)
          if (reading.ok && original.check(reading.value) === undefined) {
            void original.askOperator(reading.value as Order, 'BB-100-100')
          }
          return original.refuseCredentials(request)
        },
      })),
    ),
  ],
  'onapi.operator.silence-does-not-hang-the-portal': [
    defect('waits for a silent operator without end', core =>
      override(core, original => ({
        askOperator: async (order, service) => {
          const { clock } = original.environment
          const asked = clock.now()
          const outcome = await original.askOperator(order, service)
          const silent = outcome.kind === 'unknown' && clock.now() - asked >= original.operator.patience - 10
          return silent ? new Promise(() => {}) : outcome
        },
      })),
    ),
  ],
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

function reporting(
  name: string,
  report: (outcome: OperatorOutcome) => Outcome | undefined,
): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({ report: outcome => report(outcome) ?? original.report(outcome) })),
  )
}
