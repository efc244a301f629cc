import { useWorld } from '../harness/cucumber.js'
import { ExositeWorld } from './exosite/world.js'
import './exosite/given.js'
import './exosite/activating.js'
import './exosite/refusing.js'
import './exosite/downloading.js'
import './exosite/listing.js'
import './exosite/contents.js'
import './exosite/ranges.js'
import './exosite/information.js'
import './exosite/framing.js'
import './exosite/mistakes.js'

useWorld(ExositeWorld)
