import * as fc from 'fast-check'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Exchange } from '../../harness/exchange.js'
import {
  breakingEdits,
  editJson,
  kindOfEdit,
  tellJsonEdit,
  type JsonEdit,
} from '../../harness/fuzz/json-edits.js'
import type { Property } from '../../harness/fuzz/property.js'
import { loadSchema } from '../../schemas/load.js'
import {
  broken,
  callbackAt,
  FORMATS,
  refused,
  succeeded,
  wantedFor,
  wantedOf,
  type Callback,
  type Dsp,
  type Format,
  type Wanted,
} from './dsp.js'
import { create, decide, look, take, withBody, writing } from './requests.js'
import { plainly, spellOut, treeOf, type Tree } from './spelling.js'

/** One edit that makes a body invalid: of what it holds, or of its text. */
type Edit = { readonly json: JsonEdit } | { readonly text: keyof typeof SPOILERS; readonly at: number }

/** A body with one thing wrong. */
interface Invalid {
  readonly method: 'POST' | 'PUT'
  readonly format: Format
  readonly edit: Edit
}

/** Each makes any body malformed, at any place where it happens. */
const SPOILERS = {
  cut: { XML: '', JSON: '' },
  'a bracket': { XML: '<', JSON: '"' },
  'a control character': { XML: '\u0001', JSON: '\u0001' },
} as const

const MANDATORY = ['userId', 'type', 'value', 'status', 'dspId', 'arpId', 'callbackReference', 'notifyURL']
const ENUMERATED = ['status', 'arpSignallingStatus', 'notificationFormat']
const CONTAINERS = ['roamingSubscription', 'userId', 'callbackReference']

/** Values that are near to one of an enumeration, and what only another message may hold. */
const NEAR: Readonly<Record<string, readonly string[]>> = {
  status: [
    'active',
    'ACTIVE',
    'PREPROVISIONED',
    'PreProvisioned ',
    'Pre-Provisioned',
    'Cancelled',
    'OnLine',
    '0',
  ],
  arpSignallingStatus: ['Online', 'online', 'ONLINE', 'OffLine OnLine', 'Active', ' OnLine', 'true'],
  notificationFormat: ['xml', 'Json', 'application/json', 'XML JSON', 'YAML'],
}

/** What a creation cannot request although a subscription can have it (section 6.2.3, transition 1). */
const NOT_CREATED = [
  'Active',
  'Deactivated',
  'ActivationPending',
  'DeactivationPending',
  'PreProvisioningPending',
]

/** A body with one thing wrong in it is refused, and leaves nothing behind. */
export function invalidBodiesAreRefused(dsp: Dsp): Property<Invalid> {
  const isValid = validator()
  const edits = {
    POST: editsOf(sample(dsp, 'PreProvisioned'), isValid, [...NOT_CREATED, ...(NEAR['status'] ?? [])]),
    PUT: editsOf(sample(dsp, 'Active'), isValid, NEAR['status'] ?? []),
  }
  const invalid = (method: 'POST' | 'PUT', format: Format): fc.Arbitrary<Invalid> => {
    const writable = edits[method].filter(edit => format === 'JSON' || isWritableInXml(edit))
    return fc.record({
      method: fc.constant(method),
      format: fc.constant(format),
      edit: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...writable).map(json => ({ json })) },
        {
          weight: 1,
          arbitrary: fc.record({
            text: fc.constantFrom(...(Object.keys(SPOILERS) as (keyof typeof SPOILERS)[])),
            at: fc.integer({ min: 1, max: 700 }),
          }),
        },
      ),
    })
  }
  return {
    name: 'any one thing wrong with a body',
    values: fc.oneof(...FORMATS.flatMap(format => [invalid('POST', format), invalid('PUT', format)])),
    tell: ({ method, format, edit }) => [
      method === 'POST' ? 'Given a customer of the DSP' : 'Given an Active subscription',
      `When the ARP ${method === 'POST' ? 'requests pre-provisioning' : 'updates it'} in ${format} with ${tellEdit(edit)}`,
      `When the ARP ${method === 'POST' ? 'requests pre-provisioning' : 'updates it'} with everything right`,
    ],
    restsOn: [
      'roaming.requests.refuses-any-other-status',
      'roaming.requests.refuses-cancelled',
      'roaming.requests.needs-every-mandatory-element',
      'roaming.requests.refuses-unknown-values',
      'roaming.update.needs-every-mandatory-element',
      'roaming.update.refuses-unknown-values',
      'roaming.robustness.refuses-what-is-malformed',
    ],
    holds: value => (value.method === 'POST' ? holdsForCreation(dsp, value) : holdsForUpdate(dsp, value)),
  }
}

