import type { Defects } from '../simulator.js'
import { activationDefects } from './defects/activation.js'
import { authorisationDefects } from './defects/authorisation.js'
import type { ExositeCore } from './core.js'
import { contentDefects } from './defects/content.js'
import { framingDefects } from './defects/framing.js'
import { rangeDefects } from './defects/range.js'
import { refusalDefects } from './defects/refusal.js'

/** Ways to break each rule of the Device Provisioning API. */
export const exositeDefects: Defects<ExositeCore> = {
  ...activationDefects,
  ...refusalDefects,
  ...contentDefects,
  ...rangeDefects,
  ...authorisationDefects,
  ...framingDefects,
}
