import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { Misuse } from '../harness/finding.js'
import type { Suite } from '../harness/suite.js'
import { parseTargetFile } from '../harness/target-file.js'
import type { Auth } from '../harness/target.js'
import { apiNames, loadApis } from './apis.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'
import { targetFileText, type Answers } from './init-file.js'
import { requireFile } from './output.js'
import { tryCredentials, tryStage, tryUrl, type Trial } from './init-trials.js'

/** Arguments of `assay init`: what is left out is asked for where a person is there to answer. */
export interface InitOptions {
  readonly api?: string
  readonly url?: string
  readonly auth?: string
  readonly username?: string
  /** The variable of the environment that holds the password, token, key or client secret. */
  readonly secret?: string
  readonly keyName?: string
  readonly tokenUrl?: string
  readonly profile?: string
  readonly stage?: string
  /** Settings that only one API has, as `name=value`. */
  readonly option?: readonly string[]
  readonly out: string
  readonly force?: boolean
}

const AUTHS = ['none', 'basic', 'bearer', 'apiKey', 'oauth2'] as const

/** Asks for what a target needs, tries it as it goes, and writes a target file that runs. */
export async function init(options: InitOptions, terminal: Console): Promise<number> {
  const path = resolve(terminal.cwd, options.out)
  if (existsSync(path) && !options.force) {
    throw new Misuse(`${options.out} exists already. --force writes it anew, --out another one.`)
  }
  await requireFile(path, options.out)
  const talk = new Conversation(terminal)
  const name = await talk.choose('API', options.api, apiNames, 'exosite')
  const [api] = await loadApis([name])
  const { suite } = api as { suite: Suite }
  const url = await talk.tried('Base URL of the implementation', options.url, '--url', tryUrl)
  const auth = await askAuth(talk, options, terminal, suite, url)
  const profiles = Object.keys(suite.profiles)
  const profile = await talk.choose('Profile', options.profile, profiles, 'document', profiles.length > 1)
  const settings = await askOptions(talk, options.option ?? [], suite)
  const stage = await talk.tried('URL of the stage server (empty: none)', options.stage, '--stage', text =>
    text === '' ? { holds: true, sentence: '' } : tryStage(suite, url, text),
  )
  const text = targetFileText(suite, {
    url,
    auth,
    profile,
    options: settings,
    ...(stage === '' ? {} : { stage }),
  })
  parseTargetFile(options.out, text, withSecrets(terminal.env, auth))
  writeFileSync(path, text)
  terminal.print(`\nWritten to ${options.out}. Now: assay run --target ${options.out}`)
  return EXIT.conformant
}

/** Settings that were given, and those that the API cannot do without. */
async function askOptions(
  talk: Conversation,
  given: readonly string[],
  suite: Suite,
): Promise<Readonly<Record<string, unknown>>> {
  const values = new Map(
    given.map(text => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
      if (name === '') throw new Misuse(`--option ${text}: it must have the form name=value.`)
      return [name, value]
    }),
  )
  for (const [name, field] of Object.entries(suite.options)) {
    if (field.optional || values.has(name)) continue
    values.set(name, await talk.ask(`${name}: ${field.means}`, undefined, undefined, `--option ${name}=...`))
  }
  const isText = (name: string): boolean => suite.options[name]?.schema['type'] === 'string'
  return Object.fromEntries(
    [...values].map(([name, value]) => [name, isText(name) ? value : (parseYaml(value) as unknown)]),
  )
}

