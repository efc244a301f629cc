import { serialize } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import type { Envelope } from '@cucumber/messages'
import type { Rule } from '../harness/catalogue.js'
import { Misuse, type Failure } from '../harness/finding.js'
import type { FuzzPlan } from '../harness/fuzz/fuzzing.js'
import type { Selection } from '../harness/run-suite.js'
import { Secrets, type KnownSecrets } from '../harness/secrets.js'
import { loadApis, type Api } from './apis.js'
import { judge, prepare, type Judgement } from './judge.js'
import { startSimulator } from './start-simulator.js'

/** A bundled simulator that is to be judged. */
export interface Task {
  readonly api: string
  readonly rules: readonly Rule[]
  /** Where relative paths begin. */
  readonly folder: string
  readonly seed: number
  readonly selection: Selection
  readonly fuzz: FuzzPlan
}

/** What came of a task, as `v8.deserialize` gives it: buffers stay buffers. */
export interface Judged {
  readonly judgement: Judgement
  readonly secrets: KnownSecrets
}

/** What a worker says while it judges, and at the end. */
export type News =
  /** Messages as JSON: as text they cross in a fraction of the time that their objects take. */
  | { readonly messages: string }
  | {
      readonly rule: Rule
      readonly failure: Failure
      readonly profile: string
      readonly secrets: KnownSecrets
    }
  | { readonly judged: Uint8Array }
  | { readonly error: string; readonly isMisuse: boolean }

/** Messages that are handed over at a time: each crossing of the threads costs as much as many of them. */
const BATCH = 100

const port = parentPort
const interruption = new AbortController()

port?.on('message', (task: Task | 'interrupt') => {
  if (task === 'interrupt') interruption.abort()
  else {
    perform(task).then(
      judged => tell({ judged: serialize(judged) }),
      (error: unknown) => tell(errorNews(error)),
    )
  }
})

function errorNews(error: unknown): News {
  if (error instanceof Misuse) return { error: error.message, isMisuse: true }
  return { error: error instanceof Error ? (error.stack ?? error.message) : String(error), isMisuse: false }
}

function tell(news: News): void {
  port?.postMessage(news)
}

async function perform({ api: name, rules, folder, seed, selection, fuzz }: Task): Promise<Judged> {
  const [loaded] = await loadApis([name])
  const api = await prepare(loaded as Api, rules)
  const secrets = new Secrets()
  let messages: Envelope[] = []
  const handOver = (): void => {
    tell({ messages: JSON.stringify(messages) })
    messages = []
  }
  const simulator = await startSimulator(api.simulator, seed)
  try {
    const judgement = await judge(api, {
      target: simulator.target,
      folder,
      seed,
      selection,
      fuzz,
      repeatTarget: '',
      secrets,
      interruption: interruption.signal,
      onMessage: envelope => {
        if (messages.push(envelope) === BATCH) handOver()
      },
      onFailure: (rule, failure) =>
        tell({ rule, failure, profile: simulator.target.profile, secrets: secrets.known }),
    })
    handOver()
    return { judgement, secrets: secrets.known }
  } finally {
    await simulator.close()
  }
}
