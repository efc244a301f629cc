import { useWorld } from '../harness/cucumber.js'
import { RoamingWorld } from './roaming/world.js'
import './roaming/given.js'
import './roaming/creating.js'
import './roaming/retrieving.js'
import './roaming/updating.js'
import './roaming/answering.js'
import './roaming/refusing.js'
import './roaming/settling.js'
import './roaming/notified.js'
import './roaming/changing.js'
import './roaming/hostile.js'

useWorld(RoamingWorld)
