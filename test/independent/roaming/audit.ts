import { appendFileSync } from 'node:fs'
import { loadApis } from '../../../cli/apis.js'
import { prepare } from '../../../cli/judge.js'
import { caughtBy } from './caught-by.js'
import { isDisturbed, listed, meet } from './meeting.js'

// node --import tsx test/independent/roaming/audit.ts LINES (owners | flaws | variations | NAME... | NAME,NAME...)
// prints what the suite says of each flaw and variation, and appends it to LINES with the failures.
// "owners" tries each flaw with nothing but the rule that must catch it.

const [lines = '', ...wanted] = process.argv.slice(2)
const known = (await listed()) ?? { flaws: [], variations: [] }
const flaws = known.flaws.map(({ name }) => name)
const variations = known.variations.map(({ name }) => name)
const [loaded] = await loadApis(['roaming'])
if (loaded === undefined) throw new Error('There is no such API')
const api = await prepare(loaded)
process.setMaxListeners(64)

const owners = wanted.includes('owners')
const queue = wanted.flatMap(name => {
  if (name === 'owners') return wanted.length > 1 ? [] : flaws
  return name === 'flaws' ? flaws : name === 'variations' ? variations : [name]
})
const before = new Set(api.rules.map(({ id }) => id))

for (const names of queue) {
  const all = names.split(',')
  const owner = `roaming.${caughtBy[names] ?? ''}`
  if (owners && !before.has(owner)) {
    process.stdout.write(`${names}: NO RULE ${owner}\n`)
    continue
  }
  const started = Date.now()
  const rules = await meet(api, {
    flaws: all.filter(name => flaws.includes(name)),
    variations: all.filter(name => variations.includes(name)),
    ...(owners ? { tags: `@${owner}` } : {}),
  })
  const red = rules.filter(isDisturbed)
  const milliseconds = Date.now() - started
  const told = red.map(({ rule, verdict, reason, failures }) => ({ id: rule.id, verdict, reason, failures }))
  appendFileSync(lines, `${JSON.stringify({ names, milliseconds, rules: rules.length, red: told })}\n`)
  const words = told.map(({ id, verdict }) => `${verdict} ${id.replace('roaming.', '')}`)
  const first = words.length > 12 ? [...words.slice(0, 12), `and ${words.length - 12} more`] : words
  process.stdout.write(`${names} (${milliseconds}): ${first.join(', ') || 'nothing'}\n`)
}
