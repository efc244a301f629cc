import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Subscription } from '../../simulators/roaming/model.js'
import { Subscriptions } from '../../simulators/roaming/subscriptions.js'
import { keepYoungest } from '../../simulators/youngest.js'

test('a map that grows over its bound by a tenth loses its oldest entries', () => {
  const map = new Map<number, string>()
  const sizes = new Set<number>()
  for (let key = 0; key < 100; key += 1) {
    keepYoungest(map.set(key, ''), 20)
    sizes.add(map.size)
  }
  assert.equal(Math.max(...sizes), 22)
  assert.deepEqual([...map.keys()].at(-1), 99)
  assert.deepEqual(
    [...map.keys()],
    Array.from({ length: map.size }, (_, index) => 100 - map.size + index),
  )
})

test('a subscription that is forgotten stands in the way of no customer', () => {
  const subscriptions = new Subscriptions(10)
  const made = Array.from({ length: 12 }, (_, index) => {
    const userId = [{ type: 'MSISDN', value: `tel:+32470000${100 + index}` }]
    const status = index % 2 === 0 ? 'Active' : 'PreProvisioningPending'
    const subscription = { id: String(index), userId, status } as unknown as Subscription
    subscriptions.put(subscription)
    return subscription
  })
  const [oldest, next, third] = made
  assert.equal(subscriptions.byId.size, 10)
  assert.deepEqual(
    [oldest, next].map(it => subscriptions.get(it?.id ?? '')),
    [undefined, undefined],
  )
  assert.deepEqual(subscriptions.activeOfSameCustomer(oldest as Subscription), [])
  assert.deepEqual(subscriptions.pendingOfSameCustomer(next as Subscription), [])
  assert.deepEqual(subscriptions.activeOfSameCustomer(third as Subscription), [third])
})
