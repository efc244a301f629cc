import type { Defects } from '../simulator.js'
import type { ThunderCore } from './core.js'
import { eventDefects } from './defects/events.js'
import { envelopeDefects } from './defects/envelope.js'
import { memberDefects } from './defects/members.js'
import { messageDefects } from './defects/messages.js'
import { transportDefects } from './defects/transports.js'

/** How a Thunder server can break each of its rules. */
export const thunderDefects: Defects<ThunderCore> = {
  ...memberDefects,
  ...envelopeDefects,
  ...messageDefects,
  ...eventDefects,
  ...transportDefects,
}
