import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames } from '../../cli/apis.js'
import { packageRoot } from '../../harness/package-root.js'

/** What became of all changes of one simulator's source. */
export interface Score {
  readonly changes: number
  readonly noticed: number
  /** Changes that no rule can notice, each with its reason in the list of the API. */
  readonly explained: number
}

const SCORES = join(packageRoot, 'docs/mutation.json')
const PAGE = join(packageRoot, 'docs/mutation.md')

/** The published scores by API. */
export function readScores(): Readonly<Record<string, Score>> {
  return existsSync(SCORES) ? (JSON.parse(readFileSync(SCORES, 'utf8')) as Record<string, Score>) : {}
}

/** Publishes the score of one API. */
export function publish(api: string, score: Score): void {
  const scores = { ...readScores(), [api]: score }
  writeFileSync(SCORES, `${JSON.stringify(scores, undefined, 2)}\n`)
  writeFileSync(PAGE, mutationPage(scores))
}

/** The noticed changes of those that can be noticed, in percent. */
export function percent({ changes, noticed, explained }: Score): string {
  return ((100 * noticed) / (changes - explained)).toFixed(1)
}

/** The page on what the features notice of changed simulators. */
export function mutationPage(scores: Readonly<Record<string, Score>>): string {
  const lines = apiNames.flatMap(api => {
    const score = scores[api]
    if (score === undefined) return []
    const { changes, noticed, explained } = score
    const cells = [changes, noticed, explained, changes - noticed - explained, `${percent(score)} %`]
    return [`| \`${api}\` | ${cells.join(' | ')} |`]
  })
  return `# What the features notice of a changed simulator

StrykerJS changes the source of a simulator in one place at a time: a condition, a text, an operator, a block left out. The
features of its API are the tests, and a change is noticed if any rule does not pass. \`npm run mutate -- exosite\` repeats
it for one API and brings this page up to date.

Some changes make no difference that a client could see, or one that the documents leave open. Each of those is listed with
its reason in \`test/mutation/left\`, and does not count; with \`--skip-explained\` none of them is tried, and all count as
unnoticed. What is unnoticed and not explained is a gap, of the features or of the list.

| API | changes | noticed | explained | gaps | score |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`
}