async function holdsForCreation(dsp: Dsp, invalid: Invalid): Promise<void> {
  const arpId = dsp.arps[0] ?? ''
  const { userId } = await dsp.world.state('customer', {})
  const wanted = { ...wantedFor(dsp, arpId, userId, ELSEWHERE), status: 'PreProvisioned' }
  await send(dsp, invalid, dsp.collection(arpId), wanted)
  // Had anything been stored, a second request for the same customer would compete with it.
  const right = wantedFor(dsp, arpId, userId, ELSEWHERE)
  const { exchange, place } = await create(dsp, right, plainly(invalid.format))
  if (place === undefined) {
    broken('A customer is not pre-provisioned after a refused request.', '201 Created', exchange)
  }
  await decide(dsp, place)
  const seen = await dsp.ask(arpId, {
    method: 'GET',
    target: dsp.path(place),
    headers: [['Accept', 'application/json']],
  })
  const shown = dsp.shownIn(seen)
  if (shown?.status === 'PreProvisioned') return
  broken('A request that was refused stands in the way of the next one.', 'PreProvisioned', seen)
}

async function holdsForUpdate(dsp: Dsp, invalid: Invalid): Promise<void> {
  const inbox = await dsp.listen()
  try {
    const callback = callbackAt(dsp, inbox, 'invalid', 'XML')
    const place = await take(dsp, 'Active', callback)
    const before = await look(dsp, place)
    const plain = {
      ...wantedOf(dsp, place, callback),
      status: 'Active',
    }
    // Each of these would be served, and seen.
    const changes = { ...callback, callbackData: 'changed', notificationFormat: 'JSON' as const }
    await send(dsp, invalid, dsp.path(place), { ...plain, callbackReference: changes })
    const after = await look(dsp, place)
    if (JSON.stringify(after.shown) !== JSON.stringify(before.shown)) {
      broken(
        'A subscription is another after an update that was refused.',
        JSON.stringify(before.shown),
        after.exchange,
        JSON.stringify(after.shown),
      )
    }
    const right = writing(
      dsp,
      'PUT',
      dsp.path(place),
      { ...plain, callbackReference: changes },
      plainly(invalid.format),
    )
    const exchange = await dsp.ask(place.arpId, right)
    dsp.world.answerOf(exchange)
    if (!succeeded(exchange)) {
      broken('The update is refused with everything right as well.', '200 OK', exchange)
    }
  } finally {
    inbox.close()
  }
}

/** Nobody is notified of what becomes of these. */
const ELSEWHERE: Callback = {
  notifyURL: 'http://arp.example.com/notifications',
  callbackData: 'invalid',
  notificationFormat: 'XML',
}

async function send(dsp: Dsp, invalid: Invalid, target: string, wanted: Wanted): Promise<void> {
  const { method, format, edit } = invalid
  dsp.world.cover('edits', 'json' in edit ? kindOfEdit(edit.json) : `${format}: ${edit.text}`)
  const exchange: Exchange = await dsp.ask(
    wanted.arpId,
    withBody(method, target, format, bytesOf(dsp, wanted, format, edit)),
  )
  dsp.world.answerOf(exchange)
  if (!refused(exchange)) {
    broken(`A request with ${tellEdit(edit)} is not refused.`, "a refusal as the ARP's error", exchange)
  }
}

