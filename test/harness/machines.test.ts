import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ledger } from '../../harness/ledger.js'
import { machinesOf } from '../../harness/machines.js'

test('a legal transition must be made, and another refused', () => {
  const ledger = new Ledger()
  const machine = 'door'
  ledger.exercise({ machine, from: 'open', to: 'closed', legal: true, outcome: 'made' })
  ledger.exercise({ machine, from: 'open', to: 'closed', legal: true, outcome: 'made' })
  ledger.exercise({ machine, from: 'open', to: 'closed', legal: true, outcome: 'missing' })
  ledger.exercise({ machine, from: 'closed', to: 'locked', legal: false, outcome: 'refused' })
  ledger.exercise({ machine, from: 'closed', to: 'locked', legal: false, outcome: 'made' })
  assert.deepEqual(machinesOf(ledger.exercises), [
    {
      name: 'door',
      states: ['closed', 'locked', 'open'],
      transitions: [
        { from: 'closed', to: 'locked', legal: false, passed: 1, failed: 1 },
        { from: 'open', to: 'closed', legal: true, passed: 2, failed: 1 },
      ],
    },
  ])
})

test('a run without transitions has no machine', () => {
  assert.deepEqual(machinesOf(new Ledger().exercises), [])
})
