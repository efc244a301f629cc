import { objectSchema, type JsonSchema } from '../schemas/fields.js'
import type { Suite } from './suite.js'

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description })
const closed = (
  properties: Record<string, JsonSchema>,
  required: string[] = [],
  description = '',
): JsonSchema => ({
  type: 'object',
  ...(description === '' ? {} : { description }),
  properties,
  required,
  additionalProperties: false,
})

const DURATION: JsonSchema = {
  type: 'string',
  pattern: '^[0-9]+(ms|s|m)$',
  description: 'A time such as 500ms, 10s or 2m.',
}

const ADDRESS: JsonSchema = {
  type: 'string',
  pattern: '^.+:[0-9]+$',
  description: 'host:port to listen on; port 0 takes a free one.',
}

const URL_TEXT = (description: string): JsonSchema => ({
  type: 'string',
  pattern: '^https?://[^/]+',
  description,
})

const authOf = (type: string, properties: Record<string, JsonSchema>, optional: string[] = []): JsonSchema =>
  closed({ type: { const: type }, ...properties }, [
    'type',
    ...Object.keys(properties).filter(name => !optional.includes(name)),
  ])

const AUTH: JsonSchema = {
  description: 'How requests are authenticated.',
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    authOf('none', {}),
    authOf('basic', { username: text('User name.'), password: text('Password.') }),
    authOf('bearer', { token: text('The token.') }),
    authOf('apiKey', {
      in: { enum: ['header', 'query', 'cookie'], description: 'Where the key travels.' },
      name: text('Name of the header, parameter or cookie.'),
      value: text('The key.'),
    }),
    authOf(
      'oauth2',
      {
        tokenUrl: URL_TEXT('Token endpoint of the client credentials grant.'),
        clientId: text('Client id.'),
        clientSecret: text('Client secret.'),
        scope: text('Scopes, separated by spaces.'),
      },
      ['scope'],
    ),
  ],
}

const LISTENER = closed(
  { listen: ADDRESS, publicUrl: URL_TEXT('The URL under which the target reaches that address.') },
  ['listen'],
  'Where the harness listens for calls of the target.',
)

/** The JSON Schema of target files, made from the definitions of the APIs. */
export function targetSchema(suites: readonly Suite[]): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'assay target file',
    description: 'Says for each API where the implementation under test is and how to reach its states.',
    type: 'object',
    minProperties: 1,
    properties: Object.fromEntries(suites.map(suite => [suite.api, entrySchema(suite)])),
    additionalProperties: false,
  }
}

function entrySchema(suite: Suite): JsonSchema {
  const limits = closed({
    request: { ...DURATION, default: '10s', description: 'Until a request without an answer is given up.' },
    wait: { ...DURATION, default: '30s', description: 'Until an asynchronous effect is given up.' },
    rate: { type: 'number', exclusiveMinimum: 0, description: 'Requests per second; unlimited if left out.' },
    body: {
      type: 'string',
      pattern: '^[0-9]+(B|KiB|MiB)$',
      default: '10MiB',
      description: 'Largest accepted body of an answer.',
    },
  })
  const stage: JsonSchema = {
    description: 'What brings the target into the states that scenarios ask for.',
    type: 'object',
    properties: {
      url: URL_TEXT('A stage server: POST {"state", "params", "action"} answers the facts as JSON.'),
      module: text('A module that exports setUp(state, params, { api, url }), relative to this file.'),
    },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  }
  const fixtures = closed(
    Object.fromEntries(
      Object.entries(suite.states).map(([name, state]) => [
        name,
        { type: 'array', description: state.means, items: objectSchema(state.facts) },
      ]),
    ),
    [],
    'Facts of states, written down; those of a state that is used up serve one scenario each.',
  )
  return closed(
    {
      url: URL_TEXT('Base URL of the implementation under test.'),
      auth: AUTH,
      tls: closed(
        {
          ca: text('PEM file of the authority that signed the server certificate.'),
          cert: text('PEM file of the client certificate.'),
          key: text('PEM file of its key.'),
        },
        [],
        'Files for TLS, relative to this file.',
      ),
      proxy: URL_TEXT('An HTTP proxy.'),
      headers: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Header fields for every request.',
      },
      profile: {
        enum: Object.keys(suite.profiles),
        default: 'document',
        description: 'Which readings apply.',
      },
      capabilities: closed(
        Object.fromEntries(
          Object.entries(suite.capabilities).map(([name, means]) => [
            name,
            { type: 'boolean', description: means },
          ]),
        ),
        [],
        'Options that the implementation declines (false) or declares (true).',
      ),
      limits,
      [suite.callbackName ?? 'callback']: LISTENER,
      stage,
      fixtures,
      options: { ...objectSchema(suite.options), description: 'Settings that only this API has.' },
    },
    ['url'],
    suite.title,
  )
}
