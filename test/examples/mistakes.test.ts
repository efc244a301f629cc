import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS } from '../../examples/kinds.js'
import { assertFound, checkText, documentText, type Mistake } from './checked.js'
import { STATEMENTS } from './statement-mistakes.js'

const RIGHT = [
  'parcels.md',
  'meters.md',
  'keys.html',
  'commands.md',
  'tickets.txt',
  'gateway.md',
  'orders.md',
  'leases.txt',
]

for (const name of RIGHT) {
  test(`nothing is found in ${name}, whose examples are all right`, async () => {
    const { findings, examples } = await checkText(name, documentText(name))
    assert.deepEqual(findings, [])
    assert.ok(examples >= 2)
  })
}

const mistakeOf =
  (severity: Mistake['severity']) =>
  (
    name: string,
    document: string,
    from: string,
    to: string,
    kind: string,
    more: Partial<Mistake> = {},
  ): Mistake => ({ name, document, from, to, kind, severity, ...more })
const error = mistakeOf('error')
const warning = mistakeOf('warning')
const note = mistakeOf('note')

const MESSAGES: readonly Mistake[] = [
  error('a comma is missing', 'parcels.md', '"weight": 1200,', '"weight": 1200', 'json.malformed', {
    line: '"insured": true',
  }),
  error('a comma too many', 'parcels.md', '"notes": ...\n', '"notes": ...,\n', 'json.malformed', {
    says: 'before the closing brace',
  }),
  error('single quotation marks', 'parcels.md', '"Ada"', "'Ada'", 'json.malformed', {
    says: 'double quotation marks',
  }),
  error('a name without quotation marks', 'parcels.md', '"insured": true', 'insured: true', 'json.malformed'),
  error(
    'an object that is not closed',
    'meters.md',
    '"params": { "value": 22 }\n}',
    '"params": { "value": 22 }',
    'json.malformed',
    { line: '{' },
  ),
  error(
    'a member twice',
    'keys.html',
    '"key": "&lt;key&gt;",',
    '"key": "&lt;key&gt;", "state": "Active",',
    'json.malformed',
    { says: 'twice', line: '"state"' },
  ),
  error(
    'a tag that is not closed',
    'tickets.txt',
    '    <name>Ada</name>\n\n  </holder>\n  <status>PaidInFull</status>\n\n  <issued>2026-03-02T08:00:00Z</issued>\n  <selfAddress>',
    '    <name>Ada\n\n  </holder>\n  <status>PaidInFull</status>\n\n  <issued>2026-03-02T08:00:00Z</issued>\n  <selfAddress>',
    'xml.malformed',
    { line: '</holder>' },
  ),
  error('a form that is not encoded', 'keys.html', 'owner=Ada%20L', 'owner=Ada L', 'form.malformed'),
  error(
    'a form with a stray percent sign',
    'commands.md',
    'name=lamp&room=hall',
    'name=lamp&room=100%',
    'form.malformed',
  ),
  error(
    'JSON on a command line that is broken',
    'commands.md',
    '"room": "hall"}',
    '"room": "hall"',
    'json.malformed',
  ),
  error(
    'a target without a slash',
    'keys.html',
    'POST /keys HTTP/1.1',
    'POST keys HTTP/1.1',
    'http.start-line',
  ),
  error(
    'a version that HTTP does not have',
    'keys.html',
    'POST /keys HTTP/1.1',
    'POST /keys HTTP/one',
    'http.start-line',
  ),
  error(
    'the reason phrase of another status',
    'parcels.md',
    'HTTP/1.1 201 Created',
    'HTTP/1.1 201 Accepted',
    'http.start-line',
    { says: '202' },
  ),
  warning('a status that does not exist', 'keys.html', '200 OK', '299 OK', 'http.start-line', {
    says: 'no registered',
  }),
  warning(
    'a header on the line of the status',
    'keys.html',
    '200 OK\nContent-Type: application/json',
    '200 OK Content-Type: application/json',
    'http.start-line',
    { line: '200 OK' },
  ),
  error(
    'a header without a colon',
    'keys.html',
    'Host: keys.example.com',
    'Host keys.example.com',
    'http.header',
  ),
  error(
    'a body that is not what it is called',
    'keys.html',
    'Content-Type: application/json',
    'Content-Type: application/xml',
    'http.content-type',
  ),
  error('the wrong day of the week', 'tickets.txt', 'Mon, 02 Mar 2026', 'Tue, 02 Mar 2026', 'http.date', {
    says: 'was a Mon',
  }),
  error('a date in another form', 'tickets.txt', 'Mon, 02 Mar 2026 08:00:00 GMT', '2026-03-02', 'http.date'),
  error('a wrong length', 'parcels.md', 'Content-Length: 46', 'Content-Length: 44', 'http.length', {
    says: '46',
  }),
  error(
    'a length of nothing',
    'parcels.md',
    'X-Key: <key>\n```\n\n```http\nHTTP/1.1 200',
    'X-Key: <key>\nContent-Length: 12\n```\n\n```http\nHTTP/1.1 200',
    'http.length',
    { line: 'Content-Length: 12' },
  ),
  warning(
    'a range of a whole answer',
    'parcels.md',
    'Content-Type: text/csv; charset=utf-8\n',
    'Content-Type: text/csv; charset=utf-8\nContent-Range: bytes 0-9/10\n',
    'http.range',
    { line: 'Content-Range' },
  ),
  error(
    'another version of JSON-RPC',
    'meters.md',
    '"jsonrpc": "2.0",\n  "id": 43,\n  "result"',
    '"jsonrpc": "1.0",\n  "id": 43,\n  "result"',
    'rpc.envelope',
    { line: '"jsonrpc": "1.0"' },
  ),
  error(
    'the id of another request',
    'meters.md',
    '"id": 42,\n  "result"',
    '"id": 41,\n  "result"',
    'rpc.id',
    { line: '"id": 41' },
  ),
  error(
    'a result and an error',
    'meters.md',
    '"result": null',
    '"result": null,\n  "error": { "code": 7, "message": "METER_OFFLINE" }',
    'rpc.envelope',
    { line: '"error"' },
  ),
  error(
    'an error without a number',
    'meters.md',
    '"result": null',
    '"error": { "code": "7", "message": "METER_OFFLINE" }',
    'rpc.envelope',
    { line: '"code"' },
  ),
]

