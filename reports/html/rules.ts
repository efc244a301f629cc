import type { FailureDocument, RuleDocument, SuiteDocument, VerdictDocument } from '../verdict-json.js'
import { coverageOf } from './coverage.js'
import { markDifference } from './difference.js'
import { grouped, plural } from '../outcome-sentence.js'
import { inert, shortened } from './inert.js'
import { machinePicture } from './machine.js'
import { badge, ruleLink, VERDICT_ORDER, VERDICTS } from './words.js'

const MOST_FAILURES = 3
const LONGEST = 4000

/** Every rule by API and capability, with what was found. */
export function ruleSections({ suites }: VerdictDocument): string {
  return suites.map(suiteSection).join('\n')
}

function suiteSection(suite: SuiteDocument): string {
  const features = new Map<string, RuleDocument[]>()
  for (const rule of suite.rules) {
    const rules = features.get(rule.feature)
    if (rules) rules.push(rule)
    else features.set(rule.feature, [rule])
  }
  return `<section class="api" data-api="${inert(suite.api)}" aria-labelledby="api-${inert(suite.api)}">
<h2 id="api-${inert(suite.api)}">${inert(suite.title)}</h2>
${funnel(suite)}
${(suite.machines ?? []).map(machinePicture).join('\n')}
${[...features].map(([name, rules]) => featureSection(name, rules, suite)).join('\n')}
</section>`
}

/** How many rules there are, can be observed, apply to the target with a check, and were exercised in the run. */
function funnel({ rules }: SuiteDocument): string {
  const steps: readonly (readonly [name: string, meaning: string, count: number])[] = [
    ['stated', 'rules of the specification', rules.length],
    ['observable', 'can be seen from outside', rules.filter(({ why }) => why === undefined).length],
    ['tested', 'apply to this target', rules.filter(({ verdict }) => verdict !== 'not-applicable').length],
    ['exercised', 'at least one check was made', rules.filter(({ checks }) => checks > 0).length],
  ]
  const bar = (count: number): string =>
    `<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="6"/><rect class="part" width="${rules.length === 0 ? 0 : ((100 * count) / rules.length).toFixed(2)}" height="6"/></svg>`
  return `<ol class="funnel">${steps
    .map(
      ([name, meaning, count]) =>
        `<li><span class="number">${grouped(count)}</span> <strong>${name}</strong> <span class="quiet">${meaning}</span>${bar(count)}</li>`,
    )
    .join('')}</ol>`
}

function featureSection(name: string, rules: readonly RuleDocument[], suite: SuiteDocument): string {
  const counts = VERDICT_ORDER.flatMap(verdict => {
    const count = rules.filter(rule => rule.verdict === verdict).length
    return count === 0
      ? []
      : [
          `<span class="tally ${verdict}" title="${VERDICTS[verdict].name}">${VERDICTS[verdict].sign} ${count}</span>`,
        ]
  })
  return `<section class="feature"><h3>${inert(name)} <span class="tallies">${counts.join(' ')}</span></h3>
<ul class="rules">
${rules.map(rule => ruleItem(rule, suite)).join('\n')}
</ul></section>`
}

function ruleItem(rule: RuleDocument, { coverage = [] }: SuiteDocument): string {
  const exercised = coverage.filter(entry => entry.rule === rule.id).map(coverageOf)
  const authority = rule.authority === 'document' ? '' : ` · ${rule.authority}`
  const role = rule.role === 'server' ? '' : ` · ${rule.role}`
  return `<li class="rule ${rule.verdict}" id="${inert(rule.id)}" data-verdict="${rule.verdict}" data-level="${rule.level}" data-authority="${rule.authority}" data-role="${rule.role}"><details>
<summary>${badge(rule.verdict)}<span class="sentence">${inert(rule.text)}</span><span class="strength">${rule.level}${authority}${role}</span><code class="id">${inert(rule.id)}</code></summary>
<div class="body">
<dl>${term('Source', inert(rule.source))}${term('Reading', inert(rule.reading ?? ''))}${term('Cannot be observed', inert(rule.why ?? ''))}${term('Why no judgement', rule.why === undefined ? inert(shortened(rule.reason ?? '', LONGEST)) : '')}${term('Waits for', (rule.blockedBy ?? []).map(ruleLink).join(', '))}${term('Known failure', rule.known ? `${inert(rule.known.reason)} (until ${inert(rule.known.expires)})` : '')}${term('Checks', checksOf(rule))}${term('Exercised', exercised.join('<br>'))}</dl>
${failuresOf(rule)}
</div></details></li>`
}

function term(name: string, html: string): string {
  return html === '' ? '' : `<dt>${name}</dt><dd>${html}</dd>`
}

function checksOf({ checks, failed, scenarios, file }: RuleDocument): string {
  if (scenarios.length === 0) return checks === 0 ? '' : plural(checks, 'check')
  const result = `${plural(checks, 'check')}${failed > 0 ? `, ${grouped(failed)} of them failed` : ''}`
  const items = scenarios.map(
    ({ name, line }) =>
      `<li><button type="button" class="scenario" data-scenario="${inert(`${file}:${line}`)}" aria-expanded="false">${inert(name || 'Example')} <span class="quiet">line ${line}</span></button></li>`,
  )
  return `${result} in <code>${inert(file)}</code><ul class="scenarios">${items.join('')}</ul>`
}

function failuresOf({ failures, failed }: RuleDocument): string {
  const shown = failures.slice(0, MOST_FAILURES).map(failureArticle)
  const others = failures
    .slice(MOST_FAILURES)
    .map(
      failure =>
        `<li>${inert(shortened(failure.summary, 200))} <button type="button" class="scenario" data-scenario="${inert(failure.scenario)}" data-exchange="${inert(failure.exchange ?? '')}" aria-expanded="false">exchanges</button></li>`,
    )
  const unseen = failed - failures.length
  const last = unseen > 0 ? `<li>${plural(unseen, 'further failed check')} of the same rule</li>` : ''
  const rest = others.length > 0 || last !== '' ? `<ul class="further">${others.join('')}${last}</ul>` : ''
  return shown.join('\n') + rest
}

function failureArticle({
  summary,
  expected,
  received,
  request,
  repeat,
  scenario,
  exchange,
}: FailureDocument): string {
  const sides = markDifference(shortened(expected, LONGEST), shortened(received, LONGEST))
  return `<article class="failure">
<h4>${inert(shortened(summary, 1000))}</h4>
<div class="sides"><div class="side expected"><h5>Expected</h5><pre>${sides.expected}</pre></div><div class="side received"><h5>Received</h5><pre>${sides.received}</pre></div></div>
${request === '' ? '' : `<p class="request"><span class="quiet">Request</span> <code>${inert(shortened(request, 500))}</code></p>`}
<p class="repeat"><span class="quiet">Repeat</span> <code>${inert(repeat)}</code> <button type="button" class="copy">Copy</button></p>
<p><button type="button" class="scenario first" data-scenario="${inert(scenario)}" data-exchange="${inert(exchange ?? '')}" aria-expanded="false">Exchanges <span class="quiet">${inert(scenario)}</span></button></p>
</article>`
}
