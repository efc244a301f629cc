import type { Agent } from 'node:http'
import { authorizerFor, type Authorizer } from './auth.js'
import type { Rule } from './catalogue.js'
import { CallbackServer } from './callback-server.js'
import { connectionAgent, readTls, type TlsMaterial } from './connection.js'
import { describeRequest } from './describe.js'
import type { Exchange, HeaderPairs, SocketMessage } from './exchange.js'
import { NotTested, type Failure, type Finding } from './finding.js'
import { sendHttp, type HttpRequest, type HttpResult } from './http-client.js'
import { MOST_FAILURES, type Ledger } from './ledger.js'
import { RawConnection, sendRaw, type RawRequest } from './raw-client.js'
import { RateLimiter } from './rate-limiter.js'
import { Recorder } from './recorder.js'
import type { CoverageCounter } from './fuzz/coverage.js'
import { Fuzzing, type FuzzPlan } from './fuzz/fuzzing.js'
import { LeanClient } from './fuzz/lean-client.js'
import type { Secrets } from './secrets.js'
import { openSocket, type SocketConnection } from './socket-client.js'
import { openStage, type Facts, type Stage } from './stage.js'
import type { Suite } from './suite.js'
import type { Auth, TargetEntry } from './target.js'
import { whyNotApplicable } from './verdict.js'

/** What a session is made of. */
export interface SessionInit {
  readonly suite: Suite
  readonly rules: readonly Rule[]
  readonly target: TargetEntry
  /** Where the target file lies, for its relative paths. */
  readonly folder: string
  readonly seed: number
  readonly secrets: Secrets
  /** Arguments after `assay run` that choose the same target again. */
  readonly repeatTarget: string
  readonly ledger: Ledger
  /** What is done with properties; a small fixed number of cases each if left out. */
  readonly fuzz?: FuzzPlan
  readonly onExchange?: (exchange: Exchange) => void
}

/** A raw connection whose exchanges are recorded. */
export interface RecordedConnection {
  send(request: RawRequest): Promise<Exchange>
  close(): void
}

/** A WebSocket that is recorded; without a connection where it could not be opened. */
export interface OpenedConnection {
  readonly exchange: Exchange
  readonly connection?: SocketConnection
}

/** Requests in a row without an answer after which a target is taken for silent. */
const SILENCE = 3

/** One run of one suite against one target: its clients, its stage, its records. */
export class Session {
  readonly suite: Suite
  readonly target: TargetEntry
  readonly seed: number
  readonly ledger: Ledger
  readonly recorder: Recorder
  readonly secrets: Secrets
  readonly repeatTarget: string
  readonly fuzzing: Fuzzing
  private readonly rules: ReadonlyMap<string, Rule>
  private readonly limiter: RateLimiter
  private readonly standingRules: ReadonlySet<string>
  private readonly authorizer: Authorizer
  /** What did not come within the limit in this run: nobody need wait for its like to the end again. */
  readonly inVain = new Set<string>()
  private readonly authorizers = new Map<Auth, Authorizer>()
  private listening: Promise<CallbackServer> | undefined
  private readonly made = new Map<string, Promise<unknown>>()
  private lean: LeanClient | undefined
  private unanswered = 0
  private silentSince = 0

  static async open(init: SessionInit): Promise<Session> {
    const tls = readTls(init.target, init.folder)
    const agent = connectionAgent(init.target, tls)
    const stage = await openStage(init.suite.api, init.suite.states, init.target, init.folder)
    const session = new Session(init, agent, tls, stage)
    try {
      // Credentials that cannot be had are the caller's to mend, before anything is judged.
      await session.authorizer.authorize({ method: 'GET', target: '/' })
    } catch (error) {
      await session.close()
      throw error
    }
    return session
  }

