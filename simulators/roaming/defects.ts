import type { Defects } from '../simulator.js'
import type { RoamingCore } from './core.js'
import { addressDefects } from './defects/addresses.js'
import { answerDefects } from './defects/answers.js'
import { changeDefects } from './defects/changes.js'
import { creationDefects } from './defects/creation.js'
import { formatDefects } from './defects/formats.js'
import { methodDefects } from './defects/methods.js'
import { notificationContentDefects } from './defects/notification-contents.js'
import { notificationDefects } from './defects/notifications.js'
import { transitionDefects } from './defects/transitions.js'
import { updateDefects } from './defects/update.js'

/** Ways to break the rules of roamingProvisioning, by rule. */
export const roamingDefects: Defects<RoamingCore> = {
  ...addressDefects,
  ...creationDefects,
  ...updateDefects,
  ...transitionDefects,
  ...notificationDefects,
  ...notificationContentDefects,
  ...changeDefects,
  ...methodDefects,
  ...formatDefects,
  ...answerDefects,
}
