import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { validateXML } from 'xmllint-wasm'
import { packageRoot } from '../../harness/package-root.js'
import { COMMON_NAMESPACE, NAMESPACES } from '../../schemas/roaming/namespaces.js'
import { writeXml, type Elements } from '../../simulators/roaming/writing.js'

const FOLDER = join(packageRoot, 'schemas', 'roaming')

interface Instance {
  readonly name: string
  readonly root: 'roamingSubscription' | 'roamingSubscriptionNotification' | 'requestError'
  readonly content: Elements
  readonly valid: boolean
}

const users = [{ type: 'MSISDN', value: 'tel:+19585550100' }]

const subscription: Elements = {
  userId: users,
  status: 'Active',
  arpSignallingStatus: 'OnLine',
  dspId: 'ITASI',
  arpId: 'ITA01',
  requestArrivalTimestamp: '2012-10-26T19:32:52+00:00',
  callbackReference: {
    notifyURL: 'http://arp.example.com/n',
    callbackData: '00123',
    notificationFormat: 'JSON',
  },
  resourceURL: 'http://example.com/exampleAPI/roamingProvisioning/v1/ITA01/roamingSubscriptions/S1',
}

const notification: Elements = {
  roamingSubscriptionId: 'S1',
  userId: users,
  dspId: 'ITASI',
  arpId: 'ITA01',
  status: 'PreProvisioned',
  operationEndTimestamp: '2013-05-13T16:05:00Z',
  callbackData: '00123',
  link: [{ rel: 'RoamingSubscription', href: 'http://example.com/S1' }],
}

const exception = {
  messageId: 'SVC0004',
  text: 'No valid addresses provided in message part %1',
  variables: ['x'],
}

/** The content with some elements replaced, in their places; undefined removes one. */
function but(content: Elements, edits: Readonly<Record<string, Elements[string] | undefined>>): Elements {
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) => {
      const edited = name in edits ? edits[name] : value
      return edited === undefined ? [] : [[name, edited]]
    }),
  )
}

/** The content with a new element before the named one. */
function inserted(
  content: Elements,
  place: string,
  name: string,
  value: NonNullable<Elements[string]>,
): Elements {
  const entries = Object.entries(content)
  const index = entries.findIndex(([key]) => key === place)
  return Object.fromEntries(entries.toSpliced(index, 0, [name, value]))
}

function of(
  root: Instance['root'],
  valid: boolean,
  contents: Readonly<Record<string, Elements>>,
): Instance[] {
  return Object.entries(contents).map(([name, content]) => ({
    name: `${root} ${name}`,
    root,
    content,
    valid,
  }))
}

function without(
  root: Instance['root'],
  content: Elements,
  names: readonly string[],
  valid: boolean,
): Instance[] {
  return of(
    root,
    valid,
    Object.fromEntries(names.map(name => [`without ${name}`, but(content, { [name]: undefined })])),
  )
}

const callback = subscription['callbackReference'] as Elements

