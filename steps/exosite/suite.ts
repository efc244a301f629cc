import type { Suite } from '../../harness/suite.js'
import { exositeStates } from '../../schemas/exosite/states.js'
import { exositeStanding } from './standing.js'
import { ACTIVATE, cikOf } from './wire.js'

/** What the Exosite Device Provisioning API brings along for the machinery. */
export const exositeSuite: Suite = {
  api: 'exosite',
  title: 'Exosite Device Provisioning API',
  states: exositeStates,
  profiles: {
    document: 'What the document says, with what the field adds as warnings.',
    'one-platform': 'The older platform besides, whose CIKs are lower-case hexadecimal.',
  },
  capabilities: {
    'special-characters': 'Serial numbers may have spaces, signs and letters beyond ASCII in them.',
    'time-control': "The stage can let the target's time run ahead.",
    'states-at-will': 'The stage can bring about any number of states; fixtures cannot.',
    'visible-key': 'The owner of a client can see its CIK before the client is activated.',
    'protected-content': 'Contents can be protected, for authorised clients only.',
    'several-vendors': 'There is more than one vendor.',
    'empty-content': 'A content may be without any bytes.',
  },
  options: {},
  standing: exositeStanding,
  secretHeaders: ['X-Exosite-CIK', 'X-Exosite-Token'],
  secretsOf(exchange) {
    const isActivation = exchange.request.target.split('?', 1)[0]?.endsWith(ACTIVATE) ?? false
    const cik = isActivation ? cikOf(exchange) : undefined
    return cik === undefined ? [] : [cik]
  },
}
