import type { Core, HttpReply, HttpRequest } from './simulator.js'

/** Path of the stage on a simulator's own port. */
export const STAGE_PATH = '/_stage'

/**
 * Answers one call of the stage: `POST {"state": "...", "params": {...}, "action": "setup"}` gives 200 with the
 * facts of the state as a JSON object; 400 says what was wrong with the call. `teardown` is accepted and does nothing.
 */
export async function answerStage(core: Core, request: HttpRequest): Promise<HttpReply> {
  if (request.method !== 'POST') return json(405, { error: 'A stage takes POST.' }, { allow: 'POST' })
  const call = parse(request.body)
  if (call === undefined) {
    return json(400, { error: 'The body is no JSON object {"state", "params", "action"}.' })
  }
  if (call.action === 'teardown') return json(200, {})
  const name = String(call.state)
  const setUp = Object.hasOwn(core.stage, name) ? core.stage[name] : undefined
  if (setUp === undefined) {
    const known = Object.keys(core.stage).join(', ')
    return json(400, { error: `Unknown state "${name}". Known: ${known}.` })
  }
  try {
    return json(200, await setUp((call.params ?? {}) as never))
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) })
  }
}

interface StageCall {
  readonly state?: unknown
  readonly params?: unknown
  readonly action?: unknown
}

function parse(body: Buffer): StageCall | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpReply {
  const body = JSON.stringify(value ?? {})
  const length = String(Buffer.byteLength(body))
  return {
    status,
    headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
    body,
  }
}
