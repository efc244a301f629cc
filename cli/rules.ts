import { readCatalogue } from '../harness/catalogue.js'
import { packageRoot } from '../harness/package-root.js'
import { loadApis } from './apis.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'

/** Prints the catalogue and its traceability; the JSON form is that of `schemas/rules.schema.json`. */
export async function rules(
  options: { readonly apis: readonly string[]; readonly json?: boolean },
  terminal: Console,
): Promise<number> {
  const apis = await loadApis(options.apis)
  const entries = apis.flatMap(({ suite, simulator }) =>
    readCatalogue(packageRoot, suite.api).rules.map(rule => ({
      api: rule.api,
      id: rule.id,
      level: rule.level,
      authority: rule.authority,
      role: rule.role,
      text: rule.text,
      source: rule.source,
      ...(rule.reading === undefined ? {} : { reading: rule.reading }),
      file: rule.file,
      line: rule.line,
      scenarios: rule.property ? [] : rule.scenarios.map(({ name, line }) => ({ name, line })),
      properties: rule.property ? rule.scenarios.map(({ name, line }) => ({ name, line })) : [],
      defects: [...(simulator.defects[rule.id] ?? []), ...(simulator.fuzzDefects?.[rule.id] ?? [])].map(
        ({ name }) => name,
      ),
      ...(rule.why === undefined ? {} : { why: rule.why }),
    })),
  )
  if (options.json) {
    terminal.print(JSON.stringify(entries, undefined, 2))
    return EXIT.conformant
  }
  const { paint } = terminal
  let feature = ''
  for (const rule of entries) {
    if (rule.file !== feature) terminal.print(`${feature === '' ? '' : '\n'}${paint.bold(rule.file)}`)
    feature = rule.file
    const strength = rule.authority === 'document' ? rule.level : `${rule.level}, ${rule.authority}`
    terminal.print(`  ${paint.cyan(rule.id)}  ${paint.dim(strength)}\n    ${rule.text}`)
    terminal.print(paint.dim(`    ${traceOf(rule)}`))
  }
  terminal.print(
    `\n${entries.length} rules, ${entries.filter(({ level }) => level === 'must').length} of them must`,
  )
  return EXIT.conformant
}

function traceOf(rule: {
  readonly scenarios: readonly unknown[]
  readonly properties: readonly unknown[]
  readonly defects: readonly string[]
  readonly why?: string
}): string {
  if (rule.why !== undefined) return `cannot be observed: ${rule.why}`
  return [
    ...(rule.scenarios.length > 0 ? [`${rule.scenarios.length} scenarios`] : []),
    ...(rule.properties.length > 0 ? [`${rule.properties.length} properties`] : []),
    `${rule.defects.length} defects`,
  ].join(', ')
}