async function askAuth(
  talk: Conversation,
  options: InitOptions,
  terminal: Console,
  suite: Suite,
  url: string,
): Promise<Answers['auth']> {
  const bare = await tryCredentials(url, { type: 'none' })
  talk.tell(bare.holds ? bare : { holds: true, sentence: bare.sentence })
  const wanted = AUTHS.find(type => type === bare.scheme) ?? 'none'
  const type = await talk.choose('Credentials', options.auth, AUTHS, wanted)
  if (type === 'none') return { type }
  const variable = await talk.ask(
    'Variable of the environment that holds the secret',
    options.secret,
    `${suite.api.toUpperCase()}_SECRET`,
  )
  const secret = `\${${variable}}`
  const user = (): Promise<string> =>
    talk.ask(type === 'oauth2' ? 'Client id' : 'User name', options.username, undefined, '--username')
  const auth: Answers['auth'] =
    type === 'basic'
      ? { type, username: await user(), password: secret }
      : type === 'bearer'
        ? { type, token: secret }
        : type === 'apiKey'
          ? {
              type,
              in: 'header',
              name: await talk.ask('Header field', options.keyName, 'X-API-Key'),
              value: secret,
            }
          : {
              type: 'oauth2',
              tokenUrl: await talk.ask('Token endpoint', options.tokenUrl, undefined, '--token-url'),
              clientId: await user(),
              clientSecret: secret,
            }
  const value = terminal.env[variable]
  if (value === undefined) {
    talk.tell({ holds: false, sentence: `${variable} is not set here; the credentials were not tried.` })
  } else {
    const filled = Object.fromEntries(
      Object.entries(auth).map(([key, text]) => [key, text === secret ? value : text]),
    )
    talk.tell(await tryCredentials(url, filled as unknown as Auth))
  }
  return auth
}

/** The environment with something for each variable that the file names, so that the file can be checked. */
function withSecrets(env: Console['env'], auth: Answers['auth']): Console['env'] {
  const names = Object.values(auth).flatMap(text => /^\$\{(.+)\}$/.exec(text)?.[1] ?? [])
  return { ...Object.fromEntries(names.map(name => [name, 'secret'])), ...env }
}

/** Questions with their answers, from flags or from a person. */
class Conversation {
  constructor(private readonly terminal: Console) {}

  /** An answer; the fallback where nobody is there to give one. Throws a `Misuse` where there is no fallback. */
  async ask(question: string, given: string | undefined, fallback?: string, flag = ''): Promise<string> {
    if (given !== undefined) return given
    const { paint } = this.terminal
    const suggestion = fallback ? paint.dim(` [${fallback}]`) : ''
    const answer = (await this.terminal.ask?.(`${question}${suggestion}: `))?.trim()
    if (answer === undefined) {
      if (fallback === undefined)
        throw new Misuse(`${question}: nobody is there to ask. Say it with ${flag}.`)
      return fallback
    }
    return answer === '' && fallback !== undefined ? fallback : answer
  }

  /** One of several values. */
  async choose<Value extends string>(
    question: string,
    given: string | undefined,
    values: readonly Value[],
    fallback: Value,
    worthAsking = true,
  ): Promise<Value> {
    for (;;) {
      const asked = `${question} (${values.join(', ')})`
      const answer = worthAsking ? await this.ask(asked, given, fallback) : (given ?? fallback)
      const value = values.find(value => value === answer)
      if (value !== undefined) return value
      const problem = `"${answer}" is none of ${values.join(', ')}.`
      if (given !== undefined || this.terminal.ask === undefined) throw new Misuse(`${question}: ${problem}`)
      this.tell({ holds: false, sentence: problem })
    }
  }

  /** An answer that is tried at once; a person may give another one, a flag may not. */
  async tried(
    question: string,
    given: string | undefined,
    flag: string,
    attempt: (answer: string) => Trial | Promise<Trial>,
  ): Promise<string> {
    const optional = question.includes('empty')
    for (;;) {
      const answer = await this.ask(question, given, optional ? '' : undefined, flag)
      const trial = await attempt(answer)
      if (!trial.holds && (given !== undefined || this.terminal.ask === undefined))
        throw new Misuse(trial.sentence)
      this.tell(trial)
      if (trial.holds) return answer
    }
  }

  /** Tells what a try came to. */
  tell({ holds, sentence }: Trial): void {
    const { paint } = this.terminal
    if (sentence !== '') this.terminal.print(`${holds ? paint.green('✔') : paint.yellow('!')} ${sentence}`)
  }
}
