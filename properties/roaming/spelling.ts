import * as fc from 'fast-check'
import type { Format, Wanted } from './dsp.js'

/** A body before it is spelt: a text, its repetitions, or named members in the order of the schema. */
export type Tree = string | readonly Tree[] | { readonly [name: string]: Tree }

/** One of the ways of spelling a body that all mean the same, as plain data. */
export interface Spelling {
  readonly format: Format
  /** The prefix of the root element in XML; a default namespace if empty. */
  readonly prefix: string
  /** What an XML document begins with. */
  readonly prolog: keyof typeof PROLOGS
  readonly quote: '"' | "'"
  /** White space between elements, or around the punctuation of JSON. */
  readonly gap: string
  /** Whether comments and processing instructions stand between the elements of XML. */
  readonly asides: boolean
  /** By how many places the members of JSON objects are shifted. */
  readonly shift: number
  /** How the characters are written, one after the other and over and over: 0 is the shortest way. */
  readonly ways: readonly number[]
}

const PROLOGS = {
  nothing: '',
  'a version': '<?xml version="1.0"?>\n',
  'a version and an encoding': '<?xml version="1.0" encoding="UTF-8"?>\n',
  'a standalone declaration': "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>",
  'a byte order mark': '\uFEFF<?xml version="1.0" encoding="UTF-8"?>',
  'a comment': '<?xml version="1.0"?><!-- > & < -->\n<?robots none?>',
} as const

/** How nobody would be surprised to see a body. */
export function plainly(format: Format): Spelling {
  return {
    format,
    prefix: 'rp',
    prolog: 'a version and an encoding',
    quote: '"',
    gap: '',
    asides: false,
    shift: 0,
    ways: [0],
  }
}

/** Every way of spelling a body in a format. */
export function spellings(format: Format): fc.Arbitrary<Spelling> {
  const isXml = format === 'XML'
  const plain = plainly(format)
  return fc.record({
    format: fc.constant(format),
    prefix: isXml
      ? fc.constantFrom('rp', 'ns2', '', '_', 'a-b.c', 'Ω', 'roamingSubscription')
      : fc.constant(plain.prefix),
    prolog: isXml
      ? fc.constantFrom(...(Object.keys(PROLOGS) as (keyof typeof PROLOGS)[]))
      : fc.constant(plain.prolog),
    quote: isXml ? fc.constantFrom('"' as const, "'" as const) : fc.constant(plain.quote),
    gap: fc.constantFrom('', ' ', '\n', '\r\n\t'),
    asides: isXml ? fc.boolean() : fc.constant(false),
    shift: isXml ? fc.constant(0) : fc.nat(9),
    ways: fc.array(fc.nat(WAYS - 1), { minLength: 1, maxLength: 6 }),
  })
}

/** How many ways there are to write one character. */
const WAYS = 5

/** What an ARP writes, as a tree. @param wrapsOne whether one userId is a list. */
export function treeOf(wanted: Wanted, wrapsOne: boolean): Record<string, Tree> {
  const userId = wanted.userId.map(({ type, value }) => ({ type, value }))
  const [only] = userId
  const { notifyURL, callbackData, notificationFormat } = wanted.callbackReference
  const members: Record<string, Tree | undefined> = {
    userId: only && userId.length === 1 && !wrapsOne ? only : userId,
    status: wanted.status,
    arpSignallingStatus: wanted.arpSignallingStatus,
    authorizationInformation: wanted.authorizationInformation,
    dspId: wanted.dspId,
    arpId: wanted.arpId,
    requestArrivalTimestamp: wanted.requestArrivalTimestamp,
    callbackReference: { notifyURL, callbackData, notificationFormat },
    resourceURL: wanted.resourceURL,
  }
  const present = Object.entries(members).filter((entry): entry is [string, Tree] => entry[1] !== undefined)
  return Object.fromEntries(present)
}

/** The bytes of a roamingSubscription in a spelling, or of a tree below another root. */
export function spellOut(
  tree: Tree,
  spelling: Spelling,
  namespace: string,
  root = 'roamingSubscription',
): Buffer {
  const speller = new Speller(spelling)
  return Buffer.from(
    spelling.format === 'XML' ? speller.document(root, namespace, tree) : speller.value({ [root]: tree }),
  )
}

