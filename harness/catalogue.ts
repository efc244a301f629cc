import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import {
  IdGenerator,
  type FeatureChild,
  type GherkinDocument,
  type Rule as RuleNode,
  type Scenario,
} from '@cucumber/messages'

/** How binding a rule is, by the words of its source. */
export type Level = 'must' | 'should' | 'may'

/** Who says it: the specification, a text it makes normative, the field, or this project. */
export type Authority = 'document' | 'reference' | 'practice' | 'decision'

/** Whose behaviour a rule is about: the server under test, its client, or the receiver of its callbacks. */
export type Role = 'server' | 'client' | 'receiver'

/** A scenario, or one row of a scenario outline, of a rule. */
export interface ScenarioRef {
  readonly name: string
  readonly line: number
}

/** One sentence that an implementation can break, read from a feature file. */
export interface Rule {
  readonly api: string
  readonly id: string
  readonly level: Level
  readonly authority: Authority
  readonly role: Role
  readonly text: string
  /** Where the specification says it. */
  readonly source: string
  /** How a contradiction or a silence of the specification is resolved. */
  readonly reading?: string
  /** Why it cannot be observed. */
  readonly why?: string
  readonly capabilities: readonly string[]
  /** The profiles in which the rule applies; in all if empty. */
  readonly profiles: readonly string[]
  readonly property: boolean
  readonly feature: string
  /** Path from the root of the package, with slashes. */
  readonly file: string
  readonly line: number
  readonly scenarios: readonly ScenarioRef[]
}

/** A catalogue with what is wrong with it; a usable one has no problems. */
export interface Catalogue {
  readonly rules: readonly Rule[]
  readonly problems: readonly string[]
}

const LEVELS: readonly string[] = ['must', 'should', 'may']
const AUTHORITIES: readonly string[] = ['document', 'reference', 'practice', 'decision']
const ROLES: readonly string[] = ['server', 'client', 'receiver']
const RULE_ID = /^[a-z][a-z0-9]*\.[a-z0-9-]+\.[a-z0-9-]+$/

