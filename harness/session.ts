import type { Rule } from './catalogue.js'
import { CallbackServer } from './callback-server.js'
import { Clients } from './clients.js'
import { readTls, type TlsMaterial } from './connection.js'
import { describeRequest } from './describe.js'
import type { Exchange } from './exchange.js'
import { NotTested, type Failure, type Finding } from './finding.js'
import type { CoverageCounter } from './fuzz/coverage.js'
import { Fuzzing, type FuzzPlan } from './fuzz/fuzzing.js'
import { MOST_FAILURES, type Ledger } from './ledger.js'
import { Made } from './made.js'
import { Recorder } from './recorder.js'
import type { Secrets } from './secrets.js'
import { openStage, type Facts, type KeepingStage } from './stage.js'
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
  /** What is done with properties; a small fixed number of cases each if left out. */
  readonly fuzz?: FuzzPlan
  readonly onExchange?: (exchange: Exchange) => void
  /** Ends the run before its time. */
  readonly interruption?: AbortSignal
}

/** Why a rule is not tested that had no judgement yet when the run was ended. */
const INTERRUPTED = 'The run was interrupted before this was judged.'

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
  readonly clients: Clients
  private readonly rules: ReadonlyMap<string, Rule>
  private readonly standingRules: ReadonlySet<string>
  /** What did not come within the limit in this run: nobody need wait for its like to the end again. */
  readonly inVain = new Set<string>()
  private listening: Promise<CallbackServer> | undefined
  private readonly made = new Made<unknown>()
  private readonly interruption: AbortSignal | undefined
  private readonly judged = new WeakSet<Exchange>()
  /** The id of the last exchange whose connection was refused; 0 if there was none. */
  private lastAbsence = 0
  /** What gives up each step that is under way. */
  private readonly surrenders = new Set<(reason: NotTested) => void>()

  static async open(init: SessionInit): Promise<Session> {
    const tls = readTls(init.target, init.folder)
    const stage = await openStage(init.suite.api, init.suite.states, init.target, init.folder)
    const session = new Session(init, tls, stage)
    try {
      // Credentials that cannot be had are the caller's to mend, before anything is judged.
      await session.clients.prepare()
    } catch (error) {
      await session.close()
      throw error
    }
    return session
  }

  private constructor(
    init: SessionInit,
    tls: TlsMaterial,
    private readonly stage: KeepingStage,
  ) {
    this.suite = init.suite
    this.target = init.target
    this.seed = init.seed
    this.ledger = init.ledger
    this.secrets = init.secrets
    this.repeatTarget = init.repeatTarget
    this.fuzzing = new Fuzzing(init.fuzz)
    this.interruption = init.interruption
    this.interruption?.addEventListener('abort', () => {
      for (const surrender of this.surrenders) surrender(new NotTested(INTERRUPTED))
    })
    this.rules = new Map(init.rules.map(rule => [rule.id, rule]))
    this.standingRules = new Set(init.suite.standing.map(({ rule }) => rule).filter(id => this.judges(id)))
    this.recorder = new Recorder(exchange => {
      const trial = this.fuzzing.trialOf(exchange.scenario)
      if (!exchange.goesOn) trial?.coverage.addRequest(exchange.answer?.status)
      for (const { direction } of exchange.messages ?? []) {
        if (direction === 'sent') trial?.coverage.addMessage()
      }
      for (const secret of init.suite.secretsOf?.(exchange) ?? []) {
        if (trial) trial.secrets.push(secret)
        else this.secrets.add(secret)
      }
      if (exchange.failure?.kind === 'refused') this.noteAbsence(exchange.id)
      this.stand(exchange)
      init.onExchange?.(exchange)
    })
    this.secrets.spare(init.rules.map(({ id }) => id))
    this.secrets.addTarget(init.target)
    this.secrets.addHeaders(init.suite.secretHeaders)
    this.clients = new Clients({
      ...init,
      tls,
      recorder: this.recorder,
      isTrial: scenario => this.fuzzing.trialOf(scenario) !== undefined,
      requireGoing: () => this.requireGoing(),
    })
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

  /** Whether connections were refused since the exchange with this id, so that the target may not be what it was. */
  wasAwaySince(exchange: number): boolean {
    return this.lastAbsence >= exchange
  }

  /** A target that comes back may have forgotten what it was. */
  private noteAbsence(exchange: number): void {
    this.lastAbsence = exchange
    this.stage.forget()
    this.made.clear()
  }

  /** Throws a `NotTested` once the run is interrupted. */
  requireGoing(): void {
    if (this.interruption?.aborted) throw new NotTested(INTERRUPTED)
  }

  /** What a step comes to; rejects with a `NotTested` as soon as the run is interrupted, whatever the step waits for. */
  unlessInterrupted<Result>(step: Promise<Result>): Promise<Result> {
    if (this.interruption === undefined) return step
    return new Promise((resolve, reject) => {
      this.surrenders.add(reject)
      void step.then(resolve, reject).finally(() => this.surrenders.delete(reject))
    })
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

  /** The time of the run's one clock, in milliseconds since the epoch. */
  now(): number {
    return Date.now()
  }

  /** What `make` gives, made once in the run: observations that many scenarios rest on. */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    return this.made.get(key, make) as Promise<Value>
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

  /** Enters a check of an exchange under any rule, with what it found wrong if anything; nothing if the rule is not judged. */
  charge(rule: string, finding: Finding | undefined, exchange: Exchange): void {
    if (!this.standingRules.has(rule) && !this.judges(rule)) return
    if (finding === undefined) this.ledger.pass(rule, exchange.scenario)
    else if (this.ledger.of(rule).failures.length >= MOST_FAILURES) this.ledger.failAgain(rule)
    else this.ledger.fail(rule, this.failureOf(rule, finding, exchange, exchange.scenario))
  }

  /** Whether every standing check of an exchange was made at once, so that none is left to the end. */
  isJudged(exchange: Exchange): boolean {
    return this.judged.has(exchange)
  }

  /** The address where the target's own calls arrive; it is listened on from the first call on. */
  callbacks(): Promise<CallbackServer> {
    this.listening ??= CallbackServer.open(this.target.callback, this.recorder)
    return this.listening
  }

  /** Ends every connection of the session. */
  async close(): Promise<void> {
    this.clients.close()
    this.stage.close()
    await (await this.listening)?.close()
  }

  private stand(exchange: Exchange): void {
    // What a case of a property exchanges is forgotten at its end, and cannot be judged later.
    const isTrial = this.fuzzing.trialOf(exchange.scenario) !== undefined
    if (isTrial) this.judged.add(exchange)
    for (const check of this.suite.standing) {
      if (!this.standingRules.has(check.rule) || !check.applies(exchange, this)) continue
      if (!isTrial && check.later?.(exchange)) continue
      this.charge(check.rule, check.find(exchange, this), exchange)
    }
  }
}
