import { isPlaceholder } from '../blocks/placeholder.js'
import type { TreeNode } from './tree.js'

const DATE = /^-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:Z|[+-]\d\d:\d\d)?$/
const DATE_TIME =
  /^-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-4]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i

const LEXICAL: Readonly<Record<string, RegExp>> = {
  date: DATE,
  datetime: DATE_TIME,
  'date-time': DATE_TIME,
  time: /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?$/,
  integer: /^[+-]?\d+$/,
  int: /^[+-]?\d+$/,
  long: /^[+-]?\d+$/,
  number: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  decimal: /^[+-]?(?:\d+\.?\d*|\.\d+)$/,
  boolean: /^(?:true|false|0|1)$/,
  bool: /^(?:true|false)$/,
  uuid: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  anyuri: /^\S*$/,
}

const JSON_KINDS: Readonly<Record<string, readonly TreeNode['kind'][]>> = {
  string: ['string'],
  text: ['string'],
  date: ['string'],
  datetime: ['string'],
  'date-time': ['string'],
  uuid: ['string'],
  anyuri: ['string'],
  uri: ['string'],
  number: ['number'],
  integer: ['number'],
  int: ['number'],
  boolean: ['boolean'],
  bool: ['boolean'],
  object: ['object'],
  array: ['array'],
  list: ['array'],
  null: ['null'],
}

/** What a value is if it is not of the type that a document declares; undefined if it is, or if nobody can tell. */
export function mismatch(node: TreeNode, declared: string): string | undefined {
  const type = declared
    .toLowerCase()
    .replace(/^(?:xsd?|xs):/, '')
    .trim()
  if (node.kind === 'elided' || isPlaceholder(node.text)) return undefined
  if (node.kind !== 'element') {
    const kinds = JSON_KINDS[type]
    if (kinds !== undefined && !kinds.includes(node.kind)) return article(node.kind)
    if (type === 'integer' && !/^-?\d+$/.test(node.text)) return `${node.text}, which is no whole number`
  }
  if (node.kind === 'object' || node.kind === 'array' || node.kind === 'null' || node.children.length > 0)
    return undefined
  const lexical = LEXICAL[type]
  if (lexical === undefined || lexical.test(node.text)) return undefined
  if (DATE_TIME.test(node.text)) return 'a date with a time'
  if (DATE.test(node.text)) return 'a date without a time'
  return `"${node.text}"`
}

function article(kind: string): string {
  if (kind === 'null') return 'null'
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
}
