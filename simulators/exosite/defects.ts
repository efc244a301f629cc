import type { Defects } from '../simulator.js'
import { activationDefects } from './activation-defects.js'
import { authorisationDefects } from './authorisation-defects.js'
import type { ExositeCore } from './core.js'
import { contentDefects } from './content-defects.js'
import { framingDefects } from './framing-defects.js'
import { rangeDefects } from './range-defects.js'
import { refusalDefects } from './refusal-defects.js'

/** Ways to break each rule of the Device Provisioning API. */
export const exositeDefects: Defects<ExositeCore> = {
  ...activationDefects,
  ...refusalDefects,
  ...contentDefects,
  ...rangeDefects,
  ...authorisationDefects,
  ...framingDefects,
}
