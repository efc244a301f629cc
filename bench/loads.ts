import type { Auth } from '../harness/target.js'

/** What a bare server does with a request body before it answers: the least that a server of its API cannot do without. */
export type Reads = 'nothing' | 'JSON' | 'XML'

/** A request that is sent over and over. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The simulator that a load is for. */
export interface Served {
  readonly url: string
  /** The header fields with its credentials. */
  readonly credentials: Readonly<Record<string, string>>
  /** Puts it into a state; gives the facts. */
  readonly stage: (state: string) => Promise<Facts>
}

/** The facts of a state: texts, and lists of further facts. */
export type Facts = Readonly<Record<string, string & readonly Readonly<Record<string, string>>[]>>

/** One kind of request, and the ratio that a simulator has to reach with it. */
export interface Load {
  readonly api: string
  readonly name: string
  readonly reads: Reads
  /** The least ratio beside a bare server. */
  readonly bar: number
  readonly request: (served: Served) => LoadRequest | Promise<LoadRequest>
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

/** The loads of all APIs. */
export const LOADS: readonly Load[] = [
  {
    api: 'exosite',
    name: 'get content',
    reads: 'nothing',
    bar: 0.8,
    async request({ stage }) {
      const { vendor, model, cik, contents } = await stage('client with contents')
      const path = `/provision/download?vendor=${vendor}&model=${model}&id=${contents?.[0]?.id}`
      return { method: 'GET', path, headers: { 'X-Exosite-CIK': cik ?? '' } }
    },
  },
  {
    api: 'exosite',
    name: 'refuse an activation',
    reads: 'nothing',
    bar: 0.8,
    async request({ stage }) {
      const { vendor, model, sn } = await stage('serial number not enabled')
      return {
        method: 'POST',
        path: '/provision/activate',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: `vendor=${vendor}&model=${model}&sn=${sn}`,
      }
    },
  },
  {
    api: 'seram',
    name: 'place an order without a session',
    reads: 'JSON',
    bar: 0.8,
    async request({ stage, credentials }) {
      const { seType, seId } = await stage('orderable secure element')
      const order = {
        secureElement: [{ seType, seId }],
        remoteManagementOrder: {
          ramCommands: [
            { ramCommandType: 'ramStartCommand' },
            { ramCommandType: 'seRamCommand', listOfCAPDU: ['80E20000080123456789ABCDEF'] },
            { ramCommandType: 'ramStopCommand' },
          ],
        },
      }
      const headers = { ...JSON_TYPE, ...credentials }
      return { method: 'POST', path: '/order', headers, body: JSON.stringify(order) }
    },
  },
  {
    api: 'onapi',
    name: 'place an order',
    reads: 'JSON',
    bar: 0.8,
    async request({ stage, credentials }) {
      const { coAccessId, productId, offeringId } = await stage('free access')
      const order = {
        coAccessId,
        operation: 'ACTIVATE',
        orderDateTime: '2021-03-01T10:00:00Z',
        requestedDateTime: '2021-03-01T10:00:03Z',
        products: [{ productId, offeringId }],
        customerDetails: {
          identifiedCustomer: true,
          customerFirstname: 'Ada',
          customerLastName: 'Byron',
          customerEmail: 'ada.byron@example.com',
          invoiceDetails: {
            streetName: 'Storgatan',
            streetNumber: '1',
            streetLittera: 'A',
            postalCode: '11122',
            city: 'Malmo',
          },
        },
      }
      const headers = { ...JSON_TYPE, ...credentials }
      return { method: 'POST', path: '/order/', headers, body: JSON.stringify(order) }
    },
  },
  {
    api: 'thunder',
    name: 'read a property',
    reads: 'JSON',
    bar: 0.7,
    request: () => ({
      method: 'POST',
      path: '/jsonrpc',
      headers: JSON_TYPE,
      body: '{"jsonrpc":"2.0","id":42,"method":"Provisioning.1.state"}',
    }),
  },
  ...(['XML', 'JSON'] as const).flatMap((format): Load[] => [
    {
      api: 'roaming',
      name: `retrieve a subscription in ${format}`,
      reads: 'nothing',
      bar: 0.7,
      request: served => subscriptionRequest(served, format),
    },
    {
      api: 'roaming',
      name: `update a subscription in ${format}`,
      reads: format,
      bar: 0.7,
      async request(served) {
        const { path, headers } = await subscriptionRequest(served, format)
        const body = await (await fetch(served.url + path, { headers })).text()
        const type = { 'Content-Type': `application/${format.toLowerCase()}` }
        return { method: 'PUT', path, headers: { ...headers, ...type }, body }
      },
    },
  ]),
]

/** The header fields with the credentials that a simulator asks for. */
export function credentialsOf(auth: Auth | undefined): Readonly<Record<string, string>> {
  if (auth?.type === 'bearer') return { Authorization: `Bearer ${auth.token}` }
  if (auth?.type !== 'basic') return {}
  return {
    Authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`,
  }
}

async function subscriptionRequest(
  { stage, credentials }: Served,
  format: 'XML' | 'JSON',
): Promise<LoadRequest> {
  const { arpId, subscriptionId } = await stage('Active subscription')
  const path = `/roamingProvisioning/v1/${encodeURIComponent(arpId ?? '')}/roamingSubscriptions/${encodeURIComponent(subscriptionId ?? '')}`
  return {
    method: 'GET',
    path,
    headers: { ...credentials, Accept: `application/${format.toLowerCase()}` },
  }
}