  private constructor(
    init: SessionInit,
    private readonly agent: Agent,
    private readonly tls: TlsMaterial,
    private readonly stage: Stage,
  ) {
    this.suite = init.suite
    this.target = init.target
    this.seed = init.seed
    this.ledger = init.ledger
    this.secrets = init.secrets
    this.repeatTarget = init.repeatTarget
    this.fuzzing = new Fuzzing(init.fuzz)
    this.rules = new Map(init.rules.map(rule => [rule.id, rule]))
    this.limiter = new RateLimiter(init.target.limits.rate)
    this.standingRules = new Set(init.suite.standing.map(({ rule }) => rule).filter(id => this.judges(id)))
    this.recorder = new Recorder(exchange => {
      const trial = this.fuzzing.trialOf(exchange.scenario)
      trial?.coverage.addRequest(exchange.answer?.status)
      for (const secret of init.suite.secretsOf?.(exchange) ?? []) {
        if (trial) trial.secrets.push(secret)
        else this.secrets.add(secret)
      }
      this.stand(exchange)
      init.onExchange?.(exchange)
    })
    this.secrets.addTarget(init.target)
    this.secrets.addHeaders(init.suite.secretHeaders)
    this.authorizer = authorizerFor(init.target, tls, secret => this.secrets.add(secret))
  }

  /** The rule of that id. Throws a TypeError for an id that the catalogue lacks. */
  rule(id: string): Rule {
    const rule = this.rules.get(id)
    if (rule === undefined) throw new TypeError(`${this.suite.api} has no rule "${id}"`)
    return rule
  }

  /** Whether a rule applies to this target. */
  judges(id: string): boolean {
    return whyNotApplicable(this.rule(id), this.target) === undefined
  }

  /**
   * Brings the target into a state and gives its facts. Rejects with `NotTested` where that is not possible. The cases
   * of a property use no fixtures up, which the scenarios need.
   */
  async setUp(state: string, params: Facts, scenario = ''): Promise<Facts> {
    const trial = this.fuzzing.trialOf(scenario)
    const facts = await this.stage.setUp(state, params, trial ? 'anew' : 'any')
    if (trial && this.suite.states[state]?.usedUp) trial.coverage.add('created', state)
    for (const [name, field] of Object.entries(this.suite.states[state]?.facts ?? {})) {
      const value = facts[name]
      if (!field.secret || typeof value !== 'string') continue
      if (trial && this.suite.states[state]?.usedUp) trial.secrets.push(value)
      else this.secrets.add(value)
    }
    return facts
  }

  /** A case of a property begins in a scenario: its exchanges and secrets are those of the case until it ends. */
  beginTrial(scenario: string, coverage: CoverageCounter): void {
    this.fuzzing.begin(scenario, { since: this.recorder.nextId, coverage, secrets: [] })
  }

  /** The case is over. What is not kept is forgotten, but for what a failure shows. */
  endTrial(scenario: string, isKept: boolean): void {
    const trial = this.fuzzing.trialOf(scenario)
    if (trial === undefined) return
    if (isKept) for (const secret of trial.secrets) this.secrets.add(secret)
    else {
      this.recorder.forget(scenario, trial.since)
      void this.listening?.then(server => server.forget(trial.since))
    }
    this.fuzzing.end(scenario)
  }

  /** Sends a request with the target's credentials, or with others, and its headers; records the exchange. */
  async send(
    request: HttpRequest,
    scenario: string,
    options: {
      readonly anonymous?: boolean
      readonly auth?: Auth
      readonly edit?: (authorized: HttpRequest) => HttpRequest
    } = {},
  ): Promise<Exchange> {
    const headers: HeaderPairs = [...this.headersBeside(request.headers ?? []), ...(request.headers ?? [])]
    const plain = { ...request, headers }
    const authorizer = options.auth ? this.authorizerOf(options.auth) : this.authorizer
    const ready = options.anonymous ? plain : await authorizer.authorize(plain)
    const edited = options.edit ? options.edit(ready) : ready
    const lean = this.fuzzing.trialOf(scenario) && this.leanClient()
    return this.exchange('request', scenario, () =>
      lean ? lean.send(edited) : sendHttp(this.connection, edited),
    )
  }

