import type { Defects } from '../simulator.js'
import type { ThunderCore } from './core.js'
import { eventDefects } from './defects/events.js'
import { memberDefects } from './defects/members.js'
import { protocolDefects } from './defects/protocol.js'
import { transportDefects } from './defects/transports.js'

/** How a Thunder server can break each of its rules. */
export const thunderDefects: Defects<ThunderCore> = {
  ...memberDefects,
  ...protocolDefects,
  ...eventDefects,
  ...transportDefects,
}
