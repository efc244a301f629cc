import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { defineProperty } from '../../harness/fuzz/define-property.js'
import type { Property } from '../../harness/fuzz/property.js'
import type { SocketConnection } from '../../harness/socket-client.js'
import { clientsAreKeptApart, nothingBreaksTheServer } from '../../properties/thunder/anything.js'
import { batchesAreAnswered, callsFindTheirAnswers } from '../../properties/thunder/calls.js'
import {
  digitsComeBackAsNumbers,
  idsOfAnyKindComeBack,
  numbersComeBack,
} from '../../properties/thunder/ids.js'
import { Line } from '../../properties/thunder/line.js'
import { brokenJsonIsRefused, wrongRequestsAreRefused } from '../../properties/thunder/messages.js'
import { indexesEndAsListed, slipsInNamesCallNothing } from '../../properties/thunder/names.js'
import { callsEndAsTheStateSays } from '../../properties/thunder/outcomes.js'
import type { Plugin, Transport } from '../../properties/thunder/plugin.js'
import { eventsReachTheRegistered } from '../../properties/thunder/registrations.js'
import { ID, STATE } from './calls.js'
import { SocketClient } from './client.js'
import { codesOf, isPredefined } from './codes.js'
import { callOf } from './message.js'
import { SharedSockets } from './shared-sockets.js'
import { missing } from './missing.js'
import { TRANSPORTS, whyNotOffered } from './settings.js'
import type { ThunderWorld } from './world.js'

define('every whole number as an id comes back', numbersComeBack)
define('every id of any kind comes back', idsOfAnyKindComeBack)
define('every id of digits comes back as a number', digitsComeBackAsNumbers)
define('any calls at once find their answers', callsFindTheirAnswers)
define('every batch is answered value by value', batchesAreAnswered)
define('every call with one thing wrong in its envelope is refused', wrongRequestsAreRefused)
define('every message that is no JSON is refused', brokenJsonIsRefused)
define('every slip in a name calls nothing', slipsInNamesCallNothing)
define('every label with every index ends as listed', indexesEndAsListed)
define('any order of states and calls ends each call as it should', callsEndAsTheStateSays, 'stage')
define(
  'any order of registrations has each event reach those that are registered',
  eventsReachTheRegistered,
  'stage',
)
define('whatever one client sends stays away from another', clientsAreKeptApart)
define('no mistake is answered as an error of the server', nothingBreaksTheServer)

/** A server that takes everything, or refuses everything, is not worth trying many inputs on. */
function define<Value>(
  sentence: string,
  property: (plugin: Plugin) => Property<Value>,
  needs?: 'stage',
): void {
  defineProperty(sentence, async (world: ThunderWorld) => {
    if (needs === 'stage' && world.session.target.stage === undefined) {
      throw new NotTested(
        'Only a stage can bring about one state after the other. Add thunder.stage to the target file, or decline the capability "states-at-will".',
      )
    }
    const sockets = new SharedSockets(world, (...socket) => lineOn(world, ...socket))
    const plugin = pluginOf(world, sockets)
    for (const name of plugin.transports) {
      const client = await world.connect(TRANSPORTS[name] ?? missing('a transport'))
      await world.read(ID, client)
      await world.read(STATE, client)
      await world.requireToldApart(client)
    }
    return { ...property(plugin), part: () => sockets.end() }
  })
}

function lineOn(world: ThunderWorld, exchange: Exchange, connection: SocketConnection): Line {
  return new Line(world, exchange, connection, id => JSON.stringify(callOf(world.name('id'), undefined, id)))
}

function pluginOf(world: ThunderWorld, sockets: SharedSockets): Plugin {
  const { settings, profile, session } = world
  const [first = missing('a transport'), ...more] = Object.entries(TRANSPORTS)
    .filter(([, transport]) => whyNotOffered(transport, session.target) === undefined)
    .map(([name]) => name as Transport)
  return {
    world,
    profile,
    transports: [first, ...more],
    callsign: settings.callsign,
    name: member => world.name(member),
    codes: reason => codesOf(reason, profile),
    isPredefined,
    open: async () => {
      const { exchange, connection } = await SocketClient.open(world)
      return lineOn(world, exchange, connection)
    },
    share: () => sockets.open(),
    request: body => ({
      method: 'POST',
      target: settings.httpPath,
      headers: [['Content-Type', 'application/json']],
      body,
    }),
  }
}