const TABLES: readonly Mistake[] = [
  error(
    'a value that is not listed',
    'parcels.md',
    '"service": "Express"',
    '"service": "Overnight"',
    'enumeration.unlisted',
    { says: 'Economy, Express' },
  ),
  error(
    'a value in other capitals',
    'parcels.md',
    '`OnItsWay` cannot',
    '`OnitsWay` cannot',
    'enumeration.spelling',
    { says: '"OnItsWay"' },
  ),
  error('a mandatory member that is missing', 'parcels.md', '  "weight": 1200,\n', '', 'member.missing', {
    line: '{',
    says: '"weight"',
  }),
  error(
    'a mandatory element that is missing',
    'tickets.txt',
    '  <issued>2026-03-02T08:00:00Z</issued>\n  <selfAddress>',
    '  <selfAddress>',
    'member.missing',
    { line: '<ticket>' },
  ),
  warning(
    'a member that no row describes',
    'parcels.md',
    '"weight": 1200,',
    '"weight": 1200, "height": 7,',
    'member.unknown',
    { says: '"height"' },
  ),
  error(
    'a string where a number is declared',
    'parcels.md',
    '"weight": 1200,',
    '"weight": "1200",',
    'member.type',
  ),
  error('a date with a time', 'parcels.md', '"2026-03-02"', '"2026-03-02T08:00:00Z"', 'member.type', {
    says: 'a date with a time',
  }),
  error('a type that every example contradicts', 'tickets.txt', 'xsd:dateTime', 'xsd:date', 'member.type', {
    says: 'every example',
  }),
  warning(
    'several items in one string',
    'meters.md',
    '["low", "stale"]',
    '["low, stale"]',
    'member.list-in-string',
  ),
  error('a result that is not null', 'meters.md', '"result": null', '"result": true', 'member.type'),
  note(
    'a section without errors',
    'meters.md',
    '#### Errors\n\n| Code | Message | Description |\n| :--- | :------ | :---------- |\n| 7 | `METER_OFFLINE` | The meter does not answer |\n\n#### Example\n\n##### Request\n\n```json\n{\n  "jsonrpc": "2.0",\n  "id": 43',
    '#### Example\n\n##### Request\n\n```json\n{\n  "jsonrpc": "2.0",\n  "id": 43',
    'section.lacking',
    { line: 'reset' },
  ),
  warning(
    'a member that only the server knows',
    'tickets.txt',
    '\txsd:anyURI\n\tYes',
    '\txsd:anyURI\n\tNo',
    'member.unknowable',
    { line: 'selfAddress' },
  ),
  error(
    'a notification that carries what it has not',
    'tickets.txt',
    '\tseatPriceClass\n\txsd:string\n\tYes\n\tClass of the price.\n\n\n3.4',
    '\tseatClass\n\txsd:string\n\tYes\n\tClass of the price.\n\n\n3.4',
    'member.absent',
    { line: 'sends a notification' },
  ),
]

