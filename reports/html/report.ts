import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../harness/package-root.js'
import type { Archive } from '../har.js'
import type { RuleDocument, VerdictDocument } from '../verdict-json.js'
import { packEvidence, type PackedEvidence } from './evidence.js'
import { countOf, grouped, outcomeSentence } from '../outcome-sentence.js'
import { inert, inertJson } from './inert.js'
import { overview } from './overview.js'
import { ruleSections } from './rules.js'
import { VERDICT_ORDER, VERDICTS } from './words.js'

/**
 * The report as one HTML file that needs nothing else, from the verdict and the evidence alone: the same ones give the
 * same bytes. Whatever the target sent is text in it; only the page's own script may run.
 */
export function htmlReport(verdict: VerdictDocument, archive: Archive): string {
  const [style, script] = [asset('page.css'), asset('page.js')]
  const evidence = packEvidence(verdict, archive)
  const { chunks, ...index } = evidence
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${inert(outcomeSentence(verdict))} – assay</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#rules">Skip to the rules</a>
${overview(verdict, archive.log.entries[0]?.startedDateTime)}
<main id="rules" tabindex="-1">
${filters(verdict)}
${ruleSections(verdict)}
</main>
<footer><p>${inert(leftOut(evidence))} Everything is in <code>evidence.har</code> beside this page; secrets are redacted.</p>
<p class="quiet no-print">Keys: <kbd>/</kbd> goes to the search, <kbd>j</kbd> and <kbd>k</kbd> to the next and the previous rule.</p>
<p class="quiet">Suite digest <code>${inert(verdict.assay.digest)}</code></p></footer>
<script type="application/json" id="evidence">${inertJson(index)}</script>
${chunks.map((chunk, number) => `<script type="text/plain" id="chunk-${number}">${chunk}</script>`).join('\n')}
<script>${script}</script>
</body>
</html>
`
}

function filters({ suites }: VerdictDocument): string {
  const rules = suites.flatMap(suite => suite.rules)
  const chips = VERDICT_ORDER.filter(verdict => countOf(rules, verdict) > 0).map(
    verdict =>
      `<button type="button" class="chip ${verdict}" data-filter="verdict" data-value="${verdict}" aria-pressed="false"><span aria-hidden="true">${VERDICTS[verdict].sign}</span> ${VERDICTS[verdict].name} <span class="count">${grouped(countOf(rules, verdict))}</span></button>`,
  )
  return `<form class="filters" id="filters" role="search" aria-label="Filter the rules">
<div class="chips" role="group" aria-label="Verdict">${chips.join('')}</div>
${
  suites.length > 1
    ? select(
        'api',
        'API',
        suites.map(({ api }) => api),
      )
    : ''
}${select('level', 'Level', ['must', 'should', 'may'])}${select('authority', 'Authority', valuesOf(rules, 'authority'))}${select('role', 'Role', valuesOf(rules, 'role'))}
<label class="search">Text <input type="search" id="search" placeholder="words, an id, a status" autocomplete="off" spellcheck="false"></label>
<output id="shown" aria-live="polite">${grouped(rules.length)} rules</output>
<button type="reset">Clear</button>
</form>`
}

function select(name: string, label: string, values: readonly string[]): string {
  if (values.length < 2) return ''
  const options = values.map(value => `<option>${inert(value)}</option>`).join('')
  return `<label>${label} <select data-filter="${name}"><option value="">all</option>${options}</select></label>`
}

function valuesOf(rules: readonly RuleDocument[], name: 'authority' | 'role'): string[] {
  return [...new Set(rules.map(rule => rule[name]))].toSorted()
}

function leftOut({ carried, total }: PackedEvidence): string {
  return carried === total
    ? `All ${grouped(total)} exchanges of the run are in this page.`
    : `This page carries ${grouped(carried)} of the ${grouped(total)} exchanges of the run: those of failures, and a bounded part of the others.`
}

function asset(name: string): string {
  return readFileSync(join(packageRoot, 'reports/html', name), 'utf8')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
