import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginThreads, inThreads } from '../../cli/threads.js'

const WORK = `
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', task => {
    if (task === 'leave') process.exit(0)
    if (task === 'throw') throw new Error('thrown in the thread')
    if (typeof task === 'number') setTimeout(() => parentPort.postMessage(task * 10), task)
    else if (task === 'interrupt') parentPort.postMessage('interrupted')
  })`

const FILE = new URL(`data:text/javascript,${encodeURIComponent(WORK)}`)

const hear = (message: unknown): unknown => message

test('Results come in the order of the tasks, whichever thread was faster.', async () => {
  assert.deepEqual(await inThreads(beginThreads(FILE, 2), [30, 1, 20, 2], { hear }), [300, 10, 200, 20])
})

test('A thread that ends without a word ends the work with an error.', async () => {
  await assert.rejects(
    inThreads(beginThreads(FILE, 1), ['leave', 1], { hear }),
    /ended before its task was done/,
  )
})

test('What a thread throws, and what is thrown by who hears it, ends the work.', async () => {
  await assert.rejects(inThreads(beginThreads(FILE, 2), ['throw', 'wait'], { hear }), /thrown in the thread/)
  const refuse = (): unknown => {
    throw new Error('not this')
  }
  await assert.rejects(inThreads(beginThreads(FILE, 2), [1, 'wait'], { hear: refuse }), /not this/)
})

test('An interruption reaches every thread, also one that is told before it has begun.', async () => {
  const interruption = AbortSignal.abort()
  const heard = await inThreads(beginThreads(FILE, 2), ['wait', 'wait'], { hear, interruption })
  assert.deepEqual(heard, ['interrupted', 'interrupted'])
})
