import { stringify } from 'yaml'
import type { Suite } from '../harness/suite.js'

/** What `assay init` learnt of a target; `auth` names environment variables where the target file does. */
export interface Answers {
  readonly url: string
  readonly auth: Readonly<Record<string, string>> & { readonly type: string }
  readonly profile: string
  readonly stage?: string
  /** Settings that only this API has. */
  readonly options: Readonly<Record<string, unknown>>
}

/** A commented target file of at most 15 lines, for one API. */
export function targetFileText(suite: Suite, { url, auth, profile, stage, options }: Answers): string {
  const profiles = Object.keys(suite.profiles).filter(name => name !== profile)
  const [capability] = Object.keys(suite.capabilities)
  const [state = '', definition] = Object.entries(suite.states)[0] ?? []
  const names = Object.entries(definition?.facts ?? {}).flatMap(([name, { optional }]) =>
    optional ? [] : [`${name}: ...`],
  )
  const elsewhere = profiles.length === 0 ? '' : ` # or ${profiles.join(', ')}`
  return [
    '# Written by assay init. All members, states and their facts are in docs/targets.md; ${NAME} is a variable of the environment.',
    `${suite.api}: # ${suite.title}`,
    `  url: ${scalar(url)}`,
    `  auth: ${flow(auth)}`,
    `  profile: ${scalar(profile)}${elsewhere}`,
    ...(Object.keys(options).length === 0 ? [] : [`  options: ${flow(options)}`]),
    ...(capability === undefined
      ? []
      : [`  # capabilities: { ${capability}: false } # what the implementation does not offer`]),
    '  # limits: { request: 10s, wait: 30s, rate: 50 } # rate in requests per second',
    ...(isLocal(url)
      ? []
      : [
          `  # ${suite.callbackName ?? 'callback'}: { listen: "0.0.0.0:8090", publicUrl: "http://this-machine:8090" } # where the target calls back`,
        ]),
    ...(stage === undefined
      ? [
          '  # A stage server brings the target into the states that rules ask for. Without one, write their facts down:',
          '  # stage: { url: https://... }',
          '  fixtures: {}',
          `  #   ${scalar(state)}: [{ ${names.join(', ')} }]`,
        ]
      : [`  stage: { url: ${scalar(stage)} } # brings the target into the states that rules ask for`]),
    '',
  ].join('\n')
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trim()
}

function flow(value: object): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
}

function isLocal(url: string): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\])/i.test(url)
}
