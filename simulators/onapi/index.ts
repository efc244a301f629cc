import { onapiStates } from '../../schemas/onapi/states.js'
import type { Simulator } from '../simulator.js'
import { PORTAL, ServiceProvider } from './core.js'
import { onapiDefects } from './defects.js'
import { onapiFuzzDefects } from './fuzz-defects.js'
import { onapiVariations } from './variations.js'

/** The reference implementation of onapi: a service provider, with a communication operator of its own behind it. */
export const onapiSimulator: Simulator<ServiceProvider> = {
  api: 'onapi',
  states: onapiStates,
  target: {
    profile: 'document',
    auth: { type: 'basic', ...PORTAL },
    capabilities: { co: true, authorization: true, 'rate-limit': true },
  },
  create: environment => new ServiceProvider(environment),
  defects: onapiDefects,
  variations: onapiVariations,
  fuzzDefects: onapiFuzzDefects,
  companions: [
    {
      name: 'communication operator',
      coreOf: provider => provider.ownOperator,
      join: (provider, url) => {
        provider.operator.url = url
      },
    },
  ],
}
