import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../schemas/fields.js'

/** A check of values against a schema of target files or facts, which finds all mistakes at once. */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    verbose: true,
    strict: false,
    // Our own schemas are right; to look would compile the meta-schemas each time.
    validateSchema: false,
    formats: { uri: (text: string) => URL.canParse(text) },
  })
  // Known to the library as an annotation only.
  ajv.removeKeyword('contentEncoding')
  ajv.addKeyword({
    keyword: 'contentEncoding',
    type: 'string',
    errors: false,
    validate: (encoding: string, text: string) => encoding !== 'base64' || BASE64.test(text),
  })
  return ajv.compile(schema)
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
