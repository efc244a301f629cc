/** Control characters but tab and line feed, directions, invisible marks, and halves of surrogate pairs. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

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

/** Text of which every character can be seen: `\r` is gone before a line feed, others stand as `⟨U+0007⟩`. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, sign => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
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
