import { exositeStates } from '../../schemas/exosite/states.js'
import type { Simulator } from '../simulator.js'
import { ExositeCore } from './core.js'
import { exositeDefects } from './defects.js'
import { exositeFuzzDefects } from './fuzz-defects.js'
import { exositeVariations } from './variations.js'

/** The reference implementation of the Device Provisioning API. */
export const exositeSimulator: Simulator<ExositeCore> = {
  api: 'exosite',
  states: exositeStates,
  target: {
    profile: 'document',
    capabilities: {
      'time-control': true,
      'several-vendors': true,
      'special-characters': true,
      'visible-key': true,
      'protected-content': true,
      'empty-content': true,
    },
  },
  create: environment => new ExositeCore(environment),
  defects: exositeDefects,
  variations: exositeVariations,
  fuzzDefects: exositeFuzzDefects,
}
