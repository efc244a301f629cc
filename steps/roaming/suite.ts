import type { Exchange } from '../../harness/exchange.js'
import type { Suite } from '../../harness/suite.js'
import { roamingOptions } from '../../schemas/roaming/options.js'
import { roamingStates } from '../../schemas/roaming/states.js'
import { readBody } from './body.js'
import { textAt } from './part.js'
import { chargeSchemaVerdicts } from './schema-verdicts.js'
import { roamingStanding } from './standing.js'

/** What the RESTful Network API for roamingProvisioning brings along for the machinery. */
export const roamingSuite: Suite = {
  api: 'roaming',
  title: 'OMA RESTful Network API for roamingProvisioning',
  states: roamingStates,
  profiles: {
    document: "What the draft says, in the draft's own namespace.",
    published: 'The published API besides: its registered namespace, and its exception for a bad transition.',
  },
  capabilities: {
    authentication: 'The DSP knows its ARPs by credentials.',
    'refuses-deactivation':
      'The DSP may refuse a deactivation, after which the subscription is Active again.',
    'res-format': 'The URL parameter resFormat chooses the format of an answer.',
    'states-at-will': 'The stage can bring about any number of states; fixtures cannot.',
  },
  options: roamingOptions,
  lanes: 16,
  standing: roamingStanding,
  secretHeaders: [],
  secretsOf: ({ request, answer }) => [request, answer].flatMap(authorizationIn),
  atEnd: chargeSchemaVerdicts,
}

/** Authorization information is a customer's, and stays between the ARP and the DSP. */
function authorizationIn(message: Exchange['request'] | Exchange['answer']): string[] {
  if (!message?.body.includes('authorizationInformation')) return []
  const information = textAt(readBody(message.body).body?.top, 'authorizationInformation')
  return information === undefined ? [] : [information]
}
