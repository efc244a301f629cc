import { visible } from '../visible.js'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Any text as HTML that shows it and can do nothing, also between quotes: what cannot be seen gets a visible name. */
export function inert(text: string): string {
  return visible(text).replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign)
}

/** The beginning of a text, with a word on how much is missing. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)} … (${text.length - longest} more characters)`
}

/** A value as JSON that is inert inside a script element. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}
