import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  XmlLibError,
  XmlValidateError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import { packageRoot } from '../../harness/package-root.js'
import { finding, type Finding, type Place } from '../finding.js'
import type { Body } from '../blocks/example.js'

const SAFE = (ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG) as ParseOption

/** A schema that imports the schema of each namespace of an API. */
export interface XsdSet {
  readonly api: string
  /** File by namespace; the file of the namespace `''` is included. */
  readonly files: Readonly<Record<string, string>>
}

/** A compiled schema. */
export interface XmlShapes {
  validate(document: XmlDocument): void
}

/** Compiles the XSD files of an API. */
export function xmlShapes({ api, files }: XsdSet): XmlShapes {
  const folder = join(packageRoot, 'schemas', api)
  const inputs = readdirSync(folder).filter(name => name.endsWith('.xsd'))
  const prefix = `examples-${api}`
  xmlRegisterInputProvider(
    new XmlBufferInputProvider(
      Object.fromEntries(inputs.map(name => [`${prefix}/${name}`, readFileSync(join(folder, name))])),
    ),
  )
  const imports = Object.entries(files).map(([namespace, file]) =>
    namespace === ''
      ? `<xsd:include schemaLocation="${file}"/>`
      : `<xsd:import namespace="${namespace}" schemaLocation="${file}"/>`,
  )
  const text = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xsd:schema>`
  const schema = XmlDocument.fromString(text, { url: `${prefix}/every-root.xsd` })
  const validator = XsdValidator.fromDoc(schema)
  schema.dispose()
  return validator
}

/** Judges an XML body: well-formed, and valid by the schema if there is one. */
export function judgeXml(body: Body, shapes: XmlShapes | undefined, api = '', rule?: string): Finding[] {
  let document: XmlDocument | undefined
  try {
    document = XmlDocument.fromString(body.text, { option: SAFE })
    shapes?.validate(document)
    return []
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error
    const invalid = error instanceof XmlValidateError
    if (!invalid && isExcerpt(body.text)) return []
    const seen = new Set<number>()
    return error.details
      .filter(({ line }) => !seen.has(line) && seen.add(line))
      .slice(0, invalid ? undefined : 1)
      .map(({ message, line, col }) =>
        finding(
          'error',
          invalid ? 'schema.invalid' : 'xml.malformed',
          placeOf(body, line, invalid ? 0 : col),
          body.passage.lines[line - 1]?.text ?? body.text.slice(0, 60),
          `${words(message)}${invalid ? ` (the XML schema of ${api})` : ''}.`,
          { rule },
        ),
      )
  } finally {
    document?.dispose()
  }
}

/** Whether a text is several elements, or leaves some out: then it is part of a document and well-formed as such. */
function isExcerpt(text: string): boolean {
  const inner = text.replace(/^\s*<\?xml[^>]*\?>/, '').replaceAll(/<[^<>\w/!?][^<>]*>|<(?:\.{3}|…)\/?>/g, '')
  if (/<\?xml/.test(text)) return false
  try {
    XmlDocument.fromString(`<excerpt>${inner}</excerpt>`, { option: SAFE }).dispose()
    return true
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error
    return false
  }
}

function placeOf(body: Body, line: number, column: number): Place {
  const found = body.passage.lines[line - 1]
  if (found === undefined) return body.placeOf(0)
  const offset = column > 0 ? column - 1 : Math.max(0, found.text.search(/\S/))
  return { line: found.line, column: found.column + Math.min(offset, found.text.length) }
}

function words(message: string): string {
  return message
    .replaceAll(/\s+/g, ' ')
    .replace(/^Element '(?:\{[^}]*\})?([^']+)': /, 'Element "$1": ')
    .replace(/ ?\[facet '\w+'\]/, '')
    .trim()
    .replace(/\.$/, '')
}
