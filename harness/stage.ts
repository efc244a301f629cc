import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { objectSchema, type Fields } from '../schemas/fields.js'
import type { States } from '../schemas/states.js'
import { readTls } from './connection.js'
import { Misuse, NotTested } from './finding.js'
import { LeanClient } from './fuzz/lean-client.js'
import { Made } from './made.js'
import { compileSchema } from './schema-check.js'
import type { Fixtures, TargetEntry } from './target.js'
import { splitUserInfo } from './user-info.js'

/** Facts of a state as they came from a stage. */
export type Facts = Readonly<Record<string, unknown>>

/** What brings a target into a state. Rejects with `NotTested` where it cannot. */
export interface Stage {
  /** @param from `anew`: facts of a state that is used up are made for this call, and no fixture is taken for it. */
  setUp(state: string, params: Facts, from?: 'any' | 'anew'): Promise<Facts>
  close(): void
}

/** The stage of a run, which keeps the facts of states that can be shared. */
export interface KeepingStage extends Stage {
  /** Asks for every state again from now on. */
  forget(): void
}

/**
 * The stage of a target: its fixtures first, then its stage server or module. Facts are checked against the states'
 * definitions; those of a state that is neither used up nor exclusive are asked for once and kept.
 */
export async function openStage(
  api: string,
  states: States,
  target: TargetEntry,
  folder: string,
): Promise<KeepingStage> {
  const source = await openSource(api, target, folder)
  const fixtures = new FixtureList(api, states, target.fixtures ?? {})
  const checks = new Map<string, ValidateFunction>()
  const kept = new Made<Facts>()

  const ask = async (name: string, params: Facts, from: 'any' | 'anew'): Promise<Facts> => {
    const isTaken = from === 'any' || !states[name]?.usedUp
    const isWritten = isTaken && !(states[name]?.exclusive && source)
    const written = isWritten ? fixtures.take(name, params) : undefined
    if (written !== undefined) return written
    if (source === undefined) {
      throw new NotTested(isTaken ? fixtures.whatToAdd(name, params) : needsStage(api, name))
    }
    const facts = withoutNulls(await source.setUp(name, params), states[name]?.facts ?? {})
    const check = checks.get(name) ?? compileSchema(objectSchema(states[name]?.facts ?? {}))
    checks.set(name, check)
    if (!check(facts)) {
      // A stage may say more than it is asked for.
      const lacking = (check.errors ?? []).filter(({ keyword }) => keyword !== 'additionalProperties')
      if (lacking.length > 0) throw new NotTested(unusableFacts(name, check.errors ?? []))
    }
    return facts
  }

  return {
    async setUp(name, params, from = 'any') {
      const state = states[name]
      if (state === undefined) throw new TypeError(`${api} has no state "${name}"`)
      if (state.spoilsOthers) kept.clear()
      if (state.usedUp || state.exclusive) return ask(name, params, from)
      return kept.get(`${name} ${JSON.stringify(params)}`, () => ask(name, params, from))
    },
    forget: () => kept.clear(),
    close: () => source?.close(),
  }
}

function needsStage(api: string, name: string): string {
  return (
    `Each case needs "${name}" anew, more often than fixtures can give it. ` +
    `Add a stage for ${api} to the target file: stage: { url: ... } or { module: ... }.`
  )
}

async function openSource(api: string, target: TargetEntry, folder: string): Promise<Stage | undefined> {
  if (target.stage === undefined) return undefined
  return 'url' in target.stage
    ? stageServer(target.stage.url, target, folder)
    : stageModule(api, resolve(folder, target.stage.module), target)
}

/** The form of Pact's provider-state callbacks: POST `{state, params, action: "setup"}` answers 200 with the facts. */
function stageServer(url: string, target: TargetEntry, folder: string): Stage {
  const { bare, auth } = splitUserInfo(url)
  const { origin, pathname, search } = new URL(bare)
  const headers: [string, string][] = [['Content-Type', 'application/json']]
  if (auth.type === 'basic') {
    const credentials = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')
    headers.push(['Authorization', `Basic ${credentials}`])
  }
  const client = new LeanClient({
    url: origin,
    tls: readTls(target, folder),
    timeout: target.limits.wait,
    maxBody: target.limits.body,
  })
  return {
    async setUp(state, params) {
      const { answer, failure } = await client.send({
        method: 'POST',
        target: pathname + search,
        headers,
        body: Buffer.from(JSON.stringify({ state, params, action: 'setup' })),
      })
      if (answer === undefined)
        throw new NotTested(`The stage gave no answer for "${state}": ${failure?.message}.`)
      const text = answer.body.toString('utf8')
      if (answer.status !== 200) {
        throw new NotTested(`The stage answered ${answer.status} for "${state}": ${oneLine(text)}`)
      }
      return readFacts(state, text)
    },
    close: () => client.close(),
  }
}

