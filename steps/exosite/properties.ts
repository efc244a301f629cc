import { defineProperty } from '../../harness/fuzz/define-property.js'
import type { Property } from '../../harness/fuzz/property.js'
import {
  keysStaySecret,
  nothingBreaksTheServer,
  refusalsChangeNothing,
} from '../../properties/exosite/anything.js'
import type { World } from '../../properties/exosite/device.js'
import { keysDiffer, racesHaveOneWinner } from '../../properties/exosite/keys.js'
import { livesGoByTheBook, windowsCloseInTime } from '../../properties/exosite/life.js'
import { encodingsMeanTheSame, slipsActivateNothing } from '../../properties/exosite/names.js'
import { rangesBringWhatTheyName } from '../../properties/exosite/ranges.js'
import type { ExositeWorld } from './world.js'

define('every range of a content brings the bytes that it names', rangesBringWhatTheyName)
define('every encoding of a serial number activates it', encodingsMeanTheSame)
define('every slip in its names activates nothing', slipsActivateNothing)
define('activations one after the other bring different CIKs', keysDiffer)
define('activations at the same time have at most one winner for each serial number', racesHaveOneWinner)
define('any order of events leaves each serial number as it should be', livesGoByTheBook)
define('any order of events as time goes by leaves each serial number as it should be', windowsCloseInTime)
define('no answer holds the key of another client', keysStaySecret)
define('every refusal leaves serial numbers and contents as they were', refusalsChangeNothing)
define('no mistake is answered as an error of the server', nothingBreaksTheServer)

/** A server that takes everything, or refuses everything, is not worth trying many inputs on. */
function define<Value>(sentence: string, property: (world: World) => Property<Value>): void {
  defineProperty(sentence, async (world: ExositeWorld) => {
    if (world.triples.length > 0) await world.requireActivations()
    await world.requireLists()
    return property(world)
  })
}