function bytesOf(dsp: Dsp, wanted: Wanted, format: Format, edit: Edit): Buffer {
  const document = { roamingSubscription: treeOf(wanted, dsp.wrapsOne) }
  if ('json' in edit) {
    const edited = editJson(document, edit.json) as Record<string, Tree>
    if (format === 'JSON') return Buffer.from(JSON.stringify(spelt(dsp, edited)))
    const [[root, tree] = ['', '']] = Object.entries(edited)
    return spellOut(spelt(dsp, tree), plainly('XML'), dsp.namespace, root)
  }
  const text = spellOut(spelt(dsp, treeOf(wanted, dsp.wrapsOne)), plainly(format), dsp.namespace).toString()
  // Counted from the end, where readers are most likely to stop too early.
  const place = text.length - 1 - ((edit.at - 1) % (text.length - 1))
  return Buffer.from(
    edit.text === 'cut'
      ? text.slice(0, place)
      : text.slice(0, place) + SPOILERS[edit.text][format] + text.slice(place),
  )
}

/** A document with its status, if it is one that has several spellings, as the target spells it. */
function spelt<Of extends Tree | Record<string, Tree>>(dsp: Dsp, tree: Of): Of {
  const text = JSON.stringify(tree).replaceAll(
    '"PreProvisioned"',
    JSON.stringify(dsp.spell('PreProvisioned')),
  )
  return JSON.parse(text) as Of
}

/** A body like those of the cases; which edits make it invalid does not depend on its texts. */
function sample(dsp: Dsp, status: string): object {
  const userId = [{ type: 'MSISDN', value: 'tel:+19585550100' }]
  const wanted = { ...wantedFor(dsp, dsp.arps[0] ?? '', userId, ELSEWHERE), status }
  return { roamingSubscription: treeOf(wanted, dsp.wrapsOne) }
}

/** What makes a body invalid beyond doubt: texts may be of any kind, and what no type knows is to be ignored. */
function editsOf(
  body: object,
  isValid: (value: unknown) => boolean,
  statuses: readonly string[],
): JsonEdit[] {
  const breaking = breakingEdits(body, isValid).filter(({ at, edit, to }) => {
    const name = nameAt(at)
    const isWhole = at.length > 0 && typeof at.at(-1) === 'string'
    switch (edit) {
      case 'left out':
      case 'misspelt':
        return (isWhole && MANDATORY.includes(name)) || (edit === 'misspelt' && at.length === 1)
      case 'retyped':
        // No occurrence of what may be absent is no mistake.
        if (Array.isArray(to)) return MANDATORY.includes(name) && !['type', 'value'].includes(name)
        return [...ENUMERATED, ...CONTAINERS].includes(name)
      default:
        return ENUMERATED.includes(name) || name === 'userId'
    }
  })
  const near = Object.entries({ ...NEAR, status: statuses }).flatMap(([name, values]) => {
    const at = name === 'notificationFormat' ? ['callbackReference', name] : [name]
    return values.map((to): JsonEdit => ({ at: ['roamingSubscription', ...at], edit: 'changed', to }))
  })
  return [...breaking, ...near]
}

/** XML has no types, and always a root. */
function isWritableInXml({ edit, at }: JsonEdit): boolean {
  return edit !== 'retyped' && !(edit === 'left out' && at.length === 1)
}

function nameAt(at: JsonEdit['at']): string {
  return at.findLast(key => typeof key === 'string') ?? ''
}

function tellEdit(edit: Edit): string {
  if ('json' in edit) return tellJsonEdit(edit.json)
  const place = `${edit.at} characters before the end`
  return edit.text === 'cut' ? `its body cut ${place}` : `${edit.text} in its body ${place}`
}

function validator(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema(loadSchema('roaming/common.schema.json'))
  const schema = loadSchema('roaming/roaming-provisioning.schema.json')
  ajv.addSchema(schema)
  const validate = ajv.getSchema(`${String(schema['$id'])}#/$defs/roamingSubscriptionDocument`)
  if (validate === undefined) throw new TypeError('There is no schema of a roamingSubscription')
  return value => validate(value) as boolean
}
