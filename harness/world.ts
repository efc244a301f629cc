import { AsyncLocalStorage } from 'node:async_hooks'
import { World, type IWorldOptions } from '@cucumber/cucumber'
import type { FactsOf, ParamsOf, States } from '../schemas/states.js'
import type { Rule } from './catalogue.js'
import type { OpenedConnection, RecordedConnection } from './clients.js'
import { describeAnswer } from './describe.js'
import type { Answer, Exchange } from './exchange.js'
import { Inconclusive, NotTested, Violation, type Finding } from './finding.js'
import type { HttpRequest } from './http-client.js'
import type { Covered } from './fuzz/coverage.js'
import { Random } from './random.js'
import type { RawRequest } from './raw-client.js'
import type { Session } from './session.js'
import type { Auth } from './target.js'

/** The session in whose run a scenario is executed; runs side by side each have their own. */
export const runningSession = new AsyncLocalStorage<Session>()

/** What the steps of one scenario share: the target, its stage, and the judgement of the scenario's rule. */
export class AssayWorld<S extends States = States> extends World {
  readonly session: Session
  /** The rule of the scenario; set before the first step. */
  rule!: Rule
  /** Where the scenario stands: `features/exosite/listing.feature:12`. */
  scenario = ''
  /** Data for this scenario, a function of the run's seed and the scenario alone. */
  random!: Random
  /** The steps of the scenario with their keywords. */
  steps: readonly string[] = []
  /** The id of the first exchange that can be the scenario's. */
  since = 0

  private readonly endings: (() => unknown)[] = []
  private isOver = false

  constructor(options: IWorldOptions) {
    super(options)
    const session = runningSession.getStore()
    if (session === undefined) throw new Error('A scenario runs only within a session')
    this.session = session
  }

  /** Takes on a scenario. */
  begin(rule: Rule, scenario: string, name: string, steps: readonly string[] = []): void {
    this.rule = rule
    this.steps = steps
    this.scenario = scenario
    this.since = this.session.recorder.nextId
    this.random = new Random(this.session.seed, `${rule.id}\n${name}\n${scenario.replace(/.*:/, '')}`)
  }

  /**
   * Has something done when the scenario is over, whatever became of it; at once where it is, as for a step that an
   * interruption overtook.
   */
  atEnd(ending: () => unknown): void {
    if (this.isOver) void Promise.resolve(ending())
    else this.endings.push(ending)
  }

  /** How many things are to be done at the end so far. */
  get openEnds(): number {
    return this.endings.length
  }

  /** Does what is to be done at the end, the last thing first; of the first `from` things nothing. */
  async end(from = 0): Promise<void> {
    for (const ending of this.endings.splice(from).toReversed()) await ending()
  }

  /** The scenario is over: does everything that is to be done then. */
  async close(): Promise<void> {
    this.isOver = true
    await this.end()
  }

  /** Sends a request with the target's credentials. */
  send(request: HttpRequest): Promise<Exchange> {
    return this.session.clients.send(request, this.scenario)
  }

  /** Sends a request without the target's credentials. */
  sendAnonymously(request: HttpRequest): Promise<Exchange> {
    return this.session.clients.send(request, this.scenario, { anonymous: true })
  }

  /** Sends a request after an edit that sees the target's credentials in it. */
  sendEdited(request: HttpRequest, edit: (authorized: HttpRequest) => HttpRequest): Promise<Exchange> {
    return this.session.clients.send(request, this.scenario, { edit })
  }

  /** Sends a request with other credentials than the target's. */
  sendAs(auth: Auth, request: HttpRequest): Promise<Exchange> {
    return this.session.clients.send(request, this.scenario, { auth })
  }

  /** Sends bytes as they are, on a connection of their own. */
  sendRaw(request: RawRequest): Promise<Exchange> {
    return this.session.clients.sendRaw(request, this.scenario)
  }

  /** A connection of its own for bytes as they are, one request after the other. */
  openRaw(): RecordedConnection {
    return this.session.clients.openRaw(this.scenario)
  }

