import { partOfJson, type Part } from './part.js'
import { readXml } from './xml.js'

/** The two formats in which every body of this API exists. */
export type Format = 'XML' | 'JSON'

/** A body that could be read. */
export interface Body {
  readonly format: Format
  /** The local name of the root element; of JSON's one member, empty where there is not exactly one. */
  readonly root: string
  /** The namespace of the root element, empty if it has none; undefined for JSON. */
  readonly namespace: string | undefined
  /** What the root element, or JSON's one member, holds. */
  readonly top: Part
  /** The JSON value as it came. */
  readonly json?: unknown
  /** The JSON value of the one member; the whole value where there is not exactly one. */
  readonly content?: unknown
}

/** What bytes are as a body of this API. */
export type Reading =
  | { readonly body: Body; readonly problem?: undefined }
  | { readonly body?: undefined; readonly problem: string }

/** Deepest nesting of JSON that is read. */
const DEEPEST = 50

const readings = new WeakMap<Buffer, Reading>()

/** Reads bytes as XML or JSON, whichever they begin like; their media type does not matter. */
export function readBody(bytes: Buffer): Reading {
  const known = readings.get(bytes)
  if (known) return known
  const reading = read(bytes)
  readings.set(bytes, reading)
  return reading
}

/** The format that a media type stands for; undefined for any other. */
export function formatOfType(type: string | undefined): Format | undefined {
  if (type === undefined) return undefined
  if (/^(application|text)\/(xml|.+\+xml)$/.test(type)) return 'XML'
  return /^application\/(json|.+\+json)$/.test(type) ? 'JSON' : undefined
}

/** The media type of a format. */
export function typeOfFormat(format: Format): string {
  return format === 'XML' ? 'application/xml' : 'application/json'
}

/** The format that is not the given one. */
export function otherFormat(format: Format): Format {
  return format === 'XML' ? 'JSON' : 'XML'
}

function read(bytes: Buffer): Reading {
  if (bytes.length === 0) return { problem: 'it is empty' }
  const start = bytes.subarray(0, 512).toString('latin1').replaceAll('\0', '')
  if (/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(start)) {
    const xml = readXml(bytes)
    if ('problem' in xml) return xml
    return { body: { format: 'XML', ...xml } }
  }
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof json !== 'object' || json === null) return { problem: 'it is neither XML nor a JSON object' }
    if (isDeep(json)) return { problem: `its JSON is nested over ${DEEPEST} levels` }
    return { body: { format: 'JSON', namespace: undefined, json, ...topOf(json) } }
  } catch (error) {
    return {
      problem: `it is neither XML nor JSON: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}

/** Whether a JSON value is nested more deeply than anything of this API. */
function isDeep(json: object): boolean {
  let level: unknown[] = [json]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true
    level = level.flatMap(value => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return false
}

/** The one member of an object; the object itself, nameless, where there is not exactly one that holds something. */
function topOf(json: object): Pick<Body, 'root' | 'top' | 'content'> {
  const entries = Array.isArray(json) ? [] : Object.entries(json)
  const [only] = entries
  const root = only && entries.length === 1 ? only[0] : ''
  const member = root === '' ? entries.find(([name]) => /^(roamingSub|requestErr)/.test(name)) : only
  const content: unknown = member ? member[1] : json
  return { root, content, top: partOfJson(content) }
}
