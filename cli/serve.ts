import { once } from 'node:events'
import { Misuse } from '../harness/finding.js'
import { didYouMean } from '../harness/nearest.js'
import type { ServeOptions as ServerOptions } from '../simulators/http-server.js'
import type { Alteration, Defects, Simulator } from '../simulators/simulator.js'
import { loadApis } from './apis.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'
import { startSimulator, type RunningSimulator } from './start-simulator.js'

/** Arguments of `assay serve`. */
export interface ServeOptions {
  readonly apis: readonly string[]
  readonly host: string
  readonly port?: number
  readonly seed: number
  readonly defect?: readonly string[]
  readonly variation?: readonly string[]
  readonly latency: number
  readonly stage: boolean
  readonly quiet?: boolean
  readonly json?: boolean
}

/** Runs simulators until they are interrupted. */
export async function serve(options: ServeOptions, terminal: Console): Promise<number> {
  const apis = await loadApis(options.apis)
  if (options.defect?.includes('list') || options.variation?.includes('list')) {
    for (const { simulator } of apis) listAlterations(simulator, options, terminal)
    return EXIT.conformant
  }
  const chosen = apis.map(({ simulator }) => alterationsOf(simulator, options))
  requireAllFound(
    options,
    apis.map(({ simulator }) => simulator),
  )

  const running: RunningSimulator[] = []
  for (const [index, { simulator }] of apis.entries()) {
    const server: ServerOptions = {
      host: options.host,
      port: options.port === undefined ? 0 : options.port + index,
      latency: options.latency,
      stage: options.stage,
      ...(options.quiet || options.json ? {} : { log: requestLogger(simulator.api, terminal) }),
      onError: error =>
        terminal.error(`${simulator.api}: ${error instanceof Error ? error.stack : String(error)}`),
    }
    running.push(await start(simulator, options.seed, chosen[index] ?? [], server))
  }
  const places = apis.map(({ simulator }, index) => ({
    api: simulator.api,
    url: running[index]?.url,
    stage: running[index]?.stageUrl,
    auth: running[index]?.target.auth,
    beside: running[index]?.companions ?? [],
  }))
  if (options.json) terminal.print(JSON.stringify(places))
  else
    for (const { api, url, stage, auth, beside } of places) {
      const { paint } = terminal
      terminal.print(`${paint.bold(api)}  ${paint.cyan(String(url))}`)
      for (const party of beside) terminal.print(paint.dim(`  ${party.name}  ${party.url}`))
      if (stage !== undefined) terminal.print(paint.dim(`  stage  ${stage}`))
      if (auth?.type !== 'none') terminal.print(paint.dim(`  auth   ${JSON.stringify(auth)}`))
    }
  await once(terminal.interruption(), 'abort')
  await Promise.all(running.map(simulator => simulator.close()))
  return EXIT.conformant
}

async function start(
  simulator: Simulator,
  seed: number,
  alterations: readonly Alteration<never>[],
  server: ServerOptions,
) {
  try {
    return await startSimulator(simulator, seed, alterations, server, true)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code === 'EADDRINUSE' ? 'the port is in use' : message
    throw new Misuse(`${simulator.api} cannot listen on ${server.host}:${server.port}: ${reason}.`, { cause })
  }
}

function alterationsOf(simulator: Simulator, options: ServeOptions): Alteration<never>[] {
  const defects = (options.defect ?? []).flatMap(
    id => defectsOf(simulator)[id]?.slice(0, 1) ?? findDefect(simulator, id),
  )
  const variations = simulator.variations.filter(({ name }) => options.variation?.includes(name))
  return [...defects, ...variations]
}

/** Every defect of a simulator, those for the fuzzer included. */
function defectsOf({ defects, fuzzDefects = {} }: Simulator): Defects<never> {
  return { ...defects, ...fuzzDefects }
}

/** A defect by its own name, for rules that have several. */
function findDefect(simulator: Simulator, name: string): Alteration<never>[] {
  return Object.values(defectsOf(simulator))
    .flat()
    .filter(defect => defect.name === name)
}

function requireAllFound(options: ServeOptions, simulators: readonly Simulator[]): void {
  const defects = simulators
    .map(defectsOf)
    .flatMap(defects => [
      ...Object.keys(defects),
      ...Object.values(defects).flatMap(list => list.map(({ name }) => name)),
    ])
  const variations = simulators.flatMap(({ variations }) => variations.map(({ name }) => name))
  for (const id of options.defect ?? []) {
    if (!defects.includes(id))
      throw new Misuse(`Unknown defect "${id}".${didYouMean(id, defects)} See --defect list.`)
  }
  for (const name of options.variation ?? []) {
    if (!variations.includes(name)) {
      throw new Misuse(`Unknown variation "${name}".${didYouMean(name, variations)} See --variation list.`)
    }
  }
}

function listAlterations(simulator: Simulator, options: ServeOptions, terminal: Console): void {
  if (options.defect?.includes('list')) {
    for (const [rule, defects] of Object.entries(defectsOf(simulator))) {
      for (const { name } of defects) terminal.print(`${rule}  ${terminal.paint.dim(name)}`)
    }
  }
  if (options.variation?.includes('list')) {
    for (const { name } of simulator.variations) terminal.print(`${simulator.api}  ${name}`)
  }
}

function requestLogger(api: string, terminal: Console): NonNullable<ServerOptions['log']> {
  const { paint } = terminal
  return ({ method, target }, { status }, milliseconds) => {
    const colour = status >= 500 ? paint.red : status >= 400 ? paint.yellow : paint.green
    terminal.print(
      `${paint.dim(api)}  ${colour(String(status))}  ${method} ${target}  ${paint.dim(`${milliseconds.toFixed(1)} ms`)}`,
    )
  }
}
