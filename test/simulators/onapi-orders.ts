import { PORTAL, ServiceProvider } from '../../simulators/onapi/core.js'
import type { Environment, HttpReply, HttpRequest } from '../../simulators/simulator.js'
import { post, testEnvironment } from './environment.js'

/** The credentials of the bundled portal. */
export const AUTHORIZATION = basicOf(PORTAL.username, PORTAL.password)

/** The customer of the orders in tests: invented, with an identity number that fulfils Luhn. */
export const CUSTOMER = {
  identifiedCustomer: true,
  personalIdentityNumber: '19900101-0017',
  customerFirstname: 'Karin',
  customerLastName: 'Lindqvist',
  customerPhone: '+468465007',
  customerMobilePhone: '+46701740605',
  customerEmail: 'karin.lindqvist@example.com',
  invoiceDetails: {
    streetName: 'Storgatan',
    streetNumber: '7',
    streetLittera: 'B',
    postalCode: '12345',
    city: 'Lund',
  },
}

/** An order that the bundled provider takes. */
export const ORDER = {
  coAccessId: 'access-activated',
  operation: 'ACTIVATE',
  orderDateTime: '2021-05-03T20:31:15Z',
  requestedDateTime: '2099-05-06T00:01:00Z',
  products: [{ productId: 'broadband', offeringId: 'broadband-100' }],
  customerDetails: CUSTOMER,
}

/** The value of Authorization for a user. */
export function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** A provider with nobody to call unless given. */
export function provider(call?: Environment['call']): ServiceProvider {
  return new ServiceProvider(testEnvironment(call))
}

/** Sends an order, or whatever is given instead of one. */
export async function order(
  core: ServiceProvider,
  body: unknown,
  more: Partial<HttpRequest> = {},
): Promise<HttpReply> {
  const request = post('/order/', body, { authorization: AUTHORIZATION })
  return core.handle({ ...request, ...more, headers: { ...request.headers, ...more.headers } })
}

/** An order with members changed; a path names members of objects, and `products` stands for its first item. */
export function orderWith(changes: Readonly<Record<string, unknown>>): unknown {
  const copy = structuredClone(ORDER) as Record<string, unknown>
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const holder = names.reduce<Record<string, unknown>>((at, name) => {
      const next = at[name]
      return (Array.isArray(next) ? next[0] : next) as Record<string, unknown>
    }, copy)
    if (value === undefined) delete holder[last]
    else holder[last] = value
  }
  return copy
}
