import { defect, override, type Alteration, type Defects } from '../simulator.js'
import type { Order } from './check.js'
import type { ServiceProvider, User } from './core.js'
import {
  addressOf,
  customerOf,
  isObject,
  overlooking,
  productOf,
  refusing,
  type Members,
} from './lenience.js'
import { followRelease } from './released.js'

/** Mistakes that show only for few orders, or after certain histories: what scenarios pass by and properties find. */
export const onapiFuzzDefects: Defects<ServiceProvider> = {
  'onapi.always.valid-orders-are-taken': [
    refusing('takes nothing on the last day of a leap year', order =>
      ['orderDateTime', 'requestedDateTime'].some(name => isLastOfLeapYear(String(order[name]))),
    ),
    refusing('takes no identity number of this century', order =>
      String(customerOf(order)['personalIdentityNumber']).startsWith('20'),
    ),
    keeping('keeps letters beyond the basic plane as question marks', text =>
      text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '?'),
    ),
    keeping('keeps 64 letters of a text', text => Array.from(text).slice(0, 64).join('')),
  ],
  'onapi.always.invalid-orders-are-refused': [
    overlooking('takes a 30th of February', order => {
      for (const name of ['orderDateTime', 'requestedDateTime']) {
        if (typeof order[name] === 'string') order[name] = order[name].replace(/^(\d{4}-02)-30T/, '$1-28T')
      }
    }),
    overlooking('takes a sign in a telephone number behind five digits', order => {
      const customer = customerOf(order)
      const { customerPhone } = customer
      if (typeof customerPhone !== 'string') return
      customer['customerPhone'] = customerPhone.replace(/^(\+[0-9]{5,})[-. /(_][0-9]*$/, '$1')
    }),
    overlooking('takes the digits of other scripts in a postal code', order => {
      const address = addressOf(order)
      const { postalCode } = address
      if (typeof postalCode === 'string') {
        address['postalCode'] = postalCode.replaceAll(/(?![0-9])\p{Nd}/gu, '1')
      }
    }),
  ],
  'onapi.always.identity-numbers-are-checked': [
    released('takes birthdays of the years before 1950 for wrong', details => {
      const number = String(details['personalIdentityNumber'])
      return /^19[0-4]/.test(number) ? 'personalIdentityNumber is wrong.' : undefined
    }),
  ],
  'onapi.always.many-orders-are-kept': [
    defect('numbers orders up to 60 and begins again', core => {
      const numbered: string[] = []
      let next = 0
      override(core, original => ({
        keep: (order, status) => {
          const earlier = numbered[next]
          if (earlier !== undefined && earlier !== order.coAccessId) original.orders.delete(earlier)
          numbered[next] = order.coAccessId
          next = (next + 1) % 60
          original.keep(order, status)
        },
      }))
    }),
  ],
  'onapi.always.accepted-orders-stay': [
    defect('forgets an access that is ordered for after a wrong password', core => {
      let isAfterSlip = false
      override(core, original => ({
        refuseCredentials: request => {
          isAfterSlip = true
          return original.refuseCredentials(request)
        },
        take: order => {
          if (isAfterSlip) original.orders.delete(order.coAccessId)
          isAfterSlip = false
          return original.take(order)
        },
      }))
    }),
  ],
  'onapi.always.refused-orders-leave-nothing': [
    defect('keeps an order that comes without an offering after two that were taken', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          const order = reading.ok && isObject(reading.value) ? reading.value : {}
          const kept = core.orders.get(String(order['coAccessId']))
          if (Array.isArray(kept) && cause.includes('offeringId')) {
            productOf(order)['offeringId'] = 'unknown'
            original.keep(order as unknown as Order, 'RECEIVED')
          }
          return original.invalid(cause, reading)
        },
      })),
    ),
  ],
  'onapi.always.simultaneous-orders-are-kept': [
    defect('loses an order that has orders for three other accesses beside it', core => {
      const open = new Set<string>()
      override(core, original => ({
        take: async order => {
          open.add(order.coAccessId)
          await new Promise<void>(resolve => core.environment.clock.after(1, resolve))
          const isCrowded = open.size > 3
          const reply = await original.take(order)
          if (isCrowded) core.orders.delete(order.coAccessId)
          open.delete(order.coAccessId)
          return reply
        },
      }))
    }),
  ],
  'onapi.always.operator-is-asked-once': [
    defect('asks the operator twice while another order is on its way', core => {
      let open = 0
      override(core, original => ({
        askOperator: async (order, service) => {
          open += 1
          if (open > 1) void original.askOperator(order, service)
          try {
            return await original.askOperator(order, service)
          } finally {
            open -= 1
          }
        },
      }))
    }),
    defect('asks the operator for what it rejects itself after two rejections', core => {
      let count = 0
      override(core, original => ({
        decide: order => {
          const decision = original.decide(order)
          count = 'rejection' in decision ? count + 1 : 0
          if (count > 2) void original.askOperator(order, 'BB-10-10')
          return decision
        },
      }))
    }),
  ],
  'onapi.always.outcomes-follow-the-operator': [
    defect('takes a refusal whose text begins with a digit for a confirmation', core =>
      override(core, original => ({
        report: outcome =>
          outcome.kind === 'refused' && /^\d/.test(outcome.message)
            ? original.report({ kind: 'confirmed' })
            : original.report(outcome),
      })),
    ),
    defect('goes by the order before where the operator says nothing after a refusal and a success', core => {
      const last: string[] = []
      override(core, original => ({
        report: outcome => {
          const history = last.join(' ')
          last.push(outcome.kind)
          last.splice(0, last.length - 2)
          const isMixedUp = outcome.kind === 'unknown' && history === 'refused confirmed'
          return original.report(isMixedUp ? { kind: 'confirmed' } : outcome)
        },
      }))
    }),
  ],
  'onapi.always.messages-arrive-whole': [
    relaying('leaves quotation marks out of a message', message => message.replaceAll(/["“”]/g, '')),
    relaying('ends a message at an angle bracket', message => message.replace(/<.*$/s, '')),
    relaying('writes a message in Latin-1', message => Buffer.from(message, 'latin1').toString('latin1')),
  ],
  'onapi.always.errors-keep-personal-data-out': [
    defect('names the customer whose offeringId is no text', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          const { customerLastName } = customerOf(reading.ok && isObject(reading.value) ? reading.value : {})
          const named = cause.includes('offeringId must be string') ? ` for ${String(customerLastName)}` : ''
          return original.invalid(`${cause}${named}`, reading)
        },
      })),
    ),
    defect('shows the end of a text that is no JSON for a bracket', core =>
      override(core, original => ({
        read: body => {
          const reading = original.read(body)
          const text = body.toString('utf8')
          return !reading.ok && text.endsWith('{')
            ? { ok: false, why: `No JSON: ${text.slice(-200)}` }
            : reading
        },
      })),
    ),
  ],
  'onapi.always.answers-are-ones-own': [
    defect('thanks the customer before by name for the first order after an error', core => {
      let name = ''
      let isAfterError = false
      override(core, original => ({
        invalid: (cause, reading) => {
          isAfterError = true
          return original.invalid(cause, reading)
        },
        conclude: (order, outcome) => {
          const { externalMessage = '' } = outcome
          const isMixedUp = isAfterError && name !== ''
          const told = isMixedUp ? { ...outcome, externalMessage: `${name}! ${externalMessage}` } : outcome
          isAfterError = false
          name = String(customerOf(order as unknown as Members)['customerLastName'])
          return original.conclude(order, told)
        },
      }))
    }),
  ],
  'onapi.always.credential-slips-open-nothing': [
    admitting('passes over hyphens in a password', password => password.replaceAll('-', '')),
    admitting('passes over letters that are not ASCII', password => password.replaceAll(/\P{ASCII}/gu, '')),
  ],
  'onapi.always.mistakes-break-nothing': [
    defect('fails on a text that ends within an escape', core =>
      override(core, original => ({
        read: body => {
          if (body.at(-1) === 0x5c) throw new Error('The escape has no end.')
          return original.read(body)
        },
      })),
    ),
    defect('fails on a circumflex in the target', core =>
      override(core, original => ({
        isOrderEndpoint: target => {
          if (target.includes('^')) throw new Error('The target cannot be read.')
          return original.isOrderEndpoint(target)
        },
      })),
    ),
  ],
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function isLastOfLeapYear(time: string): boolean {
  return time.slice(4, 10) === '-12-31' && isLeap(Number(time.slice(0, 4)))
}

