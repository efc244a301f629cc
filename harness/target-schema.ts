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
  // Not longer than a timer can be set.
  pattern: '^([1-9][0-9]{0,6}ms|[1-9][0-9]{0,4}s|[1-9][0-9]{0,3}m)$',
  title: 'a time',
  examples: ['500ms', '10s', '2m'],
}

const SIZE: JsonSchema = {
  type: 'string',
  pattern: '^([1-9][0-9]{0,8}B|[1-9][0-9]{0,5}KiB|[1-9][0-9]{0,2}MiB)$',
  title: 'a size',
  examples: ['4096B', '64KiB', '10MiB'],
}

const PORT = '([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])'

const ADDRESS: JsonSchema = {
  type: 'string',
  pattern: `^([^:/\\s]+|\\[[0-9A-Fa-f:.]+\\]):${PORT}$`,
  title: 'host:port',
  examples: ['127.0.0.1:8090', '0.0.0.0:0'],
  description: 'host:port to listen on; port 0 takes a free one.',
}

/** A URL to which nothing is appended. */
const URL_TEXT = (description: string, examples: readonly string[]): JsonSchema => ({
  type: 'string',
  format: 'uri',
  pattern: '^https?://[^\\s#]+$',
  title: 'a URL',
  examples,
  description,
})

/** A URL to which paths are appended. */
const BASE_URL = (description: string, examples: readonly string[]): JsonSchema => ({
  ...URL_TEXT(description, examples),
  pattern: '^https?://[^\\s#?]+$',
  title: 'a URL without a query',
})

/** What a header field can carry in Node: no line ends, nothing beyond Latin-1. */
const FIELD_TEXT: JsonSchema = {
  type: 'string',
  pattern: '^[\\t -~\\u00A0-\\u00FF]*$',
  title: 'one line of text as a header field can carry it',
  writeOnly: true,
}

const FIELD_NAME = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"

const secretText = (description: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  pattern: '^[^\\u0000-\\u001F\\u007F]*$',
  title: 'one line of text',
  writeOnly: true,
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
    authOf('basic', {
      username: {
        ...text('User name.'),
        pattern: '^[^:\\u0000-\\u001F\\u007F]*$',
        title: 'a name without a colon',
      },
      password: secretText('Password.'),
    }),
    authOf('bearer', {
      token: {
        ...secretText('The token.'),
        pattern: '^[!-~]*$',
        title: 'a token without spaces and line ends',
      },
    }),
    {
      ...authOf('apiKey', {
        in: { enum: ['header', 'query', 'cookie'], description: 'Where the key travels.' },
        name: text('Name of the header, parameter or cookie.'),
        value: { ...secretText('The key.'), pattern: FIELD_TEXT['pattern'] },
      }),
      if: { properties: { in: { const: 'query' } } },
      else: {
        properties: {
          name: { pattern: FIELD_NAME, title: 'a name of letters, digits, - and _', examples: ['X-Api-Key'] },
        },
      },
    },
    authOf(
      'oauth2',
      {
        tokenUrl: {
          ...URL_TEXT('Token endpoint of the client credentials grant.', ['https://login.example.com/token']),
          pattern: '^https?://[^\\s#@]+$',
          title: 'a URL without user name and password',
        },
        clientId: text('Client id.'),
        clientSecret: secretText('Client secret.'),
        scope: text('Scopes, separated by spaces.'),
      },
      ['scope'],
    ),
  ],
}

const LISTENER = closed(
  {
    listen: ADDRESS,
    publicUrl: BASE_URL('The URL under which the target reaches that address.', [
      'https://tests.example.com/assay',
    ]),
  },
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
    rate: { type: 'number', minimum: 0.01, description: 'Requests per second; unlimited if left out.' },
    body: { ...SIZE, default: '10MiB', description: 'Largest accepted body of an answer.' },
  })
  const stage: JsonSchema = {
    description: 'What brings the target into the states that scenarios ask for.',
    type: 'object',
    properties: {
      url: URL_TEXT('A stage server: POST {"state", "params", "action"} answers the facts as JSON.', [
        'http://127.0.0.1:8081/_stage',
      ]),
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
      url: BASE_URL('Base URL of the implementation under test.', [
        'http://127.0.0.1:8080',
        'https://devices.example.com/v1',
      ]),
      auth: AUTH,
      tls: {
        ...closed(
          {
            ca: text('PEM file of the authority that signed the server certificate.'),
            cert: text('PEM file of the client certificate.'),
            key: text('PEM file of its key.'),
          },
          [],
          'Files for TLS, relative to this file.',
        ),
        dependentRequired: { cert: ['key'], key: ['cert'] },
      },
      proxy: BASE_URL('An HTTP proxy.', ['http://proxy.example.com:3128']),
      headers: {
        type: 'object',
        propertyNames: { pattern: FIELD_NAME },
        additionalProperties: FIELD_TEXT,
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
