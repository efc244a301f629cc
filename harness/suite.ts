import type { Fields } from '../schemas/fields.js'
import type { States } from '../schemas/states.js'
import type { Exchange } from './exchange.js'
import type { Finding } from './finding.js'
import type { Session } from './session.js'

/** A check that looks at every exchange of a run and is charged to a rule of its own. */
export interface StandingCheck {
  readonly rule: string
  /** Whether the exchange is one that the rule speaks of. */
  applies(exchange: Exchange, session: Session): boolean
  /**
   * Whether the verdict on the exchange is left to the suite's `atEnd`, where many are cheaper at once; of what
   * `Session.isJudged` says otherwise, nothing is.
   */
  later?(exchange: Exchange): boolean
  /** What is wrong; undefined if the exchange keeps the rule. */
  find(exchange: Exchange, session: Session): Finding | undefined
}

/** What an API brings along for the machinery, which knows no API by name. */
export interface Suite {
  readonly api: string
  readonly title: string
  readonly states: States
  /** Profiles by name with what they mean; `document` is the default. */
  readonly profiles: Readonly<Record<string, string>>
  /** Capabilities that an implementation may decline, with what they mean. */
  readonly capabilities: Readonly<Record<string, string>>
  /** Settings of the target file that only this API has. */
  readonly options: Fields
  /** What the API calls the place where the harness listens for calls of the target; `callback` if left out. */
  readonly callbackName?: string
  /** How many scenarios may wait side by side; each on its own if left out, for APIs whose states are the server's. */
  readonly lanes?: number
  readonly standing: readonly StandingCheck[]
  /** Names of header fields whose values are credentials, beside the registered ones. */
  readonly secretHeaders: readonly string[]
  /** Secrets that an exchange reveals, such as a key in a response body. */
  secretsOf?(exchange: Exchange): readonly string[]
  /** Makes the checks that look at the whole run, by `session.charge`, when its scenarios are over. */
  atEnd?(session: Session): Promise<void>
}
