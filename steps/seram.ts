import { useWorld } from '../harness/cucumber.js'
import { SeramWorld } from './seram/world.js'
import './seram/given.js'
import './seram/placing.js'
import './seram/attempts.js'
import './seram/outcomes.js'
import './seram/answers.js'
import './seram/sessions.js'
import './seram/properties.js'

useWorld(SeramWorld)
