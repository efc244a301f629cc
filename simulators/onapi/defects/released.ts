import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { ServiceProvider } from '../core.js'
import { followRelease } from '../released.js'

const RELEASED = { profile: 'released' }

/** Ways to break the rules of releases 2.5 and 2.6. */
export const releasedDefects: Defects<ServiceProvider> = {
  'onapi.released.has-status-or-state': [
    rewriting('calls the outcome result', body => body.replace(/"(status|state)":/, '"result":')),
  ],
  'onapi.released.status-is-listed': [
    rewriting('activates orders, as the draft does', body => body.replace('"CONFIRMED"', '"ACTIVATED"')),
    rewriting('writes rejections in lower case', body => body.replace('"REJECTED"', '"rejected"')),
  ],
  'onapi.released.has-message': [
    rewriting('confirms without a message', body =>
      body.includes('CONFIRMED') ? body.replace(/,"externalMessage":.*$/, '}') : body,
    ),
    rewriting('rejects without a message', body =>
      body.includes('REJECTED') ? body.replace(/,"externalMessage":.*$/, '}') : body,
    ),
  ],
  'onapi.released.checks-identity-number': [
    released('does not look at check digits', core =>
      override(core, original => ({
        checkCustomer: details => {
          const cause = original.checkCustomer(details)
          return cause?.includes('check digit') ? undefined : cause
        },
      })),
    ),
    released('takes any text as an identity number', core =>
      override(core, original => ({
        checkCustomer: details => {
          const cause = original.checkCustomer(details)
          return cause?.startsWith('personalIdentityNumber') ? undefined : cause
        },
      })),
    ),
  ],
  'onapi.released.takes-identity-number': [
    released('covers all twelve digits by the check digit', core =>
      override(core, original => ({
        checkCustomer: details => {
          const { personalIdentityNumber } = (details ?? {}) as { personalIdentityNumber?: unknown }
          return (
            original.checkCustomer(details) ??
            (typeof personalIdentityNumber === 'string'
              ? 'personalIdentityNumber has a wrong check digit.'
              : undefined)
          )
        },
      })),
    ),
  ],
}

function released(name: string, alter: (core: ServiceProvider) => void): Alteration<ServiceProvider> {
  return defect(
    name,
    core => {
      followRelease(core, { accepted: 'status', rejected: 'state' })
      alter(core)
    },
    RELEASED,
  )
}

function rewriting(name: string, rewrite: (body: string) => string): Alteration<ServiceProvider> {
  return released(name, core =>
    override(core, original => ({
      answer: outcome => {
        const reply = original.answer(outcome)
        return { ...reply, body: rewrite(reply.body.toString()) }
      },
    })),
  )
}
