import { authorizerFor } from '../harness/auth.js'
import { connectionAgent, requireReachable } from '../harness/connection.js'
import { header } from '../harness/exchange.js'
import { Misuse, NotTested } from '../harness/finding.js'
import { sendHttp } from '../harness/http-client.js'
import { openStage } from '../harness/stage.js'
import type { Suite } from '../harness/suite.js'
import { completeEntry } from '../harness/target-entry.js'
import type { Auth } from '../harness/target.js'

/** What a try came to: a sentence, and whether it speaks against the answer that was tried. */
export interface Trial {
  readonly holds: boolean
  readonly sentence: string
}

const LIMITS = { request: '5s', wait: '5s' }

/** Tries whether something listens at a base URL. */
export async function tryUrl(url: string): Promise<Trial> {
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url))
    return { holds: false, sentence: `"${url}" is no URL such as https://devices.example.com.` }
  return attempt(async () => {
    await requireReachable(completeEntry({ url, limits: LIMITS }), '.')
    return { holds: true, sentence: `Something listens at ${new URL(url).origin}.` }
  })
}

/** Tries what the base URL answers to a request with credentials; any answer but a refusal of them is no objection. */
export async function tryCredentials(url: string, auth: Auth): Promise<Trial & { readonly scheme?: string }> {
  const target = completeEntry({ url, auth, limits: LIMITS })
  const agent = connectionAgent(target, {})
  try {
    return await attempt(async () => {
      const authorizer = authorizerFor(target, {}, () => {})
      const request = await authorizer.authorize({ method: 'GET', target: '/' })
      const { answer, failure } = await sendHttp(
        { url: url.replace(/\/+$/, ''), agent, timeout: target.limits.request, maxBody: target.limits.body },
        request,
      )
      if (answer === undefined) return { holds: false, sentence: `It gave no answer: ${failure?.message}.` }
      const says = `GET / is answered ${answer.status}`
      if (answer.status !== 401 && answer.status !== 403) return { holds: true, sentence: `${says}.` }
      const scheme = header(answer.headers, 'www-authenticate')?.split(' ', 1)[0]?.toLowerCase()
      const wants = scheme === undefined ? '' : `, which asks for ${scheme}`
      return { holds: false, sentence: `${says}${wants}.`, ...(scheme === undefined ? {} : { scheme }) }
    })
  } finally {
    agent.destroy()
  }
}

/** Tries whether a stage server brings the first simple state about, with facts that can be used. */
export async function tryStage(suite: Suite, url: string, stage: string): Promise<Trial> {
  if (!/^https?:\/\/[^/]/.test(stage) || !URL.canParse(stage))
    return { holds: false, sentence: `"${stage}" is no URL.` }
  const simple = Object.entries(suite.states).find(([, { params }]) =>
    Object.values(params).every(({ optional }) => optional),
  )
  if (simple === undefined) return { holds: true, sentence: 'No state can be tried without parameters.' }
  const [state] = simple
  const target = completeEntry({ url, stage: { url: stage }, limits: LIMITS })
  return attempt(async () => {
    const opened = await openStage(suite.api, suite.states, target, '.')
    try {
      await opened.setUp(state, {})
      return { holds: true, sentence: `The stage brings about "${state}".` }
    } finally {
      opened.close()
    }
  })
}

async function attempt<Result extends Trial>(make: () => Promise<Result>): Promise<Result | Trial> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof Misuse || error instanceof NotTested)
      return { holds: false, sentence: error.message }
    throw error
  }
}