  /**
   * The head of a raw request that reaches the target as `send` does: the target below the base URL's path, and the
   * header fields Host, those of the target file, and the credentials, followed by the given ones.
   */
  async rawHead(path: string, headers: HeaderPairs = []): Promise<{ target: string; headers: HeaderPairs }> {
    const { host, pathname } = new URL(this.target.url)
    const own = [...this.headersBeside(headers), ...headers]
    const ready = await this.authorizer.authorize({ method: 'GET', target: path, headers: own })
    const fields = ready.headers ?? []
    const named = fields.some(([name]) => name.toLowerCase() === 'host')
    return {
      target: pathname.replace(/\/+$/, '') + ready.target,
      headers: named ? fields : [['Host', host], ...fields],
    }
  }

  /** Sends bytes as they are on a connection of their own, and records the exchange. */
  sendRaw(request: RawRequest, scenario: string): Promise<Exchange> {
    return this.exchange('raw', scenario, () => sendRaw({ ...this.connection, tls: this.tls }, request))
  }

  /** A connection of its own for bytes as they are; each request on it is recorded as an exchange. */
  openRaw(scenario: string): RecordedConnection {
    const connection = new RawConnection({ ...this.connection, tls: this.tls })
    return {
      send: request => this.exchange('raw', scenario, () => connection.send(request)),
      close: () => connection.close(),
    }
  }

  /** The time of the run's one clock, in milliseconds since the epoch. */
  now(): number {
    return Date.now()
  }

