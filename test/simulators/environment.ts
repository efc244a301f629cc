import type { Clock } from '../../simulators/clock.js'
import { Random } from '../../simulators/random.js'
import type { Environment, HttpReply, HttpRequest } from '../../simulators/simulator.js'

/** An environment for cores in tests: real time, a fixed seed, and nobody to call unless given. */
export function testEnvironment(call: Environment['call'] = unreachable): Environment {
  const clock: Clock = {
    now: () => Date.now(),
    after: (delay, task) => {
      const timer = setTimeout(task, delay)
      return () => clearTimeout(timer)
    },
  }
  return { clock, random: new Random(7), call }
}

/** A POST of JSON; a body that is no string or buffer is serialised. */
export function post(
  target: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  return {
    method: 'POST',
    target,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  }
}

/** The JSON in a reply. */
export function jsonOf(reply: HttpReply): unknown {
  return JSON.parse(reply.body.toString())
}

async function unreachable(): Promise<never> {
  throw new Error('connect ECONNREFUSED')
}
