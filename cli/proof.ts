import { readFileSync } from 'node:fs'
import { Misuse } from '../harness/finding.js'
import type { Trial } from './trial.js'

/** The suite's own score, as `schemas/prove.schema.json` describes it. */
export interface Proof {
  readonly defects: readonly ProvedDefect[]
  readonly variations: readonly {
    readonly api: string
    readonly name: string
    readonly red: readonly string[]
  }[]
  readonly hollow: readonly {
    readonly api: string
    readonly name: string
    readonly passed: readonly string[]
    /** Why a server without substance keeps a rule, by the rule's id. */
    readonly explained: Readonly<Record<string, string>>
    readonly unexplained: readonly string[]
  }[]
}

/** A defect with what the suite said of it. */
export interface ProvedDefect {
  readonly api: string
  readonly rule: string
  readonly name: string
  readonly detected: boolean
  readonly byOwnRule: boolean
  readonly alsoRed: readonly string[]
  /** The smallest input that showed it, if it was searched for. */
  readonly case?: readonly string[]
}

/** The score of one API. */
export interface Score {
  readonly api: string
  readonly defects: number
  readonly seenByOwnRule: number
  /** How many other rules a defect turns red: the median, and the ninth decile. */
  readonly median: number
  readonly ninthDecile: number
  readonly variations: number
  readonly undisturbed: number
  readonly hollow: number
  readonly explained: number
}

/** The variation that is none. */
export const REFERENCE = 'none: the reference'

/** The scores of a proof, one for each API in it. */
export function scoresOf(proof: Proof): Score[] {
  const apis = [...new Set([...proof.defects, ...proof.variations, ...proof.hollow].map(({ api }) => api))]
  return apis.map(name => {
    const isOwn = ({ api }: { readonly api: string }): boolean => api === name
    const defects = proof.defects.filter(isOwn)
    const variations = proof.variations.filter(isOwn)
    const hollow = proof.hollow.filter(isOwn)
    const others = defects.map(({ alsoRed }) => alsoRed.length).toSorted((a, b) => a - b)
    const quantile = (part: number): number => others[Math.floor((others.length - 1) * part)] ?? 0
    return {
      api: name,
      defects: defects.length,
      seenByOwnRule: defects.filter(({ byOwnRule }) => byOwnRule).length,
      median: quantile(0.5),
      ninthDecile: quantile(0.9),
      variations: variations.length,
      undisturbed: variations.filter(({ red }) => red.length === 0).length,
      hollow: hollow.length,
      explained: hollow.filter(({ unexplained }) => unexplained.length === 0).length,
    }
  })
}

/** The proof in a file that `assay prove --out` wrote. Throws a `Misuse` if there is none in it. */
export function readProof(file: string): Proof {
  let proof: Partial<Proof> | undefined
  try {
    proof = JSON.parse(readFileSync(file, 'utf8')) as Partial<Proof>
  } catch (cause) {
    const [why] = (cause as Error).message.split('\n', 1)
    throw new Misuse(`${file} holds no result of assay prove, it cannot be read: ${why}`, { cause })
  }
  const { defects, variations, hollow } = proof ?? {}
  if (!defects || !variations || !hollow) {
    throw new Misuse(`${file} holds no result of assay prove: it lacks defects, variations or hollow.`)
  }
  return { defects, variations, hollow }
}

/** A proof brought up to date: what was tried anew replaces what was there, and what is no trial any more is left out. */
export function updated(before: Proof, now: Proof, trials: readonly Trial[]): Proof {
  const merge = <Entry extends { readonly api: string; readonly name: string; readonly rule?: string }>(
    old: readonly Entry[],
    fresh: readonly Entry[],
    kinds: readonly Trial['kind'][],
  ): Entry[] => {
    const entries = new Map([...old, ...fresh].map(entry => [keyOf(entry), entry]))
    return trials
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(trial => entries.get(keyOf({ name: REFERENCE, ...trial })) ?? [])
  }
  return {
    defects: merge(before.defects, now.defects, ['defect', 'fuzz defect']),
    variations: merge(before.variations, now.variations, ['variation', 'reference']),
    hollow: merge(before.hollow, now.hollow, ['hollow']),
  }
}

function keyOf({ api, rule = '', name }: { api: string; rule?: string; name: string }): string {
  return JSON.stringify([api, rule, name])
}