/** Reads the rules of one API from the feature files below `features/<api>`. */
export function readCatalogue(packageRoot: string, api: string): Catalogue {
  const folder = join(packageRoot, 'features', api)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.feature'))
    .toSorted()
  const parts = files.map(name => {
    const path = join(folder, name)
    return readFeature(api, relative(packageRoot, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'))
  })
  const rules = parts.flatMap(part => part.rules)
  return { rules, problems: [...parts.flatMap(part => part.problems), ...repeatedIds(rules)] }
}

/** The rules of one API. Throws where its catalogue is faulty, which is a bug. */
export function rulesOf(packageRoot: string, api: string): readonly Rule[] {
  const { rules, problems } = readCatalogue(packageRoot, api)
  if (problems.length > 0) throw new Error(`The catalogue is faulty:\n${problems.join('\n')}`)
  return rules
}

/** Reads the rules of one feature file from its text. */
export function readFeature(api: string, file: string, source: string): Catalogue {
  let document: GherkinDocument
  try {
    const builder = new AstBuilder(IdGenerator.incrementing())
    document = new Parser(builder, new GherkinClassicTokenMatcher()).parse(source)
  } catch (error) {
    return { rules: [], problems: [`${file}: ${error instanceof Error ? error.message : String(error)}`] }
  }
  const feature = document.feature
  if (!feature) return { rules: [], problems: [`${file}: no feature`] }
  const problems = feature.children
    .filter(child => child.scenario)
    .map(child => `${file}:${child.scenario?.location.line}: the scenario belongs to no rule`)
  if (!feature.children.some(child => child.rule)) problems.push(`${file}: the feature has no rule`)
  const rules = feature.children.flatMap(({ rule }) => {
    if (!rule) return []
    const parsed = readRule(api, file, feature.name, rule)
    problems.push(...problemsOf(parsed, rule))
    return [parsed]
  })
  return { rules, problems }
}

function readRule(api: string, file: string, feature: string, node: RuleNode): Rule {
  const tags = node.tags.map(tag => tag.name.slice(1))
  const remarks = readRemarks(node.description)
  return {
    api,
    id: tags.find(tag => RULE_ID.test(tag)) ?? '',
    level: (tags.find(tag => LEVELS.includes(tag)) ?? '') as Level,
    authority: (tags.find(tag => AUTHORITIES.includes(tag)) ?? 'document') as Authority,
    role: (tags.find(tag => ROLES.includes(tag)) ?? 'server') as Role,
    text: node.name,
    source: remarks.get('Source') ?? '',
    ...pick(remarks, 'Reading', 'reading'),
    ...pick(remarks, 'Why', 'why'),
    capabilities: valuesOf(tags, 'capability'),
    profiles: valuesOf(tags, 'profile'),
    property: tags.includes('property'),
    feature,
    file,
    line: node.location.line,
    scenarios: node.children.flatMap(scenariosOf),
  }
}

function problemsOf(rule: Rule, node: RuleNode): string[] {
  const problems: string[] = []
  const report = (problem: string): void => {
    problems.push(`${rule.file}:${rule.line}: ${rule.id || `"${rule.text}"`} ${problem}`)
  }
  const known = (tag: string): boolean =>
    tag === rule.id ||
    [...LEVELS, ...AUTHORITIES, ...ROLES, 'property', 'unobservable'].includes(tag) ||
    /^(capability|profile):[a-z0-9-]+$/.test(tag)
  const tags = node.tags.map(tag => tag.name.slice(1))
  if (rule.id === '') report('has no id of the form <api>.<capability>.<what-is-required>')
  else if (!rule.id.startsWith(`${rule.api}.`)) report(`has an id of another API than ${rule.api}`)
  if (tags.filter(tag => LEVELS.includes(tag)).length !== 1)
    report('needs exactly one of @must, @should, @may')
  if (tags.filter(tag => AUTHORITIES.includes(tag)).length > 1) report('has more than one authority')
  for (const tag of tags.filter(tag => !known(tag))) report(`has the unknown tag @${tag}`)
  if (rule.source === '') report('has no line "Source:"')
  const unobservable = tags.includes('unobservable')
  if (unobservable !== (rule.why !== undefined)) report('needs @unobservable and a line "Why:" together')
  if (unobservable && rule.scenarios.length > 0) report('is @unobservable and has scenarios')
  if (!unobservable && rule.scenarios.length === 0) report('has no scenario')
  return problems
}

function repeatedIds(rules: readonly Rule[]): string[] {
  const seen = new Map<string, Rule>()
  return rules.flatMap(rule => {
    const first = seen.get(rule.id)
    seen.set(rule.id, first ?? rule)
    return first
      ? [`${rule.file}:${rule.line}: ${rule.id} stands already at ${first.file}:${first.line}`]
      : []
  })
}

function scenariosOf(child: Pick<FeatureChild, 'scenario'>): ScenarioRef[] {
  const scenario: Scenario | undefined = child.scenario
  if (!scenario) return []
  if (scenario.examples.length === 0) return [{ name: scenario.name, line: scenario.location.line }]
  return scenario.examples.flatMap(({ tableHeader, tableBody }) => {
    const columns = tableHeader?.cells.map(({ value }) => value) ?? []
    return tableBody.map(({ cells, location }) => ({
      name: columns.reduce(
        (name, column, index) => name.replaceAll(`<${column}>`, () => cells[index]?.value ?? ''),
        scenario.name,
      ),
      line: location.line,
    }))
  })
}

/** Lines `Key: value` of a description, each continued by the lines below it up to the next key. */
function readRemarks(description: string): Map<string, string> {
  const remarks = new Map<string, string>()
  let current: string | undefined
  for (const line of description.split('\n').map(line => line.trim())) {
    const start = /^(Source|Reading|Why):\s*(.*)$/.exec(line)
    if (start?.[1] !== undefined) {
      current = start[1]
      remarks.set(current, start[2] ?? '')
    } else if (current !== undefined && line !== '') {
      remarks.set(current, `${remarks.get(current)} ${line}`)
    }
  }
  return remarks
}

function pick<Name extends string>(
  remarks: Map<string, string>,
  key: string,
  name: Name,
): { [K in Name]?: string } {
  const value = remarks.get(key)
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string }
}

function valuesOf(tags: readonly string[], key: string): string[] {
  return tags.filter(tag => tag.startsWith(`${key}:`)).map(tag => tag.slice(key.length + 1))
}