/** A spelling in words. */
export function tellSpelling(spelling: Spelling): string {
  const plain = plainly(spelling.format)
  const { prefix, prolog, quote, gap, asides, shift, ways } = spelling
  const told = [
    prefix === plain.prefix ? '' : prefix === '' ? 'a default namespace' : `the prefix ${prefix}`,
    prolog === plain.prolog ? '' : `${prolog} at its beginning`,
    quote === plain.quote ? '' : 'single quotes',
    gap === '' ? '' : `${JSON.stringify(gap)} in between`,
    asides ? 'comments and processing instructions' : '',
    shift === 0 ? '' : `members shifted by ${shift}`,
    ways.every(way => way === 0) ? '' : `characters written in the ways ${ways.join(', ')}`,
  ].filter(text => text !== '')
  return `${spelling.format}${told.length === 0 ? '' : ` with ${told.join(', ')}`}`
}

/** Writes a body, each character in the next of the ways. */
class Speller {
  private written = 0
  private readonly isPlain: boolean

  constructor(private readonly spelling: Spelling) {
    this.isPlain = spelling.ways.every(way => way === 0)
  }

  document(root: string, namespace: string, tree: Tree): string {
    const { prefix, prolog, quote, gap } = this.spelling
    const name = prefix === '' ? root : `${prefix}:${root}`
    const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`
    return `${PROLOGS[prolog]}<${name} ${declaration}=${quote}${namespace}${quote}${gap}>${this.elements(tree, true)}</${name}${gap}>${gap}`
  }

  /** A JSON value. */
  value(tree: Tree): string {
    const { gap, shift } = this.spelling
    const separator = `${gap},${gap}`
    if (typeof tree === 'string') return this.jsonText(tree)
    if (Array.isArray(tree))
      return `[${gap}${tree.map(item => this.value(item as Tree)).join(separator)}${gap}]`
    const entries = Object.entries(tree)
    const places = entries.map((_, index) => entries[(index + shift) % entries.length] as [string, Tree])
    const members = places.map(([name, item]) => `${this.jsonText(name)}${gap}:${gap}${this.value(item)}`)
    return `{${gap}${members.join(separator)}${gap}}`
  }

  private elements(tree: Tree, isTop = false): string {
    if (typeof tree === 'string') return this.xmlText(tree)
    const { gap, asides, quote, prefix } = this.spelling
    // Children are unqualified: a default namespace has to end where they begin.
    const start = isTop && prefix === '' ? ` xmlns=${quote}${quote}` : ''
    const aside = asides ? '<!-- <status>Active</status> --><?note status?>' : ''
    const elements = Object.entries(tree).flatMap(([name, item]) =>
      (Array.isArray(item) ? (item as readonly Tree[]) : [item]).map(
        one => `${gap}${aside}<${name}${start}${gap}>${this.elements(one)}</${name}>`,
      ),
    )
    return `${elements.join('')}${gap}${aside}`
  }

  private xmlText(text: string): string {
    if (this.isPlain && !/[&<>\r]/.test(text)) return text
    return Array.from(text, character => this.xmlCharacter(character)).join('')
  }

  private xmlCharacter(character: string): string {
    const code = character.codePointAt(0) ?? 0
    const way = this.nextWay()
    // A carriage return that is not a reference is read as a line feed.
    if (way === 1 || character === '\r') return `&#${code};`
    if (way === 2) return `&#x${code.toString(16)};`
    if (way === 3) return `<![CDATA[${character}]]>`
    if (way === 4) return `&#x000${code.toString(16).toUpperCase()};`
    return XML_ESCAPES[character] ?? character
  }

  private jsonText(text: string): string {
    if (this.isPlain) return JSON.stringify(text)
    return `"${Array.from(text, character => this.jsonCharacter(character)).join('')}"`
  }

  private jsonCharacter(character: string): string {
    const way = this.nextWay()
    const units = character.split('').map(unit => unit.charCodeAt(0).toString(16).padStart(4, '0'))
    if (way === 1) return units.map(digits => `\\u${digits}`).join('')
    if (way === 2) return units.map(digits => `\\u${digits.toUpperCase()}`).join('')
    if (way === 3 && character === '/') return String.raw`\/`
    return JSON.stringify(character).slice(1, -1)
  }

  private nextWay(): number {
    const { ways } = this.spelling
    const way = ways[this.written % ways.length] ?? 0
    this.written += 1
    return way
  }
}

const XML_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
