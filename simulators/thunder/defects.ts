import type { Defects } from '../simulator.js'
import type { ThunderCore } from './core.js'
import { envelopeDefects } from './defects/envelope.js'
import { errorDefects } from './defects/errors.js'
import { eventDefects } from './defects/events.js'
import { messageDefects } from './defects/messages.js'
import { namingDefects } from './defects/naming.js'
import { propertyDefects } from './defects/properties.js'
import { provisioningDefects } from './defects/provisioning.js'
import { transportDefects } from './defects/transports.js'

/** How a Thunder server can break each of its rules. */
export const thunderDefects: Defects<ThunderCore> = {
  ...provisioningDefects,
  ...propertyDefects,
  ...errorDefects,
  ...namingDefects,
  ...envelopeDefects,
  ...messageDefects,
  ...eventDefects,
  ...transportDefects,
}
