import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { Order } from '../check.js'
import { rejected, type Outcome, type ServiceProvider, type User } from '../core.js'
import { isObject } from '../lenience.js'
import type { OperatorOutcome } from '../operator-link.js'

/** Ways to deal wrongly with the communication operator. */
export const operatorDefects: Defects<ServiceProvider> = {
  'onapi.operator.is-asked-for-possible-order': [
    defect('activates without the operator', core =>
      override(core, () => ({ askOperator: async () => ({ kind: 'confirmed' }) })),
    ),
    defect('puts its order at the operator', core =>
      override(core.environment, original => ({
        call: request => original.call({ ...request, method: 'PUT' }),
      })),
    ),
  ],
  'onapi.operator.is-asked-for-the-access': [
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
  'onapi.operator.is-asked-in-json': [
    defect('declares its order at the operator as text', core =>
      override(core.environment, original => ({
        call: request =>
          original.call({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } }),
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
    defect('takes 200 for done', core =>
      override(core.environment, original => ({
        call: async request => {
          const reply = await original.call(request)
          return reply.status === 200 ? { ...reply, body: '{"state":"DONE_SUCCESS"}' } : reply
        },
      })),
    ),
  ],
  'onapi.operator.activated-needs-answer': [
    defect('activates before the operator has answered', core =>
      override(core, original => ({
        askOperator: async (order, service) => {
          const outcome = Promise.resolve(original.askOperator(order, service))
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
      outcome.kind === 'refused' && !isInvalid(outcome) ? { status: 'RECEIVED' } : undefined,
    ),
    reporting('activates whatever the operator has an order for', outcome =>
      outcome.kind === 'refused' && outcome.message.includes('occupied')
        ? { status: 'ACTIVATED' }
        : undefined,
    ),
    defect('answers 409 where the operator had a conflict', core =>
      override(core, original => ({
        conclude: (order, outcome) =>
          outcome.externalMessage?.includes('in use already')
            ? original.error(409, 'The operator has a conflict.')
            : original.conclude(order, outcome),
      })),
    ),
  ],
  'onapi.operator.refused-order-is-not-accepted': [
    reporting('receives what the operator refused as invalid', outcome =>
      isInvalid(outcome) ? { status: 'RECEIVED' } : undefined,
    ),
  ],
  'onapi.operator.received-order-is-accepted': [
    reporting('rejects what the operator only received', outcome =>
      outcome.kind === 'open' ? rejected('It takes too long.') : undefined,
    ),
  ],
  'onapi.operator.received-order-is-200': [
    defect('answers 202 to what the operator only received', core =>
      override(core, original => ({
        conclude: (order, outcome) => {
          const reply = original.conclude(order, outcome)
          return outcome.status === 'RECEIVED' ? { ...reply, status: 202 } : reply
        },
      })),
    ),
  ],
  'onapi.operator.received-order-is-kept': [
    defect('keeps orders that are done alone', core =>
      override(core, original => ({
        keep: (order, status) => {
          if (status !== 'RECEIVED') original.keep(order, status)
        },
      })),
    ),
  ],
  'onapi.operator.outcomes-are-kept-apart': [
    defect('fails at an order while another one is under way', core => {
      let busy = false
      override(core, original => ({
        activate: async (order, service) => {
          if (busy) return original.error(500, 'A lock could not be had.')
          busy = true
          try {
            return await original.activate(order, service)
          } finally {
            busy = false
          }
        },
      }))
    }),
    defect('gives an order the outcome of the one that ended last', core => {
      let last: OperatorOutcome | undefined
      override(core, original => ({
        askOperator: async (order, service) => {
          last = await original.askOperator(order, service)
          await new Promise<void>(resolve => void original.environment.clock.after(30, resolve))
          return last
        },
      }))
    }),
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
        take: async order => {
          const decision = original.decide(order)
          if ('rejection' in decision) await original.askOperator(order, 'BB-10-10')
          return original.take(order)
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
  'onapi.operator.is-spared-forbidden-orders': [
    askingFirst('asks the operator before it looks at what a user may', user => !user.mayOrder),
  ],
  'onapi.operator.is-spared-orders-beyond-the-limit': [
    askingFirst('asks the operator before it counts requests', user => user.usedUp),
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

/** Whether the operator found fault with the order itself. */
function isInvalid(outcome: OperatorOutcome): boolean {
  return outcome.kind === 'refused' && outcome.message.includes('does not offer it')
}

/** Places the orders of some users at the operator although they are refused. */
function askingFirst(name: string, concerns: (user: User) => boolean): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      handle: request => {
        const user = original.authenticate(request)
        const reading = original.read(request.body)
        if (user && concerns(user) && reading.ok && original.check(reading.value) === undefined) {
          void original.askOperator(reading.value as Order, 'BB-100-100')
        }
        return original.handle(request)
      },
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
