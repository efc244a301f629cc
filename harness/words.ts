import { defineParameterType } from '@cucumber/cucumber'

/**
 * Defines a parameter of step sentences: each of the table's phrases stands for its value, and nothing else is a
 * parameter of that name.
 */
export function defineWords(name: string, table: Readonly<Record<string, unknown>>): void {
  const phrases = Object.keys(table).toSorted((a, b) => b.length - a.length)
  defineParameterType({
    name,
    regexp: phrases.map(phrase => phrase.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'),
    transformer: (phrase: string) => table[phrase],
    useForSnippets: false,
  })
}
