import { NotApplicable } from '../../harness/finding.js'
import { defineProperty } from '../../harness/fuzz/define-property.js'
import type { Property } from '../../harness/fuzz/property.js'
import {
  answersAreOnesOwn,
  credentialSlipsOpenNothing,
  errorsKeepPersonalDataOut,
  nothingBreaksTheProvider,
} from '../../properties/onapi/anything.js'
import {
  acceptedOrdersStay,
  manyOrdersAreKept,
  refusedOrdersLeaveNothing,
  simultaneousOrdersAreKept,
} from '../../properties/onapi/keeping.js'
import {
  messagesArriveWhole,
  operatorIsAskedOnce,
  outcomesFollowTheOperator,
} from '../../properties/onapi/operator.js'
import {
  identityNumbersAreChecked,
  invalidOrdersAreRefused,
  validOrdersAreTaken,
} from '../../properties/onapi/orders.js'
import type { Outcome, Provider } from '../../properties/onapi/provider.js'
import type { Exchange } from '../../harness/exchange.js'
import { basic } from './credentials.js'
import { differenceOf } from './keeping.js'
import { Operator, type Behaviour } from './operator.js'
import type { Order } from './order.js'
import { isAccepted, isError, messageOf, statusOf } from './outcome.js'
import { passThrough, requirePlacement } from './passage.js'
import { personalDataIn, repeatedIn, toldIn } from './personal-data.js'
import { requestOf } from './sending.js'
import type { OnapiWorld } from './world.js'

define('every order that the data formats accept is taken', validOrdersAreTaken)
define('every order with one thing wrong in it is refused', invalidOrdersAreRefused)
define('every identity number is taken if its check digit is right', identityNumbersAreChecked)
define('orders one after the other are all kept', manyOrdersAreKept)
define('any sequence of orders leaves what was accepted', acceptedOrdersStay)
define('any sequence of orders leaves nothing that was refused', refusedOrdersLeaveNothing)
define('orders at the same time are all kept', simultaneousOrdersAreKept)
define('no error repeats anything of the customer', errorsKeepPersonalDataOut)
define('no answer tells of the customer of another order', answersAreOnesOwn)
define('every slip in the credentials is refused', credentialSlipsOpenNothing)
define('no mistake is answered as an error of the server', nothingBreaksTheProvider)
defineWithOperator('any sequence of orders asks the operator once for each', operatorIsAskedOnce)
defineWithOperator('every answer of the operator is told as what it is', outcomesFollowTheOperator)
defineWithOperator('every text of a refusal reaches the customer', messagesArriveWhole, requireRelaying)

type MakeProperty<Value> = (provider: Provider) => Property<Value>

/** A provider that takes everything, or refuses everything, is not worth trying many inputs on. */
function define<Value>(sentence: string, property: MakeProperty<Value>): void {
  defineProperty(sentence, async (world: OnapiWorld) => {
    await world.requireTaken()
    await world.requireOrdersToBeToldApart()
    return forgetful(world, property(await providerOf(world, true)))
  })
}

/** For properties in which the suite plays the operator. */
function defineWithOperator<Value>(
  sentence: string,
  property: MakeProperty<Value>,
  requireMore?: (world: OnapiWorld, refused: Exchange) => void,
): void {
  defineProperty(sentence, async (world: OnapiWorld) => {
    await world.requireTaken()
    await world.requireOrdersToBeToldApart()
    const refusal: Behaviour = { kind: 'order', state: 'DONE_FAILED', message: PLAIN }
    const order = await world.orderIn('free access')
    const { exchange, first } = await passThrough(world, order, world.sendingOf(order), refusal)
    requireMore?.(world, exchange)
    return forgetful(world, property(await providerOf(world, first === 'provider')))
  })
}

const PLAIN = 'the port is occupied'

/** Only what a provider relays can be relayed wrongly. */
function requireRelaying(_world: OnapiWorld, refused: Exchange): void {
  if (String(messageOf(refused)).includes(PLAIN)) return
  throw new NotApplicable('The provider words the refusals of the operator itself.')
}

/** What the operator was told and got in a case is forgotten at its end. */
function forgetful<Value>(world: OnapiWorld, property: Property<Value>): Property<Value> {
  return {
    ...property,
    async holds(value) {
      const operator = await Operator.of(world.session)
      const mark = operator.mark()
      try {
        await property.holds(value)
      } finally {
        operator.forget(mark)
      }
    },
  }
}

const NOTHING = Buffer.alloc(0)

async function providerOf(world: OnapiWorld, isAwaited: boolean): Promise<Provider> {
  const { profile, session } = world
  const { auth } = session.target
  const operator = await Operator.of(session)
  const request = (order: unknown, body?: Buffer) => {
    const sending = world.sendingOf(order as Order)
    return requestOf(body ? { ...sending, body } : sending)
  }
  return {
    world,
    profile,
    user: auth.type === 'basic' ? auth : undefined,
    request,
    offering: async state => {
      const offering = await world.state(state, {})
      operator.know(offering.coAccessId)
      return offering
    },
    orderFor: offering => world.orderFor(offering),
    place: order => world.place(order as Order),
    sendAs: (user, { headers = [], ...rest }) =>
      world.sendAnonymously({ ...rest, headers: [...headers, ['Authorization', basic(user)]] }),
    outcomeOf: exchange => outcomeOf(exchange, profile),
    messageOf,
    held: async coAccessId => (await world.state('stored orders', { coAccessId })).orders,
    differenceOf: (order, held) => differenceOf(order, held, profile),
    repeatedOf: (order, { answer }, body) => answer && repeatedIn(answer.body, personalDataIn(order, body)),
    toldOf: (order, { answer }, own) =>
      answer && toldIn(answer.body, personalDataIn(order, NOTHING), JSON.stringify(own)),
    operator: {
      isAwaited,
      plan: (access, behaviour) => operator.plan(access, { behaviour, release: Promise.resolve() }, false),
      countFor: access => operator.placements.filter(placement => placement.access === access).length,
      arrival: (access, exchange) =>
        requirePlacement(world, { access, earlier: 0, exchange, first: 'unknown' }),
    },
  }
}

function outcomeOf(exchange: Exchange, profile: string): Outcome {
  const status = statusOf(exchange, profile)
  if (status === 'REJECTED') return 'rejected'
  if (isError(exchange)) return 'error'
  if (!isAccepted(status)) return 'none'
  return status === 'ACTIVATED' ? 'activated' : 'accepted'
}
