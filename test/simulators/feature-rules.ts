import { readdirSync, readFileSync } from 'node:fs'
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import { IdGenerator } from '@cucumber/messages'

/** What a test of a simulator needs to know of a rule. */
export interface FeatureRule {
  readonly id: string
  readonly tags: readonly string[]
  readonly file: string
  readonly scenarios: number
  readonly description: string
  readonly steps: readonly string[]
}

/** The rules of an API, read from its feature files. Throws where a rule has no id tag. */
export function featureRules(api: string): FeatureRule[] {
  const folder = new URL(`../../features/${api}/`, import.meta.url)
  return readdirSync(folder)
    .filter(file => file.endsWith('.feature'))
    .flatMap(file => rulesOf(api, file, readFileSync(new URL(file, folder), 'utf8')))
}

function rulesOf(api: string, file: string, text: string): FeatureRule[] {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher())
  const rules = (parser.parse(text).feature?.children ?? []).flatMap(child =>
    child.rule ? [child.rule] : [],
  )
  return rules.map(rule => {
    const tags = rule.tags.map(tag => tag.name)
    const id = tags.find(tag => tag.startsWith(`@${api}.`))?.slice(1)
    if (id === undefined) throw new Error(`${file}: "${rule.name}" has no id`)
    const scenarios = rule.children.flatMap(child => (child.scenario ? [child.scenario] : []))
    return {
      id,
      tags,
      file,
      scenarios: scenarios.length,
      description: rule.description,
      steps: scenarios.flatMap(scenario => scenario.steps.map(step => step.text)),
    }
  })
}
