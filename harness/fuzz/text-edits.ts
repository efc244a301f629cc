import * as fc from 'fast-check'

/** One change to the bytes of a JSON text, as plain data. */
export type TextEdit =
  | { readonly edit: 'cut' | 'inserted' | 'replaced'; readonly at: number; readonly hex: string }
  | { readonly edit: 'whole'; readonly of: string }

/** Bytes that mean something to a reader of JSON, or nothing at all in UTF-8. */
const TELLING = [
  '22',
  '5c',
  '7b',
  '7d',
  '5b',
  '5d',
  '2c',
  '3a',
  '00',
  '0a',
  '20',
  '2d',
  '30',
  'ff',
  'c3',
  'eda080',
  'f09f9982',
  'efbbbf',
  '5c7564383030',
]

const WHOLES: Readonly<Record<string, (json: Buffer) => Buffer>> = {
  'in UTF-16': json => Buffer.from(json.toString(), 'utf16le'),
  'behind a byte order mark': json => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), json]),
  twice: json => Buffer.concat([json, json]),
  'a thousand lists deep': json =>
    Buffer.concat([Buffer.from('['.repeat(1000)), json, Buffer.from(']'.repeat(1000))]),
  'ten thousand brackets': () => Buffer.from('['.repeat(10_000)),
  nothing: () => Buffer.alloc(0),
  null: () => Buffer.from('null'),
  'a number beyond all bounds': () => Buffer.from('1e99999'),
  __proto__: () => Buffer.from('{"__proto__":{"secureElement":7},"constructor":1}'),
}

/** Any one change to a JSON text. */
export const textEdits: fc.Arbitrary<TextEdit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constantFrom('cut' as const, 'inserted' as const, 'replaced' as const),
      // Counted from the end, where readers are most likely to stop too early.
      at: fc.oneof(fc.constant(0), fc.nat(600)),
      hex: fc.constantFrom(...TELLING),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      edit: fc.constant('whole' as const),
      of: fc.constantFrom(...Object.keys(WHOLES)),
    }),
  },
)

/** The bytes after an edit. */
export function editText(json: Buffer, edit: TextEdit): Buffer {
  if (edit.edit === 'whole') return WHOLES[edit.of]?.(json) ?? json
  const at = json.length - (edit.at % (json.length + 1))
  if (edit.edit === 'cut') return json.subarray(0, at)
  const behind = edit.edit === 'replaced' ? at + 1 : at
  return Buffer.concat([json.subarray(0, at), Buffer.from(edit.hex, 'hex'), json.subarray(behind)])
}

/** An edit in words. */
export function tellTextEdit(edit: TextEdit): string {
  if (edit.edit === 'whole') return `as ${edit.of}`
  if (edit.edit === 'cut') return `cut ${edit.at} bytes before its end`
  return `with the bytes ${edit.hex} ${edit.edit} ${edit.at} before its end`
}