  /**
   * Opens a WebSocket for this scenario, or for one case of its property: it is closed at the end, and standing checks see it then.
   * @param keeps whether it is not to be closed at the end of a case, since it is used again.
   */
  async openSocket(
    path: string,
    protocols: readonly string[] = [],
    keeps: () => Promise<boolean> = () => Promise.resolve(false),
  ): Promise<OpenedConnection> {
    const opened = await this.session.clients.openSocket(path, this.scenario, protocols)
    this.atEnd(async () => {
      if (opened.connection && !(await keeps())) await opened.connection.close()
      this.session.recorder.settle(opened.exchange)
    })
    return opened
  }

  /** Brings the target into a state; the facts are those of the API's definition. */
  async state<Name extends keyof S & string>(
    name: Name,
    params: ParamsOf<S[Name]>,
  ): Promise<FactsOf<S[Name]>> {
    return (await this.session.setUp(name, params, this.scenario)) as FactsOf<S[Name]>
  }

  /**
   * One check of the scenario's rule. Enters it in the ledger; throws a `Violation` if it does not hold.
   * @param exchange what shows it; its request is printed with a failure.
   */
  check(holds: boolean, finding: Finding, exchange?: Exchange): void {
    if (!holds) throw new Violation(finding, exchange)
    this.session.ledger.pass(this.rule.id, this.scenario)
  }

  /**
   * A precondition that a rule promises: what is not given blocks this scenario, and is judged over there. Where that
   * rule is the scenario's own, its breach is found already.
   * @param blocking id of the rule whose breach would explain it.
   * @param what the promise as a sentence without a full stop: "an enabled serial number activates".
   */
  require(holds: boolean, blocking: string, what: string, exchange?: Exchange): void {
    if (holds) return
    if (exchange && isSilence(exchange)) this.answerOf(exchange)
    if (blocking === this.rule.id) {
      const received = exchange ? describeAnswer(exchange) : 'the opposite'
      throw new Violation({ summary: `This does not hold: ${what}.`, expected: what, received }, exchange)
    }
    const received = exchange ? ` (received ${describeAnswer(exchange)})` : ''
    throw new NotTested(`A precondition failed: ${what}${received}. See ${blocking}.`, blocking)
  }

  /** Makes the standing check of the scenario's own rule on an exchange that must be one the rule speaks of. */
  checkStanding(exchange: Exchange): void {
    const standing = this.session.suite.standing.find(({ rule }) => rule === this.rule.id)
    if (standing === undefined) throw new TypeError(`${this.rule.id} has no standing check`)
    if (!standing.applies(exchange, this.session)) {
      throw new NotTested(`The answer is none that the rule speaks of (${describeAnswer(exchange)}).`)
    }
    const finding = standing.find(exchange, this.session)
    if (finding) throw new Violation(finding, exchange)
    this.session.ledger.pass(this.rule.id, this.scenario)
  }

  /** The answer of an exchange. Without one the scenario ends: a silent target decides nothing, a broken answer does. */
  answerOf(exchange: Exchange): Answer {
    const { answer, failure } = exchange
    if (answer) return answer
    if (isSilence(exchange)) throw new Inconclusive(`The target gave no answer: ${failure?.message}.`)
    const received = describeAnswer(exchange)
    throw new Violation(
      { summary: 'The target gave no usable answer.', expected: 'an HTTP response', received },
      exchange,
    )
  }

  /** Checks the status of an answer. @param meaning the outcome in the specification's words. */
  expectStatus(exchange: Exchange, expected: number | readonly number[], meaning: string): void {
    const allowed = [...new Set([expected].flat())]
    const { status } = this.answerOf(exchange)
    this.check(
      allowed.includes(status),
      {
        summary: `The answer should say "${meaning}".`,
        expected: allowed.join(' or '),
        received: describeAnswer(exchange),
      },
      exchange,
    )
  }

  /** Counts what a case of a property exercises. */
  cover(kind: Covered, name: string): void {
    this.session.fuzzing.trialOf(this.scenario)?.coverage.add(kind, name)
  }

  /** Enters something that was seen and that nobody decides. */
  observe(subject: string, seen: string): void {
    this.session.ledger.observe({ rule: this.rule.id, scenario: this.scenario, subject, seen })
  }
}

/** Whether nothing came at all, so that nobody can know what would have come. */
export function isSilence({ failure }: Exchange): boolean {
  return failure !== undefined && ['timeout', 'refused', 'dns', 'tls'].includes(failure.kind)
}
