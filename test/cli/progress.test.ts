import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Envelope } from '@cucumber/messages'
import { Progress } from '../../cli/progress.js'

/** A message with the members that matter here. */
const message = (envelope: object): Envelope => Object.assign({}, envelope)

function planned(progress: Progress, ...scenarios: [id: string, rule: string][]): void {
  for (const [id, rule] of scenarios) {
    progress.add(message({ pickle: { id: `p${id}`, tags: [{ name: '@must' }, { name: `@${rule}` }] } }))
    progress.add(message({ testCase: { id: `c${id}`, pickleId: `p${id}` } }))
  }
}

const begin = (id: string): Envelope => message({ testCaseStarted: { id: `a${id}`, testCaseId: `c${id}` } })
const end = (id: string): Envelope => message({ testCaseFinished: { testCaseStartedId: `a${id}` } })

test('a rule is done when its last scenario is, also where scenarios run side by side', () => {
  const progress = new Progress('demo')
  planned(progress, ['1', 'demo.a.x'], ['2', 'demo.a.x'], ['3', 'demo.b.y'])
  assert.equal(progress.line(0), 'demo  0 of 2 rules  ')
  assert.equal(progress.add(begin('1')), true)
  progress.add(begin('3'))
  assert.equal(progress.line(0), 'demo  0 of 2 rules  demo.b.y')
  progress.add(end('1'))
  assert.equal(progress.line(1), 'demo  0 of 2 rules, 1 broken  demo.b.y')
  progress.add(end('3'))
  progress.add(begin('2'))
  progress.add(end('2'))
  assert.equal(progress.line(2), 'demo  2 of 2 rules, 2 broken  demo.a.x')
})

test('messages that begin or end no scenario change nothing', () => {
  assert.equal(new Progress('demo').add(message({ testStepFinished: {} })), false)
})
