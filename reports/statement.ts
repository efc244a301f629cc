import { createHash } from 'node:crypto'
import type { Verdict } from '../harness/verdict.js'
import { outcomeSentence } from './outcome-sentence.js'
import type { Archive } from './har.js'
import type { RuleDocument, VerdictDocument } from './verdict-json.js'

/** Who made the implementation, and which one it is; what nobody said is left out. */
export interface Implementation {
  readonly vendor?: string
  readonly product?: string
  readonly version?: string
  /** SHA-256 of the artifact that was judged. */
  readonly digest?: string
}

/** Digests of the files that a statement rests on, by their names. */
export type Digests = Readonly<Record<string, string>>

/** The conformance statement, as `schemas/statement.schema.json` describes it. */
export function statementDocument(
  verdict: VerdictDocument,
  archive: Archive,
  implementation: Implementation,
  evidence: Digests,
) {
  const judgedAt = archive.log.entries[0]?.startedDateTime
  return {
    implementation,
    outcome: verdict.outcome,
    ...(judgedAt === undefined ? {} : { judgedAt }),
    seed: verdict.seed,
    assay: verdict.assay,
    evidence,
    suites: verdict.suites.map(({ api, title, profile, target, capabilities, rules }) => ({
      api,
      specification: title,
      profile,
      target,
      capabilities,
      counts: countsOf(rules),
      rules: rules.map(({ id, level, authority, verdict, known }) => ({
        id,
        level,
        authority,
        verdict,
        ...(known ? { known } : {}),
      })),
    })),
  }
}

/** A conformance statement. */
export type StatementDocument = ReturnType<typeof statementDocument>

/** SHA-256 of a text in UTF-8, as hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The statement as Markdown, for people. */
export function statementMarkdown(statement: StatementDocument, verdict: VerdictDocument): string {
  const { implementation, assay, suites, evidence } = statement
  const who = [implementation.vendor, implementation.product, implementation.version]
    .filter(Boolean)
    .join(' ')
  const rows: [string, string][] = [
    ['implementation', cell(who) || 'not named'],
    ...(implementation.digest ? [['its SHA-256', code(implementation.digest)] as [string, string]] : []),
    ['judged', statement.judgedAt ?? 'at an unknown time'],
    ['by', `assay ${assay.version}, suite ${code(assay.digest)}, seed ${statement.seed}`],
    ...Object.entries(evidence).map(([name, digest]): [string, string] => [name, code(digest)]),
  ]
  return `# Conformance statement

**${cell(outcomeSentence(verdict))}**

| | |
| --- | --- |
${rows.map(([name, text]) => `| ${name} | ${text} |\n`).join('')}
${suites.map(suiteSection).join('\n')}`
}

function suiteSection(suite: StatementDocument['suites'][number]): string {
  const { specification, profile, target, capabilities, counts, rules } = suite
  const declared = Object.entries(capabilities).map(([name, has]) => `${name} (${has ? 'yes' : 'no'})`)
  const sum = Object.entries(counts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ')
  return `## ${cell(specification)}

Profile ${code(profile)}, target ${code(target)}. Capabilities: ${declared.join(', ') || 'none are optional'}. ${rules.length} rules: ${sum}.

| rule | level | authority | verdict |
| --- | --- | --- | --- |
${rules
  .map(({ id, level, authority, verdict, known }) => {
    const remark = known ? ` (known until ${known.expires}: ${known.reason})` : ''
    return `| ${code(id)} | ${level} | ${authority} | ${verdict}${cell(remark)} |\n`
  })
  .join('')}`
}

function countsOf(rules: readonly RuleDocument[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {}
  for (const { verdict } of rules) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}

/** Text that is one cell of a table, and no markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, String.raw`\$&`).replace(/\s+/g, ' ')
}

function code(text: string): string {
  return `\`${text.replace(/[`|\s]+/g, ' ')}\``
}
