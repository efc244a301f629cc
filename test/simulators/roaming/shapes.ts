import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm'
import { packageRoot } from '../../../harness/package-root.js'

const FOLDER = join(packageRoot, 'schemas', 'roaming')
const read = (name: string): Buffer => readFileSync(join(FOLDER, name))

/** The published shapes of this API, for both formats. */
export class Shapes {
  private readonly ajv = new Ajv2020()
  private readonly xsds: Readonly<Record<string, XsdValidator>>

  constructor() {
    for (const name of ['common', 'roaming-provisioning']) {
      this.ajv.addSchema(JSON.parse(read(`${name}.schema.json`).toString()) as object, name)
    }
    const included = ['roaming-types.xsd', 'common.xsd'].map(name => [name, read(name)] as const)
    xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(included)))
    const compile = (url: string): XsdValidator =>
      XsdValidator.fromDoc(XmlDocument.fromBuffer(read(url), { url }))
    this.xsds = {
      document: compile('roaming-provisioning.xsd'),
      published: compile('roaming-provisioning-published.xsd'),
      common: compile('common.xsd'),
    }
  }

  /** What is wrong with bodies in XML or JSON. */
  problems(bodies: readonly string[], published: boolean): string[] {
    return bodies.flatMap(body => {
      const error = body.includes('requestError')
      const problem = body.startsWith('{')
        ? this.inJson(body, error ? 'common' : 'roaming-provisioning')
        : this.inXml(body, error ? 'common' : published ? 'published' : 'document')
      return problem === undefined ? [] : [`${problem}: ${body}`]
    })
  }

  private inJson(body: string, name: string): string | undefined {
    const validate = this.ajv.getSchema(name)
    return validate?.(JSON.parse(body)) === true ? undefined : this.ajv.errorsText(validate?.errors)
  }

  private inXml(body: string, name: string): string | undefined {
    const document = XmlDocument.fromString(body)
    try {
      this.xsds[name]?.validate(document)
      return undefined
    } catch (error) {
      return String(error)
    } finally {
      document.dispose()
    }
  }
}
