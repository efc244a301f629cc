import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import {
  XmlBufferInputProvider,
  XmlDocument,
  XmlValidateError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import { packageRoot } from '../../harness/package-root.js'
import { withXml } from './xml.js'

/** The types that bodies of this API have as a whole. */
export type Type = 'RoamingSubscription' | 'RoamingSubscriptionNotification' | 'RequestError'

const JSON_FILES = ['common.schema.json', 'roaming-provisioning.schema.json']

/** The XSD files by their names. */
export const XSD_FILES = [
  'common.xsd',
  'roaming-types.xsd',
  'roaming-provisioning.xsd',
  'roaming-provisioning-published.xsd',
] as const

/** A schema of every root element in every namespace that one may be in, and without one. */
export const EVERY_ROOT = `<?xml version="1.0" encoding="UTF-8"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="urn:oma:xml:rest:roamingProvisioning:1" schemaLocation="roaming-provisioning.xsd"/>
  <xsd:import namespace="urn:oma:xml:rest:netapi:roam:1" schemaLocation="roaming-provisioning-published.xsd"/>
  <xsd:import namespace="urn:oma:xml:rest:netapi:common:1" schemaLocation="common.xsd"/>
  <xsd:include schemaLocation="roaming-types.xsd"/>
</xsd:schema>`

/** The bytes of a schema file. */
export function readSchema(name: string): Buffer {
  return readFileSync(join(packageRoot, 'schemas', 'roaming', name))
}

/**
 * What keeps an XML document from having its type, by the schema; undefined if nothing does.
 * @param change made to the document before the schema is asked.
 */
export function xmlProblem(
  bytes: Buffer,
  change: (document: XmlDocument) => unknown = () => {},
): string | undefined {
  return withXml(bytes, document => {
    change(document)
    try {
      xsd().validate(document)
      return undefined
    } catch (error) {
      if (!(error instanceof XmlValidateError)) throw error
      return error.details.map(({ message }) => message.trim()).join(' ')
    }
  })
}

/** What keeps a JSON value, the content of the one member, from having its type; undefined if nothing does. */
export function jsonProblem(type: Type, content: unknown): string | undefined {
  const file = type === 'RequestError' ? 'common.schema.json' : 'roaming-provisioning.schema.json'
  const validate = jsonSchemas().getSchema(`https://assay.invalid/schemas/roaming/${file}#/$defs/${type}`)
  if (validate === undefined) throw new TypeError(`There is no JSON Schema of ${type}`)
  if (validate(content)) return undefined
  const telling = validate.errors?.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf') ?? []
  const shown = telling.length > 0 ? telling : validate.errors
  return jsonSchemas().errorsText(shown?.slice(0, 3), { dataVar: type })
}

const xsd = lazily(() => {
  // The folder keeps these names apart from those that others in this process may register.
  const files = Object.fromEntries(XSD_FILES.map(name => [`judge/${name}`, readSchema(name)]))
  xmlRegisterInputProvider(new XmlBufferInputProvider(files))
  const schema = XmlDocument.fromString(EVERY_ROOT, { url: 'judge/every-root.xsd' })
  const validator = XsdValidator.fromDoc(schema)
  schema.dispose()
  return validator
})

const jsonSchemas = lazily(() => {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  for (const name of JSON_FILES) ajv.addSchema(JSON.parse(readSchema(name).toString('utf8')) as object)
  return ajv
})

function lazily<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => (made ??= make())
}
