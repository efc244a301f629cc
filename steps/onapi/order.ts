import type { Random } from '../../harness/random.js'
import { identityNumber } from './identity-number.js'

/** An order as JSON. */
export type Order = Readonly<Record<string, unknown>>

/** What an order is for, as the facts of a state name it. */
export interface Offering {
  readonly coAccessId: string
  readonly productId: string
  readonly offeringId: string
}

/** Milliseconds until an order shall be executed: not past when it arrives, and no reason to put it off. */
const AHEAD = 3000

/**
 * A well-formed order with every member that the document prints.
 * @param now milliseconds since the epoch.
 */
export function orderFor(offering: Offering, profile: string, random: Random, now: number): Order {
  const { coAccessId, productId, offeringId } = offering
  return {
    coAccessId,
    operation: 'ACTIVATE',
    orderDateTime: dateTime(now),
    requestedDateTime: dateTime(now + AHEAD),
    products: [{ productId, offeringId }],
    customerDetails: customer(profile, random),
  }
}

/** A synthetic customer; the numbers of the telephones are kept for fiction. */
function customer(profile: string, random: Random): Readonly<Record<string, unknown>> {
  const first = name(random)
  const last = name(random)
  const names = profile === 'released' ? RELEASED_NAMES : DOCUMENT_NAMES
  return {
    identifiedCustomer: true,
    // The released text checks its digits, which is a rule of its own.
    ...(profile === 'released' ? {} : { personalIdentityNumber: identityNumber(random) }),
    [names.first]: first,
    [names.last]: last,
    [names.phone]: `+468465004${random.word(2, '0123456789')}`,
    [names.mobilePhone]: `+46701740${random.integer(605, 699)}`,
    [names.email]: `${first}.${last}@example.com`.toLowerCase(),
    invoiceDetails: {
      streetName: `${name(random)}gatan`,
      streetNumber: String(random.integer(1, 99)),
      streetLittera: random.word(1, 'ABCDEF'),
      // Of Stockholm: whether other codes are taken is a rule of its own.
      postalCode: String(random.integer(11120, 11129)),
      city: name(random),
    },
  }
}

const DOCUMENT_NAMES = {
  first: 'customerFirstname',
  last: 'customerLastName',
  phone: 'customerPhone',
  mobilePhone: 'customerMobilePhone',
  email: 'customerEmail',
}

const RELEASED_NAMES = {
  first: 'firstName',
  last: 'lastName',
  phone: 'phone',
  mobilePhone: 'mobilePhone',
  email: 'email',
}

function name(random: Random): string {
  return random.word(1, 'BDFGHKLMNPRSTV') + random.word(8, 'abdefghiklmnoprstuvwxyz')
}

/** A time in UTC, without fractional seconds. */
function dateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '')
}
