import { useWorld } from '../harness/cucumber.js'
import { OnapiWorld } from './onapi/world.js'
import './onapi/given.js'
import './onapi/bodies.js'
import './onapi/credentials.js'
import './onapi/placing.js'
import './onapi/accepting.js'
import './onapi/refusing.js'
import './onapi/errors.js'
import './onapi/keeping.js'
import './onapi/asking.js'
import './onapi/relaying.js'

useWorld(OnapiWorld)
