import type { Agent } from 'node:http'
import { authorizerFor, type Authorizer } from './auth.js'
import type { Rule } from './catalogue.js'
import { connectionAgent, readTls, type TlsMaterial } from './connection.js'
import { describeRequest } from './describe.js'
import type { Exchange, HeaderPairs } from './exchange.js'
import { NotTested, type Failure, type Finding } from './finding.js'
import { sendHttp, type HttpRequest, type HttpResult } from './http-client.js'
import type { Ledger } from './ledger.js'
import { sendRaw, type RawRequest } from './raw-client.js'
import { RateLimiter } from './rate-limiter.js'
import { Recorder } from './recorder.js'
import type { Secrets } from './secrets.js'
import { openStage, type Facts, type Stage } from './stage.js'
import type { Suite } from './suite.js'
import type { TargetEntry } from './target.js'
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
  readonly onExchange?: (exchange: Exchange) => void
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
  private readonly rules: ReadonlyMap<string, Rule>
  private readonly limiter: RateLimiter
  private readonly standingRules: ReadonlySet<string>
  private readonly authorizer: Authorizer
  private unanswered = 0
  private silentSince = 0

  static async open(init: SessionInit): Promise<Session> {
    const tls = readTls(init.target, init.folder)
    const agent = connectionAgent(init.target, tls)
    const stage = await openStage(init.suite.api, init.suite.states, init.target, init.folder)
    return new Session(init, agent, tls, stage)
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
    this.rules = new Map(init.rules.map(rule => [rule.id, rule]))
    this.limiter = new RateLimiter(init.target.limits.rate)
    this.standingRules = new Set(init.suite.standing.map(({ rule }) => rule).filter(id => this.judges(id)))
    this.recorder = new Recorder(exchange => {
      for (const secret of init.suite.secretsOf?.(exchange) ?? []) this.secrets.add(secret)
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

  /** Brings the target into a state and gives its facts. Rejects with `NotTested` where that is not possible. */
  async setUp(state: string, params: Facts): Promise<Facts> {
    const facts = await this.stage.setUp(state, params)
    for (const [name, field] of Object.entries(this.suite.states[state]?.facts ?? {})) {
      const value = facts[name]
      if (field.secret && typeof value === 'string') this.secrets.add(value)
    }
    return facts
  }

  /** Sends a request with the target's credentials and headers, and records the exchange. */
  async send(
    request: HttpRequest,
    scenario: string,
    options: { anonymous?: boolean } = {},
  ): Promise<Exchange> {
    const headers: HeaderPairs = [...Object.entries(this.target.headers), ...(request.headers ?? [])]
    const plain = { ...request, headers }
    const ready = options.anonymous ? plain : await this.authorizer.authorize(plain)
    return this.exchange('request', scenario, () => sendHttp(this.connection, ready))
  }

  /** Sends bytes as they are on a connection of their own, and records the exchange. */
  sendRaw(request: RawRequest, scenario: string): Promise<Exchange> {
    return this.exchange('raw', scenario, () => sendRaw({ ...this.connection, tls: this.tls }, request))
  }

  /** A finding with the request that shows it and the arguments that repeat it. */
  failureOf(rule: string, finding: Finding, exchange: Exchange | undefined, scenario: string): Failure {
    return {
      ...finding,
      scenario,
      request: exchange ? describeRequest(exchange) : '',
      exchanges: exchange ? [exchange.id] : [],
      repeat: `assay run ${this.suite.api}${this.repeatTarget} --rule ${rule} --seed ${this.seed}`,
    }
  }

  close(): void {
    this.agent.destroy()
    this.stage.close()
  }

  private get connection() {
    const { url, limits } = this.target
    return { url: url.replace(/\/+$/, ''), agent: this.agent, timeout: limits.request, maxBody: limits.body }
  }

  private async exchange(
    kind: 'request' | 'raw',
    scenario: string,
    send: () => Promise<HttpResult>,
  ): Promise<Exchange> {
    if (this.unanswered >= SILENCE && Date.now() - this.silentSince < this.target.limits.request) {
      throw new NotTested(
        `The target left ${this.unanswered} requests in a row without an answer; nothing more is sent until it answers.`,
      )
    }
    await this.limiter.turn()
    const startedAt = Date.now()
    const started = performance.now()
    const { request, answer, failure, sent, received } = await send()
    const silent = failure?.kind === 'timeout'
    this.unanswered = silent ? this.unanswered + 1 : 0
    if (silent) this.silentSince = Date.now()
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

  private stand(exchange: Exchange): void {
    for (const check of this.suite.standing) {
      if (!this.standingRules.has(check.rule) || !check.applies(exchange, this)) continue
      const finding = check.find(exchange, this)
      if (finding === undefined) this.ledger.pass(check.rule, exchange.scenario)
      else this.ledger.fail(check.rule, this.failureOf(check.rule, finding, exchange, exchange.scenario))
    }
  }
}