const INSTANCES: readonly Instance[] = [
  ...of('roamingSubscription', true, {
    'that is complete': subscription,
    'of two users': but(subscription, { userId: [...users, { type: 'Email', value: 'a@example.com' }] }),
    'with authorization': inserted(subscription, 'dspId', 'authorizationInformation', 'signed'),
    'with a date': but(subscription, { requestArrivalTimestamp: '2012-10-26' }),
    'with a time without a zone': but(subscription, { requestArrivalTimestamp: '2012-10-26T19:32:52.5' }),
    'with empty strings': but(subscription, { dspId: '', arpId: '' }),
    'with a bare callback': but(subscription, {
      callbackReference: { notifyURL: 'http://arp.example.com/n' },
    }),
  }),
  ...without(
    'roamingSubscription',
    subscription,
    ['arpSignallingStatus', 'requestArrivalTimestamp', 'resourceURL'],
    true,
  ),
  ...without(
    'roamingSubscription',
    subscription,
    ['userId', 'status', 'dspId', 'arpId', 'callbackReference'],
    false,
  ),
  ...of('roamingSubscription', false, {
    'spelt as in the figure': but(subscription, { status: 'Preprovisioned' }),
    'in lower case': but(subscription, { status: 'active' }),
    'with an unknown signalling status': but(subscription, { arpSignallingStatus: 'Online' }),
    'with a wrong time': but(subscription, { requestArrivalTimestamp: '2012-13-26T19:32:52Z' }),
    'with a time of day': but(subscription, { requestArrivalTimestamp: '19:32:52' }),
    'without notifyURL': but(subscription, { callbackReference: but(callback, { notifyURL: undefined }) }),
    'with a lower-case format': but(subscription, {
      callbackReference: but(callback, { notificationFormat: 'json' }),
    }),
    'with an unknown element': inserted(subscription, 'dspId', 'colour', 'blue'),
    'with a user without type': but(subscription, { userId: [{ value: 'x' }] }),
    'with a user without value': but(subscription, { userId: [{ type: 'x' }] }),
    'with a user as text': but(subscription, { userId: ['x'] }),
  }),
  ...of('roamingSubscriptionNotification', true, {
    'that is complete': notification,
    'of a denial': inserted(
      but(notification, { status: 'Cancelled' }),
      'operationEndTimestamp',
      'notificationReason',
      'NotEligible',
    ),
    'with a start': inserted(
      notification,
      'operationEndTimestamp',
      'operationStartTimestamp',
      '2013-05-13T16:04:00Z',
    ),
    'with a description': inserted(notification, 'operationEndTimestamp', 'notificationDescription', 'done'),
    'with a signalling status': inserted(
      notification,
      'operationEndTimestamp',
      'arpSignallingStatus',
      'OffLine',
    ),
    'with two links': but(notification, {
      link: [
        { rel: 'a', href: 'http://example.com/1' },
        { rel: 'b', href: 'http://example.com/2' },
      ],
    }),
  }),
  ...without('roamingSubscriptionNotification', notification, ['callbackData'], true),
  ...without(
    'roamingSubscriptionNotification',
    notification,
    ['roamingSubscriptionId', 'userId', 'dspId', 'arpId', 'status', 'operationEndTimestamp', 'link'],
    false,
  ),
  ...of('roamingSubscriptionNotification', false, {
    'with an unknown reason': inserted(notification, 'operationEndTimestamp', 'notificationReason', 'Denied'),
    'that ends on a date': but(notification, { operationEndTimestamp: '2013-05-13' }),
    'with a link without rel': but(notification, { link: [{ href: 'http://example.com/1' }] }),
    'with a link without href': but(notification, { link: [{ rel: 'a' }] }),
    'with a link of three attributes': but(notification, { link: [{ rel: 'a', href: 'b', type: 'c' }] }),
  }),
  ...of('requestError', true, {
    'of a service': { serviceException: exception },
    'of a policy': { policyException: but(exception, { variables: undefined }) },
    'with links': { link: [{ rel: 'a', href: 'http://example.com/1' }], serviceException: exception },
    'with two variables': { serviceException: but(exception, { variables: ['x', 'y'] }) },
  }),
  ...of('requestError', false, {
    'without an exception': {},
    'with two exceptions': { serviceException: exception, policyException: exception },
    'without messageId': { serviceException: but(exception, { messageId: undefined }) },
    'without text': { serviceException: but(exception, { text: undefined }) },
    'with an exceptionId': { serviceException: { exceptionId: 'SVC0004', text: 'x' } },
  }),
]

describe('The schemas of roamingProvisioning', () => {
  const ajv = new Ajv2020({ allErrors: true })
  for (const name of ['common', 'roaming-provisioning']) {
    ajv.addSchema(JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8')) as object)
  }
  const inJson = ({ root, content }: Instance, each = (value: unknown) => value): boolean => {
    const name = root === 'requestError' ? 'common' : 'roaming-provisioning'
    const validate = ajv.getSchema(`https://assay.invalid/schemas/roaming/${name}.schema.json`)
    return validate?.({ [root]: each(content) }) === true
  }

  for (const [profile, file] of [
    ['document', 'roaming-provisioning.xsd'],
    ['published', 'roaming-provisioning-published.xsd'],
  ] as const) {
    const refused = new Set<string>()
    before(async () => {
      const types = await batch(
        file,
        INSTANCES.filter(({ root }) => root !== 'requestError'),
        NAMESPACES[profile],
      )
      const errors = await batch(
        'common.xsd',
        INSTANCES.filter(({ root }) => root === 'requestError'),
        COMMON_NAMESPACE,
      )
      for (const name of [...types, ...errors]) refused.add(name)
    })
    for (const instance of INSTANCES) {
      it(`${instance.valid ? 'take' : 'refuse'} a ${instance.name} in XML and in JSON (${profile})`, () => {
        assert.equal(!refused.has(instance.name), instance.valid, 'XSD')
        assert.equal(inJson(instance), instance.valid, 'JSON Schema')
        if (instance.name !== 'roamingSubscription with a user as text') {
          assert.equal(inJson(instance, unwrap), instance.valid, 'JSON Schema without arrays of one')
        }
      })
    }
  }

  it('refuse a third namespace', async () => {
    const [instance] = INSTANCES
    assert.ok(instance)
    assert.deepEqual(await batch('roaming-provisioning.xsd', [instance], 'urn:example'), [instance.name])
  })
})

/** The names of the instances that a schema refuses. */
async function batch(main: string, instances: readonly Instance[], namespace: string): Promise<string[]> {
  const file = (fileName: string): { fileName: string; contents: string } => ({
    fileName,
    contents: readFileSync(join(FOLDER, fileName), 'utf8'),
  })
  const { errors } = await validateXML({
    xml: instances.map(({ root, content }, index) => ({
      fileName: `${index}.xml`,
      contents: writeXml({ name: root, namespace, prefix: 'p' }, content),
    })),
    schema: [file(main)],
    preload: ['roaming-types.xsd', 'common.xsd'].filter(name => name !== main).map(file),
  })
  const refused = new Set(errors.map(({ loc, rawMessage }) => loc?.fileName ?? rawMessage.split(' ')[0]))
  return instances.filter((_, index) => refused.has(`${index}.xml`)).map(({ name }) => name)
}

/** The same value with each array of one replaced by its item. */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? unwrap(value[0]) : value.map(unwrap)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unwrap(item)]))
}
