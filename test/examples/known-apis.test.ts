import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { KNOWN_APIS } from '../../examples/apis/index.js'
import { readCatalogue } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import { assertFound, checkText, documentText, type Mistake } from './checked.js'

for (const { name } of KNOWN_APIS) {
  const file = name === 'roaming' ? 'roaming.txt' : `${name}.md`
  test(`a right document of ${name} is known by its content, and nothing is found in it`, async () => {
    const report = await checkText(file, documentText(file))
    assert.equal(report.api, name)
    assert.deepEqual(report.findings, [])
    assert.ok(report.examples >= 2)
  })
}

const MISTAKES: readonly (readonly [
  document: string,
  from: string,
  to: string,
  kind: string,
  rule: string,
  more?: Partial<Mistake>,
])[] = [
  ['onapi.md', '"+46701234567"', '"0701234567"', 'schema.invalid', 'onapi.customer.phone-is-e164'],
  ['onapi.md', '"ACTIVATE"', '"DEACTIVATE"', 'schema.invalid', 'onapi.order.takes-activate-only'],
  [
    'onapi.md',
    '  "coAccessId": "8732c2f0",\n',
    '',
    'schema.invalid',
    'onapi.order.needs-mandatory-fields',
    { line: '{' },
  ],
  ['onapi.md', '20:31:15Z', '20:31:15+02:00', 'schema.invalid', 'onapi.order.refuses-what-is-no-date-time'],
  ['onapi.md', '"RECEIVED"', '"CONFIRMED"', 'schema.invalid', 'onapi.outcome.status-is-listed'],
  ['onapi.md', '200 OK', '201 Created', 'rule.broken', 'onapi.outcome.is-200'],
  [
    'onapi.md',
    '"status": "RECEIVED",\n  "externalMessage": "Thank you."',
    '"status": "REJECTED"',
    'rule.broken',
    'onapi.outcome.rejection-has-message',
    { severity: 'warning' },
  ],
  ['thunder.md', '"id": "WPE0"', '"id": "WPE1"', 'rule.broken', 'thunder.state.id-is-the-provision-id'],
  ['thunder.md', '"index": 0', '"index": "0"', 'schema.invalid', 'thunder.parameters.refuses-wrong-types'],
  ['thunder.md', '"result": null', '"result": 0', 'schema.invalid', 'thunder.index.result-is-null'],
  ['thunder.md', '"status": 200,\n', '"status": "200",\n', 'schema.invalid', 'thunder.state.is-an-object'],
  [
    'thunder.md',
    '"method": "Provisioning.1.state"',
    '"method": "Provisioning.1.state", "params": {}',
    'rule.broken',
    'thunder.state.refuses-a-write',
  ],
  [
    'thunder.md',
    '"params": { "status": 200 }',
    '"params": {}',
    'schema.invalid',
    'thunder.events.carries-a-status',
  ],
  [
    'seram.md',
    '"seType": "eSE"',
    '"seType": "ese"',
    'schema.invalid',
    'seram.request.refuses-what-is-no-object',
  ],
  ['seram.md', '201 Created', '200 OK', 'rule.broken', 'seram.session.success-is-201'],
  [
    'seram.md',
    '{ "sessionID": "s-1" }',
    '{ "session": "s-1" }',
    'schema.invalid',
    'seram.session.generated-id-is-returned',
  ],
  ['exosite.md', '&sn=1', '', 'rule.broken', 'exosite.form.refuses-missing-field', { line: 'vendor=acme' }],
  [
    'exosite.md',
    'Content-Type: text/plain',
    'Content-Type: text/csv',
    'rule.broken',
    'exosite.framing.activation-is-plain-text',
  ],
  [
    'exosite.md',
    'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2',
    'a1b2',
    'rule.broken',
    'exosite.activate.returns-40-characters',
    { severity: 'warning' },
  ],
  [
    'exosite.md',
    'X-Exosite-CIK: <CIK>\n',
    '',
    'rule.broken',
    'exosite.authorise.refuses-missing-cik',
    { line: 'GET /provision' },
  ],
  [
    'exosite.md',
    ',1416147370,blue',
    ',1416147370',
    'rule.broken',
    'exosite.info.has-four-columns',
    { line: 'application/octet-stream,1024' },
  ],
  [
    'roaming.txt',
    '<status>Active</status>',
    '<status>active</status>',
    'schema.invalid',
    'roaming.types.answers-have-their-type',
  ],
  [
    'roaming.txt',
    '<status>ActivationPending</status>',
    '<status>Active</status>',
    'rule.broken',
    'roaming.update.activation-is-shown-as-pending',
  ],
  ['roaming.txt', '202 Accepted', '200 OK', 'rule.broken', 'roaming.update.activation-is-accepted'],
  [
    'roaming.txt',
    '<dspId>ITASI</dspId>\n\n  <arpId>ITA01</arpId>\n\n  <callbackReference>\n    <notifyURL>http://arp.example.com/n</notifyURL>\n  </callbackReference>\n\n</rp',
    '<dspId>ITASX</dspId>\n\n  <arpId>ITA01</arpId>\n\n  <callbackReference>\n    <notifyURL>http://arp.example.com/n</notifyURL>\n  </callbackReference>\n\n</rp',
    'rule.broken',
    'roaming.update.never-modifies-what-is-fixed',
  ],
]

for (const [document, from, to, kind, rule, more] of MISTAKES) {
  test(`found: ${document} with ${to === '' ? `no ${from.trim()}` : to.split('\n')[0]}`, async () =>
    assertFound({ name: rule, document, from, to, kind, rule, severity: 'error', ...more }))
}

test('every rule that a finding can name is in the catalogue', () => {
  const folder = join(packageRoot, 'examples')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts'),
  )
  const apis = KNOWN_APIS.map(({ name }) => name).join('|')
  const named = files.flatMap(file =>
    [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        new RegExp(`'((?:${apis})\\.[a-z-]+\\.[a-z0-9-]+)'`, 'g'),
      ),
    ].map(([, id]) => id),
  )
  const ids = new Set(
    KNOWN_APIS.flatMap(({ name }) => readCatalogue(packageRoot, name).rules.map(({ id }) => id)),
  )
  assert.ok(named.length > 20)
  assert.deepEqual(
    named.filter(id => !ids.has(id ?? '')),
    [],
  )
})

test('an API that nobody knows is a misuse', async () => {
  await assert.rejects(
    checkText('a.md', '# A\n', 'exosyte'),
    /Unknown API "exosyte"\. Known: .* Did you mean "exosite"\?/,
  )
})
