import type { Level } from '../../harness/catalogue.js'
import type { RuleDocument, SuiteDocument, VerdictDocument } from '../verdict-json.js'
import { countOf, grouped, outcomeSentence, plural } from '../outcome-sentence.js'
import { inert, shortened } from './inert.js'
import { badge, ruleLink, VERDICT_ORDER, VERDICTS } from './words.js'

const LEVELS: readonly Level[] = ['must', 'should', 'may']
const MOST_LISTED = 30

/** The first screen: outcome, what was judged, counts by level, and what stands between it and conformant. */
export function overview(verdict: VerdictDocument, judgedAt: string | undefined): string {
  const rules = verdict.suites.flatMap(suite => suite.rules)
  return `<header class="opening ${verdict.outcome}">
<div class="stamp" aria-hidden="true"><svg viewBox="0 0 100 100"><path d="M30 6h40l24 24v40l-24 24H30L6 70V30z"/><text x="50" y="62" text-anchor="middle">${STAMP[verdict.outcome]}</text></svg></div>
<div><p class="kicker">assay report</p>
<h1>${inert(outcomeSentence(verdict))}</h1>
${verdict.suites.map(judgedLine).join('\n')}
<p class="made">${[
    judgedAt === undefined ? '' : `judged ${inert(judgedAt.slice(0, 16).replace('T', ' '))} UTC`,
    `in ${(verdict.durationMs / 1000).toFixed(1)} s`,
    `seed ${verdict.seed}`,
    `assay ${inert(verdict.assay.version)}`,
  ]
    .filter(part => part !== '')
    .join(' · ')}</p></div>
</header>
<div class="screen"><section class="counts" aria-labelledby="counts-heading">
<h2 id="counts-heading">Rules by level</h2>
${countTable(rules)}
${verdict.suites.length > 1 ? apiTable(verdict.suites) : ''}
</section>
<section class="between" aria-labelledby="between-heading">
<h2 id="between-heading">${verdict.outcome === 'conformant' ? 'Between it and conformant stands' : 'What stands between it and conformant'}</h2>
${obstacles(rules)}
</section></div>`
}

const STAMP: Readonly<Record<VerdictDocument['outcome'], string>> = {
  conformant: '✓',
  nonconformant: '✕',
  incomplete: '?',
  error: '‼',
}

function judgedLine({ api, title, target, profile, capabilities }: SuiteDocument): string {
  const declined = Object.keys(capabilities).filter(name => capabilities[name] === false)
  const without = declined.length === 0 ? '' : `, without ${declined.map(inert).join(', ')}`
  return `<p class="judged"><code>${inert(shortened(target, 300))}</code> as <strong>${inert(title)}</strong> <span class="quiet">(${inert(api)}, profile ${inert(profile)}${without})</span></p>`
}

function countTable(rules: readonly RuleDocument[]): string {
  const rows = LEVELS.map(level => [level, rules.filter(rule => rule.level === level)] as const)
  return tableOf(rules, rows)
}

function apiTable(suites: readonly SuiteDocument[]): string {
  const rows = suites.map(
    ({ api, rules }) => [`<a href="#api-${inert(api)}">${inert(api)}</a>`, rules] as const,
  )
  return `<h2 class="second">Rules by API</h2>${tableOf(
    suites.flatMap(({ rules }) => rules),
    rows,
  )}`
}

function tableOf(
  rules: readonly RuleDocument[],
  rows: readonly (readonly [name: string, rules: readonly RuleDocument[]])[],
): string {
  const shown = VERDICT_ORDER.filter(verdict => verdict === 'pass' || countOf(rules, verdict) > 0)
  const row = (name: string, of: readonly RuleDocument[]): string =>
    `<tr><th scope="row">${name}</th>${shown
      .map(verdict => cell(countOf(of, verdict), verdict))
      .join('')}<td>${grouped(of.length)}</td></tr>`
  return `<table><thead><tr><td></td>${shown
    .map(verdict => `<th scope="col" class="${verdict}">${VERDICTS[verdict].name}</th>`)
    .join('')}<th scope="col">all</th></tr></thead>
<tbody>${rows.map(([name, of]) => row(name, of)).join('\n')}</tbody>
<tfoot>${row('all', rules)}</tfoot></table>`
}

function cell(count: number, verdict: string): string {
  return count === 0 ? '<td class="none">0</td>' : `<td class="${verdict}">${grouped(count)}</td>`
}

function obstacles(rules: readonly RuleDocument[]): string {
  const broken = rules.filter(({ verdict }) => verdict === 'fail')
  const items = [
    ...broken.slice(0, MOST_LISTED).map(brokenItem),
    ...(broken.length > MOST_LISTED
      ? [`<li>${plural(broken.length - MOST_LISTED, 'more broken rule')}, in the list below.</li>`]
      : []),
    ...openItems(rules),
  ]
  return items.length === 0
    ? '<p class="nothing">Nothing.</p>'
    : `<ol class="obstacles">${items.join('\n')}</ol>`
}

function brokenItem(rule: RuleDocument): string {
  const [failure] = rule.failures
  const known = rule.known
    ? ` <span class="quiet">Known until ${inert(rule.known.expires)}: ${inert(rule.known.reason)}</span>`
    : ''
  return `<li>${badge('fail')} <a class="rule-link" href="#${inert(rule.id)}">${inert(rule.text)}</a>
<span class="because">${inert(shortened(failure?.summary ?? '', 300))}</span>${known}</li>`
}

/** Rules without a judgement: those that wait for a broken rule together, the others by their reasons. */
function openItems(rules: readonly RuleDocument[]): string[] {
  const open = rules.filter(({ verdict }) => ['error', 'not-tested', 'inconclusive'].includes(verdict))
  const groups = new Map<string, RuleDocument[]>()
  for (const rule of open) {
    const key = rule.blockedBy
      ? `blocked ${rule.blockedBy.join(' ')}`
      : `${rule.verdict} ${rule.reason ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  const items = [...groups.values()].map(group => {
    const [first] = group
    if (first === undefined) return ''
    const [example, others] = [ruleLink(first.id), group.length - 1]
    const which = others === 0 ? example : `${example} and ${others} more`
    if (first.blockedBy) {
      return `<li>${badge(first.verdict)} ${which} wait for ${first.blockedBy.map(ruleLink).join(', ')}</li>`
    }
    return `<li>${badge(first.verdict)} ${which}<span class="because">${inert(shortened(first.reason ?? '', 600))}</span></li>`
  })
  return items.length <= MOST_LISTED
    ? items
    : [
        ...items.slice(0, MOST_LISTED),
        `<li>${plural(items.length - MOST_LISTED, 'more reason')}, in the list below.</li>`,
      ]
}