  /** What `make` gives, made once in the run: observations that many scenarios rest on. */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const made = (this.made.get(key) as Promise<Value> | undefined) ?? make()
    this.made.set(key, made)
    return made
  }

  /** A finding with the request that shows it and the arguments that repeat it. */
  failureOf(rule: string, finding: Finding, exchange: Exchange | undefined, scenario: string): Failure {
    if (exchange) this.recorder.hold(exchange)
    for (const secret of this.fuzzing.trialOf(scenario)?.secrets ?? []) this.secrets.add(secret)
    return {
      ...finding,
      scenario,
      request: exchange ? describeRequest(exchange) : '',
      exchanges: exchange ? [exchange.id] : [],
      repeat:
        finding.repeat ??
        `assay run ${this.suite.api}${this.repeatTarget} --rule ${rule} --seed ${this.seed}`,
    }
  }

  /** Enters a standing check of an exchange, with what it found wrong if anything; nothing if the rule is not judged. */
  charge(rule: string, finding: Finding | undefined, exchange: Exchange): void {
    if (!this.standingRules.has(rule)) return
    if (finding === undefined) this.ledger.pass(rule, exchange.scenario)
    else if (this.ledger.of(rule).failures.length >= MOST_FAILURES) this.ledger.failAgain(rule)
    else this.ledger.fail(rule, this.failureOf(rule, finding, exchange, exchange.scenario))
  }

  /** The address where the target's own calls arrive; it is listened on from the first call on. */
  callbacks(): Promise<CallbackServer> {
    this.listening ??= CallbackServer.open(this.target.callback, this.recorder)
    return this.listening
  }

  /**
   * Opens a WebSocket with the target's credentials and headers. The exchange is recorded at once and holds every
   * message; standing checks see it when the recorder's `settle` is called.
   * @param path where, relative to the base URL; or a whole URL.
   */
  async openSocket(
    path: string,
    scenario: string,
    protocols: readonly string[] = [],
  ): Promise<OpenedConnection> {
    this.requireSound()
    await this.limiter.turn()
    const { url, limits, headers } = this.target
    const [, origin, target] = /^(wss?:\/\/[^/?]+)(.*)$/.exec(path) ?? []
    const plain = { method: 'GET', target: target ?? path, headers: Object.entries(headers) }
    const request = await this.authorizer.authorize(plain)
    const base = (origin ?? url).replace(/\/+$/, '')
    const startedAt = this.now()
    const started = performance.now()
    const opened = await openSocket({
      url: base.replace(/^http/, 'ws') + request.target,
      protocols,
      headers: request.headers ?? [],
      tls: this.tls,
      timeout: limits.request,
      maxMessage: limits.body,
    })
    const { answer } = opened
    this.noteSilence('failure' in opened && opened.failure.kind === 'timeout')
    const exchange = this.recorder.begin({
      kind: 'socket',
      scenario,
      startedAt,
      durationMs: performance.now() - started,
      request: {
        method: 'GET',
        url: base + request.target,
        target: request.target,
        headers: [
          ...(request.headers ?? []),
          ...(protocols.length > 0 ? [['Sec-WebSocket-Protocol', protocols.join(', ')] as const] : []),
        ],
        body: Buffer.alloc(0),
      },
      ...(answer ? { answer } : {}),
      ...('failure' in opened ? { failure: opened.failure } : { messages: opened.connection.messages }),
    })
    return 'connection' in opened ? { exchange, connection: opened.connection } : { exchange }
  }

  /** Waits until the target's rate allows one more message on a socket. Rejects while the target is silent. */
  async turn(): Promise<void> {
    this.requireSound()
    await this.limiter.turn()
  }

  /**
   * The next message on a socket that matches; undefined if none comes within the limit of a request or before the
   * connection ends. A target that says nothing counts as silent, as one that leaves requests without an answer.
   */
  async hear(
    connection: SocketConnection,
    matches: (message: SocketMessage) => boolean,
  ): Promise<SocketMessage | undefined> {
    const message = await connection.next(this.target.limits.request, matches)
    this.noteSilence(message === undefined && connection.isOpen)
    return message
  }

  /** Ends every connection of the session. */
  async close(): Promise<void> {
    this.agent.destroy()
    this.lean?.close()
    this.stage.close()
    await (await this.listening)?.close()
  }

  /** The client for the requests of properties; undefined where a proxy lies between, through which it knows no way. */
  private leanClient(): LeanClient | undefined {
    if (this.target.proxy !== undefined) return undefined
    this.lean ??= new LeanClient({ ...this.connection, tls: this.tls })
    return this.lean
  }

  private get connection() {
    const { url, limits, proxy } = this.target
    return {
      url: url.replace(/\/+$/, ''),
      agent: this.agent,
      timeout: limits.request,
      maxBody: limits.body,
      proxied: proxy !== undefined && url.startsWith('http:'),
    }
  }

  /** The header fields of the target file, without those that a request has itself. */
  private headersBeside(headers: HeaderPairs): HeaderPairs {
    const own = new Set(headers.map(([name]) => name.toLowerCase()))
    return Object.entries(this.target.headers).filter(([name]) => !own.has(name.toLowerCase()))
  }

  private authorizerOf(auth: Auth): Authorizer {
    const known = this.authorizers.get(auth)
    if (known) return known
    this.secrets.addAuth(auth)
    const authorizer = authorizerFor({ ...this.target, auth }, this.tls, secret => this.secrets.add(secret))
    this.authorizers.set(auth, authorizer)
    return authorizer
  }

  private async exchange(
    kind: 'request' | 'raw',
    scenario: string,
    send: () => Promise<HttpResult>,
  ): Promise<Exchange> {
    this.requireSound()
    await this.limiter.turn()
    const startedAt = this.now()
    const started = performance.now()
    const { request, answer, failure, sent, received } = await send()
    this.noteSilence(failure?.kind === 'timeout')
    return this.recorder.enter({
      kind,
      scenario,
      startedAt,
      durationMs: performance.now() - started,
      request,
      ...(answer ? { answer } : {}),
      ...(failure ? { failure } : {}),
      sent,
      received,
    })
  }

  private requireSound(): void {
    if (this.unanswered >= SILENCE && this.now() - this.silentSince < this.target.limits.request) {
      throw new NotTested(
        `The target left ${this.unanswered} requests in a row without an answer; nothing more is sent until it answers.`,
      )
    }
  }

  private noteSilence(silent: boolean): void {
    this.unanswered = silent ? this.unanswered + 1 : 0
    if (silent) this.silentSince = this.now()
  }

  private stand(exchange: Exchange): void {
    for (const check of this.suite.standing) {
      if (!this.standingRules.has(check.rule) || !check.applies(exchange, this)) continue
      if (check.later?.(exchange)) continue
      this.charge(check.rule, check.find(exchange, this), exchange)
    }
  }
}