const TEXT: readonly Mistake[] = [
  warning(
    'a name in other capitals',
    'parcels.md',
    'GET /depots/17',
    'The senderFirstname is kept.\n\nGET /depots/17',
    'name.spelling',
    { line: 'senderFirstname' },
  ),
  error(
    'a name with a letter too many',
    'tickets.txt',
    'Every ticket is',
    'A TicketNottification is sent. Every ticket is',
    'name.spelling',
    { line: 'TicketNottification' },
  ),
  warning(
    'two words as one',
    'commands.md',
    '{"name": "lamp", "room": "hall"}',
    '{"lampFullname": "lamp", "lampShortName": "l"}',
    'name.spelling',
    { line: 'lampFullname' },
  ),
  note(
    'a word that is spelt in two ways',
    'tickets.txt',
    'the new seat price class',
    'the new seat pricee class',
    'name.spelling',
    { line: 'pricee' },
  ),
  warning(
    'a name with a blank in it',
    'tickets.txt',
    'The server refuses it.',
    'The scope is rest_api_ tickets. The server refuses it.',
    'name.blank',
  ),
  warning(
    'a placeholder in other capitals',
    'parcels.md',
    'written `<key>`',
    'written `<Key>`',
    'placeholder.spelling',
  ),
  warning(
    'a placeholder that no example has',
    'parcels.md',
    'written `<key>`',
    'written `<key>` or `<sender-key>`',
    'placeholder.undefined',
  ),
  error(
    'a path in other capitals',
    'tickets.txt',
    'found at /tickets/v1',
    'found at /Tickets/v1',
    'url.spelling',
    { line: '/Tickets/v1' },
  ),
  warning(
    'a variable with another name',
    'tickets.txt',
    'found at /tickets/v1/{ticketId}',
    'found at /tickets/v1/{id}',
    'url.variable',
  ),
  warning(
    'a path with another slash',
    'commands.md',
    'The base is `/devices`',
    'The base is `/devices/`',
    'url.spelling',
    { line: 'https://api.example.com/devices' },
  ),
  error(
    'an address of another host',
    'tickets.txt',
    'http://example.com/tickets/v1/4711',
    'http://tickets/v1/4711',
    'url.base',
  ),
  note(
    'a prefix from nowhere',
    'meters.md',
    'its own id, such as `kitchen.watch`',
    'its own id',
    'rpc.prefix',
    { line: 'kitchen.watch.changed' },
  ),
  error('a header with brackets', 'tickets.txt', '"Allow: GET, PUT"', '"Allow: [GET/PUT]"', 'http.header'),
  error('a section that does not exist', 'tickets.txt', 'in section 5', 'in section 7', 'reference.section'),
  error(
    'a section about something else',
    'tickets.txt',
    'Table 1 lists the reasons.',
    'The service exceptions are listed in section 3.1.',
    'reference.subject',
    { says: '5.1' },
  ),
  error('an anchor that does not exist', 'parcels.md', '(#access)', '(#entry)', 'reference.section'),
  warning(
    'a source that is not listed',
    'tickets.txt',
    'those of [RFC2119]',
    'those of [RFC8174]',
    'reference.source',
  ),
  note(
    'a file in another folder',
    'parcels.md',
    '# Parcels\n',
    '# Parcels\n\nSee [a](POST__A.md), [b](POST__B.md) and [c](doc/POST__C.md).\n',
    'reference.folder',
  ),
  warning('two figures with one number', 'tickets.txt', 'Figure 2 How', 'Figure 1 How', 'figure.number'),
  warning(
    'two statuses of one condition',
    'parcels.md',
    '* `404 Not Found` if the depot does not exist.\n\n## ServiceLevel',
    '* `410 Gone` if the depot does not exist.\n\n## ServiceLevel',
    'status.contradiction',
    { line: '410 Gone' },
  ),
  error(
    'two statuses of one condition in one section',
    'parcels.md',
    '* `400 Bad Request` if the weight is beyond the limit.',
    '* `400 Bad Request` if the depot does not exist.',
    'status.contradiction',
    { line: 'Bad Request' },
  ),
  note(
    'a precondition without a status',
    'parcels.md',
    'The client must be registered.',
    'The client must be registered and must not have been blocked.',
    'status.unnamed',
  ),
  error(
    'none and some',
    'tickets.txt',
    '5.1 Service Exceptions\n',
    '5.1 Service Exceptions\n\nThere are no additional Service Exception codes defined for this API.\n',
    'claim.contradiction',
    { line: 'The following additional' },
  ),
  error(
    'empty and full',
    'tickets.txt',
    'This section lists further faults.',
    'This section is empty.\n\nThis section lists further faults.',
    'claim.contradiction',
    { line: 'lists further faults' },
  ),
  error(
    'a method that there is',
    'tickets.txt',
    'The server refuses it.',
    'There are no POST methods defined. The server refuses it.',
    'claim.contradiction',
  ),
  warning(
    'an outcome of one sentence alone',
    'tickets.txt',
    'It was handed back after the payment.',
    'It was handed back.',
    'list.outcome',
    { line: 'result of payment' },
  ),
  warning(
    'an instruction of a template',
    'tickets.txt',
    'This section lists',
    '<< Pick the right text block. Delete this comment. >>\nThis section lists',
    'template.left',
    { line: 'Pick the right' },
  ),
  warning(
    'a gap of a template',
    'tickets.txt',
    'This section lists',
    'This operation is used for [description of operation].\nThis section lists',
    'template.left',
    { line: '[description' },
  ),
  warning('something to be done', 'parcels.md', 'Booked |', 'TBD |', 'template.left'),
  note(
    'a member from one who sends nothing',
    'parcels.md',
    '# Parcels\n',
    '# Parcels\n\n```mermaid\nsequenceDiagram\nSender->>Depot: [POST] /depots\nDepot->>Sender: Done\n```\n\n## Request\n\n### parcelNotes\n\nParcel notes provided by the Depot.\n',
    'member.sender',
    { line: 'Parcel notes' },
  ),
]

for (const mistake of [...MESSAGES, ...TABLES, ...TEXT, ...STATEMENTS]) {
  test(`found: ${mistake.name}`, async () => assertFound(mistake))
}

test('what stands for a name in text of a template is found wherever it is left', async () => {
  const text = documentText('tickets.txt').replace(
    '5.2 Further faults\n',
    '5.2 Further faults\n\n[Resource, usually http://{serverRoot}/somearea/{version}/...]\n\nThe scope is rest_somearea.all.\n',
  )
  const { findings } = await checkText('tickets.txt', text)
  assert.deepEqual(
    findings.map(({ kind, also }) => [kind, also.length]),
    [['template.left', 1]],
  )
})

test('every kind of finding is described, and every described kind is found by a test', () => {
  const tested = new Set([...MESSAGES, ...TABLES, ...TEXT, ...STATEMENTS].map(({ kind }) => kind))
  // What only the rules and schemas of a known API can find is found in the tests of the known APIs.
  for (const kind of ['rule.broken', 'schema.invalid']) tested.add(kind)
  assert.deepEqual([...tested].toSorted(), Object.keys(KINDS).toSorted())
})
