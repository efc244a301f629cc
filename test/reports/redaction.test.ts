import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TestStepResultStatus, type Envelope } from '@cucumber/messages'
import type { Exchange, HeaderPairs } from '../../harness/exchange.js'
import { Secrets } from '../../harness/secrets.js'
import type { RunRecord } from '../../reports/run-record.js'
import { evidenceOf } from '../../reports/write-reports.js'

const SECRET = 's3cr3t-0f-the-target'
const ENCODED = SECRET.replace('s', '%73')

/** An exchange whose every place that a target or a client can write to holds the secret. */
function telling(): Exchange {
  const headers: HeaderPairs = [
    ['content-type', `text/${SECRET}`],
    [`x-${SECRET}`, SECRET],
  ]
  const body = Buffer.from(`body ${SECRET}`)
  const target = `/?key=${ENCODED}`
  const request = { method: `GET${SECRET}`, url: `http://a.example${target}`, target, headers, body }
  const answer = { httpVersion: '1.1', status: 200, reason: SECRET, headers, body }
  return {
    id: 1,
    kind: 'request',
    scenario: '',
    startedAt: 0,
    durationMs: 1,
    request,
    answer,
    sent: body,
    received: body,
  }
}

const message: Envelope = {
  testStepFinished: {
    testCaseStartedId: 'case',
    testStepId: 'step',
    timestamp: { seconds: 0, nanos: 0 },
    testStepResult: {
      status: TestStepResultStatus.FAILED,
      duration: { seconds: 0, nanos: 0 },
      message: `received ${SECRET}`,
    },
  },
}

test('a secret is in no place of the evidence and of the messages', () => {
  const secrets = new Secrets()
  secrets.add(SECRET)
  const record: RunRecord = {
    judge: { version: '0', digest: '' },
    outcome: 'conformant',
    seed: 1,
    startedAt: 0,
    durationMs: 1,
    interrupted: false,
    suites: [],
    exchanges: new Map([['exosite', [telling()]]]),
    messages: [message],
    known: new Map(),
  }
  const { archive, messages } = evidenceOf(record, secrets)
  const found: string[] = []
  const look = (value: unknown, path: string): void => {
    if (typeof value === 'string' && value.includes(SECRET)) found.push(path)
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) look(member, `${path}.${name}`)
    }
  }
  look(archive.log.entries, 'entries')
  look(messages, 'messages')
  assert.deepEqual(found, [])
  assert.equal(archive.log.entries[0]?.response.statusText, '[redacted]')
  assert.match(messages[0]?.testStepFinished?.testStepResult.message ?? '', /^received \[redacted\]$/)
})
