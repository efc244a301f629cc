import { defineProperty } from '../../harness/fuzz/define-property.js'
import type { Property } from '../../harness/fuzz/property.js'
import { nothingBreaksTheServer, slipsInCredentialsOpenNothing } from '../../properties/seram/anything.js'
import { invalidOrdersAreRefused, validOrdersAreKept } from '../../properties/seram/orders.js'
import type { Platform } from '../../properties/seram/platform.js'
import {
  anyTextNamesASession,
  generatedIdsDiffer,
  sessionsKeepTheirOrders,
  simultaneousOrdersAreKept,
} from '../../properties/seram/sessions.js'
import type { Order } from './order.js'
import { holdsTheSame, isNothing, isTheSame } from './stored.js'
import { ORDER } from './wire.js'
import type { SeramWorld } from './world.js'

define('every order that the schemas accept is kept as it was sent', validOrdersAreKept)
define('every order with one thing wrong in it is refused', invalidOrdersAreRefused)
define('orders without a sessionID one after the other are given different ones', generatedIdsDiffer)
define('any sequence of orders leaves each session with its own', sessionsKeepTheirOrders)
define('orders at the same time are all kept', simultaneousOrdersAreKept)
define('every text as a sessionID keeps its orders', anyTextNamesASession)
define('every slip in the credential is refused', slipsInCredentialsOpenNothing)
define('no mistake is answered as an error of the server', nothingBreaksTheServer)

/** A server that takes everything, or refuses everything, is not worth trying many inputs on. */
function define<Value>(sentence: string, property: (platform: Platform) => Property<Value>): void {
  defineProperty(sentence, async (world: SeramWorld) => {
    await world.preconditions.requireAcceptance()
    await world.preconditions.requireRefusals()
    return property(await platformOf(world))
  })
}

async function platformOf(world: SeramWorld): Promise<Platform> {
  const { others = [], ...first } = await world.state('orderable secure element', {})
  return {
    world,
    elements: [first, ...others],
    takesParts: world.session.target.capabilities['single-parameter-orders'] !== false,
    place: order => world.place(order as Order),
    request: (order, body = world.bytesOf(order as Order)) => ({
      method: 'POST',
      target: ORDER,
      headers: [['Content-Type', 'application/json']],
      body,
    }),
    bytesOf: order => world.bytesOf(order as Order),
    held: sessionID => world.held(sessionID),
    generatedId: exchange => world.generatedId(exchange),
    isKeptAs: ({ secureElement, remoteManagementOrder }, kept) =>
      isSame(secureElement, kept.secureElements, holdsTheSame) &&
      isSame(remoteManagementOrder, kept.remoteManagementOrder, isTheSame),
  }
}

function isSame(sent: unknown, kept: unknown, compare: (sent: unknown, kept: unknown) => boolean): boolean {
  return sent === undefined ? isNothing(kept) : compare(sent, kept)
}
