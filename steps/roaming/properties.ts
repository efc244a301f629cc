import { defineProperty } from '../../harness/fuzz/define-property.js'
import type { Exchange } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import { header } from '../../harness/exchange.js'
import { answersAreInAPreferredFormat } from '../../properties/roaming/accept.js'
import {
  dataStaysWithItsArp,
  nothingBreaksTheDsp,
  refusalsChangeNothing,
} from '../../properties/roaming/anything.js'
import type { Dsp, Seen } from '../../properties/roaming/dsp.js'
import { identifiersDiffer } from '../../properties/roaming/ids.js'
import { invalidBodiesAreRefused } from '../../properties/roaming/invalid.js'
import { arpsAreTold, arpsAreToldOnceInOrder, livesGoByTheBook } from '../../properties/roaming/life.js'
import { racesHaveAnOrder } from '../../properties/roaming/races.js'
import { swapsMoveTheCustomer } from '../../properties/roaming/swaps.js'
import { spellingsMeanTheSame, textsComeBack } from '../../properties/roaming/texts.js'
import { addressIn, collectionPath, subscriptionPath } from './addresses.js'
import { readBody, typeOfFormat, type Body } from './body.js'
import { missing } from './missing.js'
import { isRefusal } from './outcomes.js'
import { partAt, partsOf, textAt } from './part.js'
import { dspOf, firstArp, namespaceOf, optionsOf, secondArp, spellingOf } from './settings.js'
import { spell } from './statuses.js'
import { statusOf, subscriptionIn, userIdsOf } from './subscription.js'
import { reasonOf } from './vocabulary.js'
import type { RoamingWorld } from './world.js'

define('every order of events leaves each subscription as it should be', livesGoByTheBook)
define('the ARPs are told of all that any order of events brings about', arpsAreTold)
define('the ARPs are told once of each event in any order of events', arpsAreToldOnceInOrder)
define('the customer of an ARP can go to another ARP any number of times', swapsMoveTheCustomer, 2)
define('requests at the same time come to what they come to in some order', racesHaveAnOrder)
define('every text of an ARP comes back as it was', textsComeBack)
define('every spelling of a body means the same', spellingsMeanTheSame)
define('every body with one thing wrong in it is refused', invalidBodiesAreRefused)
define('every answer is in a format that the ARP prefers', answersAreInAPreferredFormat)
define('subscriptions one after the other have different identifiers', identifiersDiffer)
define('no ARP is shown what another ARP told the DSP', dataStaysWithItsArp, 2)
define('every refusal leaves the subscription as it was', refusalsChangeNothing)
define('no mistake is answered as an error of the server', nothingBreaksTheDsp)

/** A DSP that takes everything, or refuses everything, is not worth trying many inputs on. @param arps how many it needs. */
function define<Value>(sentence: string, property: (dsp: Dsp) => Property<Value>, arps = 1): void {
  defineProperty(sentence, async (world: RoamingWorld) => {
    await world.requireDsp()
    await world.requireFormat('XML')
    await world.requireFormat('JSON')
    await requireRefusals(world)
    if (arps > 1) secondArp(world.session)
    return property(dspOfWorld(world))
  })
}

/** Makes sure, once in a run, that what is no body is refused. */
async function requireRefusals(world: RoamingWorld): Promise<void> {
  const exchange = await world.session.once('roaming: an empty body', () =>
    world.ask(
      world.sending(
        'POST',
        collectionPath(firstArp(world.session).arpId),
        typeOfFormat('XML'),
        Buffer.alloc(0),
      ),
    ),
  )
  const rule = 'roaming.robustness.refuses-what-is-malformed'
  world.require(isRefusal(exchange), rule, 'an empty body is refused', exchange)
}

function dspOfWorld(world: RoamingWorld): Dsp {
  const { session } = world
  const first = firstArp(session)
  const arps = optionsOf(session).secondArp === undefined ? [first] : [first, secondArp(session)]
  return {
    world,
    arps: arps.map(({ arpId }) => arpId),
    dspId: dspOf(session),
    namespace: namespaceOf(session),
    serverRoot: session.target.url.replace(/\/+$/, ''),
    wrapsOne: (optionsOf(session).jsonArrays ?? 'structure') === 'structure',
    spell: status => spell(status, spellingOf(session)),
    collection: collectionPath,
    path: subscriptionPath,
    ask: (arpId, request) => world.ask(request, arps.find(arp => arp.arpId === arpId) ?? missing('an ARP')),
    shownIn: exchange => {
      const shown = subscriptionIn(exchange)
      const body = exchange.answer && readBody(exchange.answer.body).body
      return shown && body && seenIn(body)
    },
    namedIn: exchange => {
      const url = header(exchange.answer?.headers ?? [], 'location') ?? resourceUrlIn(exchange)
      return url === undefined ? undefined : addressIn(url)
    },
    ownIn: exchange => {
      const shown = subscriptionIn(exchange)
      return (
        shown && {
          requestArrivalTimestamp: textAt(shown, 'requestArrivalTimestamp'),
          resourceURL: textAt(shown, 'resourceURL'),
        }
      )
    },
    toldBy: ({ request }) => {
      const { body } = readBody(request.body)
      return body && seenIn(body)
    },
    listen: async () => {
      const callbacks = await session.callbacks()
      return callbacks.inbox(`/${world.random.word(12)}`, world.scenario, () => ({ status: 204 }))
    },
  }
}

function seenIn({ format, top }: Body): Seen {
  const data = textAt(top, 'callbackData') ?? textAt(top, 'callbackReference', 'callbackData')
  return {
    format,
    status: statusOf(top),
    signalling: textAt(top, 'arpSignallingStatus'),
    reason: reasonOf(top),
    subscriptionId: textAt(top, 'roamingSubscriptionId'),
    notifyURL: textAt(top, 'callbackReference', 'notifyURL')?.trim(),
    callbackData: data,
    userId: userIdsOf(top),
    links: partsOf(top, 'link').flatMap(link => addressIn(textAt(link, 'href') ?? '') ?? []),
  }
}

function resourceUrlIn({ answer }: Exchange): string | undefined {
  const top = answer && readBody(answer.body).body?.top
  return textAt(top, 'resourceURL') ?? textAt(partAt(top), 'resourceURL')
}
