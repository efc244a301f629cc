import { parseArgs } from 'node:util'
import { independent, type Choice } from './judged.js'

/**
 * Runs the suite against every flaw and variation of an independent server, two at a time, and prints the rules that
 * are neither passed nor not applicable:
 * `node --import tsx test/independent/try.ts thunder [--kind flaw|variation] [--from name] [--only name...]
 * [--tags 'not @property'] [--verbose]`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    kind: { type: 'string' },
    from: { type: 'string' },
    tags: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const { listing, run } = await independent(positionals[0] ?? 'thunder')
const all: { kind: string; name: string; choice: Choice }[] = [
  { kind: 'plain', name: 'server', choice: {} },
  ...listing.flaws.map(({ name }) => ({ kind: 'flaw', name, choice: { flaw: name } })),
  ...listing.variations.map(({ name }) => ({ kind: 'variation', name, choice: { variations: [name] } })),
]
const first = all.findIndex(({ name }) => name === values.from)
const queue = all
  .slice(Math.max(0, first))
  .filter(({ kind, name }) => (values.kind ?? kind) === kind && (values.only?.includes(name) ?? true))
  .map(({ kind, name, choice }) => ({ label: `${kind} ${name}`, choice }))

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const started = Date.now()
    const rules = await run(next.choice, values.tags)
    const found = rules.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    const words = found.map(({ rule, verdict }) => `${verdict} ${rule.id}`).join('; ')
    console.log(`${next.label} (${((Date.now() - started) / 1000).toFixed(1)} s): ${words || '-'}`)
    if (!values.verbose) continue
    for (const { rule, failures, reason } of found) {
      console.log(`    ${rule.id}: ${rule.text}  ${reason ?? ''}`)
      for (const { scenario, summary, expected, received, request } of failures.slice(0, 1)) {
        console.log(`      [${scenario}] ${summary}`)
        console.log(`      expected ${expected}\n      received ${received}\n      request  ${request}`)
      }
    }
  }
}

await Promise.all([work(), work()])
