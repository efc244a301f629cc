import type { Defects } from '../simulator.js'
import type { RoamingCore } from './core.js'
import { defectsOfAddresses } from './defects/addresses.js'
import { defectsOfAnswers } from './defects/answers.js'
import { defectsOfChanges } from './defects/changes.js'
import { defectsOfCreation } from './defects/creation.js'
import { defectsOfFormats } from './defects/formats.js'
import { defectsOfMethods } from './defects/methods.js'
import { defectsOfNotificationContents } from './defects/notification-contents.js'
import { defectsOfNotifications } from './defects/notifications.js'
import { defectsOfTransitions } from './defects/transitions.js'
import { defectsOfUpdate } from './defects/update.js'

/** Ways to break the rules of roamingProvisioning, by rule. */
export const roamingDefects: Defects<RoamingCore> = {
  ...defectsOfAddresses,
  ...defectsOfCreation,
  ...defectsOfUpdate,
  ...defectsOfTransitions,
  ...defectsOfNotifications,
  ...defectsOfNotificationContents,
  ...defectsOfChanges,
  ...defectsOfMethods,
  ...defectsOfFormats,
  ...defectsOfAnswers,
}
