import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exercise } from '../../harness/ledger.js'
import { machinesOf } from '../../harness/machines.js'

const tried = (from: string, to: string, legal: boolean, outcome: Exercise['outcome'], count = 1) => ({
  machine: 'thing',
  from,
  to,
  legal,
  outcome,
  count,
})

test('legal transitions must be made, illegal ones refused', () => {
  const [machine] = machinesOf([
    tried('New', 'Active', true, 'made', 3),
    tried('New', 'Active', true, 'missing'),
    tried('Active', 'Gone', true, 'refused'),
    tried('Gone', 'Active', false, 'refused', 2),
    tried('Gone', 'New', false, 'made'),
    tried('Active', 'New', false, 'missing'),
  ])
  assert.deepEqual(
    machine?.transitions.map(({ from, to, legal, passed, failed }) => [from, to, legal, passed, failed]),
    [
      ['New', 'Active', true, 3, 1],
      ['Active', 'New', false, 0, 1],
      ['Active', 'Gone', true, 0, 1],
      ['Gone', 'New', false, 0, 1],
      ['Gone', 'Active', false, 2, 0],
    ],
  )
})

test('states come in the order of a life, whatever was tried first', () => {
  const life = [
    tried('C', 'A', true, 'made'),
    tried('A', 'B', true, 'made'),
    tried('Start', 'C', true, 'made'),
    tried('B', 'C', true, 'made'),
    tried('B', 'Illegal', false, 'refused'),
    tried('A', 'A', true, 'made'),
  ]
  const states = ['Start', 'C', 'A', 'B', 'Illegal']
  assert.deepEqual(machinesOf(life)[0]?.states, states)
  assert.deepEqual(machinesOf(life.toReversed())[0]?.states, states)
  assert.deepEqual(machinesOf([]), [])
})