/** Makes a provider keep the texts of the customer as others. */
function keeping(name: string, change: (text: string) => string): Alteration<ServiceProvider> {
  const changed = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, changed(member)]))
  }
  return defect(name, core =>
    override(core, original => ({
      keep: (order, status) =>
        original.keep({ ...order, customerDetails: changed(order.customerDetails) }, status),
    })),
  )
}

/** Makes a provider tell the operator's refusals as other texts. */
function relaying(name: string, change: (message: string) => string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      report: outcome =>
        outcome.kind === 'refused'
          ? original.report({ ...outcome, message: change(outcome.message) })
          : original.report(outcome),
    })),
  )
}

/** Makes a provider take passwords for the same that differ. */
function admitting(name: string, essence: (password: string) => string): Alteration<ServiceProvider> {
  const credentialsOf = (field: unknown): string[] =>
    Buffer.from(String(field).slice(6), 'base64').toString('utf8').split(':')
  return defect(name, core =>
    override(core, original => ({
      authenticate: request => {
        if (!/^basic /i.test(String(request.headers['authorization']))) return undefined
        const [username, password = ''] = credentialsOf(request.headers['authorization'])
        const isAlike = (user: User): boolean =>
          user.username === username && essence(user.password) === essence(password)
        return original.authenticate(request) ?? [...core.users.values()].find(isAlike)
      },
    })),
  )
}

/** A provider of release 2.5 with one thing more that it does not like in a customer. */
function released(
  name: string,
  dislikes: (details: Members) => string | undefined,
): Alteration<ServiceProvider> {
  return defect(
    name,
    core => {
      followRelease(core, { accepted: 'status', rejected: 'status' })
      override(core, original => ({
        checkCustomer: details =>
          original.checkCustomer(details) ?? (isObject(details) ? dislikes(details) : undefined),
      }))
    },
    { profile: 'released' },
  )
}