async function stageModule(api: string, path: string, target: TargetEntry): Promise<Stage> {
  const loaded = (await import(pathToFileURL(path).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Misuse(`The stage module ${path} cannot be loaded: ${oneLine(reason)}`, { cause })
  })) as {
    setUp?: (state: string, params: Facts, context: { api: string; url: string }) => Facts | Promise<Facts>
  }
  const { setUp } = loaded
  if (typeof setUp !== 'function') {
    throw new Misuse(`The stage module ${path} must export a function setUp(state, params, { api, url }).`)
  }
  return {
    async setUp(state, params) {
      const over = new AbortController()
      const late = delay(target.limits.wait, undefined, { signal: over.signal }).then(() => {
        throw new Error(`no facts within ${target.limits.wait} ms`)
      })
      try {
        return await Promise.race([setUp(state, params, { api, url: target.url }), late])
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new NotTested(`The stage module failed for "${state}": ${oneLine(reason)}`, undefined, {
          cause: error,
        })
      } finally {
        late.catch(() => {})
        over.abort()
      }
    },
    close: () => {},
  }
}

/** Facts without the optional ones that are null, which is how many languages write what is not there. */
function withoutNulls(facts: Facts, fields: Fields): Facts {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return facts
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => value !== null || !fields[name]?.optional),
  )
}

/** What is wrong with facts, in one line. */
function unusableFacts(state: string, errors: readonly ErrorObject[]): string {
  const problems = errors.map(({ instancePath, params, message = 'is not valid' }) => {
    const extra = (params as { additionalProperty?: string }).additionalProperty
    return `facts${instancePath} ${message}${extra === undefined ? '' : ` ("${extra}" is one)`}`
  })
  return `The stage answered unusable facts for "${state}": ${[...new Set(problems)].join(', ')}.`
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' ? '(nothing)' : line.length > 200 ? `${line.slice(0, 200)}...` : line
}

function readFacts(state: string, text: string): Facts {
  try {
    return JSON.parse(text) as Facts
  } catch (cause) {
    throw new NotTested(`The stage's answer for "${state}" is no JSON: ${oneLine(text)}`, undefined, {
      cause,
    })
  }
}

/** Facts that the target file holds: entries of a state that is used up are given out once each. */
class FixtureList {
  private readonly taken = new Map<string, number>()

  constructor(
    private readonly api: string,
    private readonly states: States,
    private readonly fixtures: Fixtures,
  ) {}

  take(name: string, params: Facts): Facts | undefined {
    const entries = this.fixtures[name] ?? []
    if (!this.states[name]?.usedUp) return entries.find(entry => this.meets(name, entry, params))
    const next = this.taken.get(name) ?? 0
    this.taken.set(name, next + 1)
    return entries[next]
  }

  /** Whether an entry has what was asked for, as far as the facts tell. */
  private meets(name: string, entry: Facts, params: Facts): boolean {
    const facts = this.states[name]?.facts ?? {}
    return Object.entries(params).every(([key, value]) => !(key in facts) || entry[key] === value)
  }

  whatToAdd(name: string, params: Facts): string {
    const state = this.states[name]
    const facts = Object.entries(state?.facts ?? {})
      .filter(([, field]) => !field.optional)
      .map(([key]) => `${key}: ${key in params ? JSON.stringify(params[key]) : '...'}`)
    const had = this.fixtures[name]?.length ?? 0
    const wanted = this.taken.get(name) ?? 1
    const line = `"${name}": [{ ${facts.join(', ')} }]`
    return had === 0 || !state?.usedUp
      ? `No stage and no such fixture for "${name}". Add a line to ${this.api}.fixtures in the target file: ${line}`
      : `The ${had} fixtures for "${name}" are used up. Add entry ${wanted} to the line in ${this.api}.fixtures: ${line}`
  }
}
