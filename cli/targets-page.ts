import type { Suite } from '../harness/suite.js'
import type { Field, Fields } from '../schemas/fields.js'

/** The documentation of targets, states and fixtures for every API, as Markdown. */
export function targetsPage(suites: readonly Suite[]): string {
  return `# Targets

<!-- Made from the definitions of the APIs by "npm run generate". -->

A target file says for each API where the implementation is and how to bring it into the states that the rules ask for. Its
schema is [schemas/target.schema.json](../schemas/target.schema.json).

| member | meaning | default |
| --- | --- | --- |
| \`url\` | base URL of the implementation; a user name and password in it are basic authentication | |
| \`auth\` | \`type\`: none, basic (\`username\`, \`password\`), bearer (\`token\`), apiKey (\`in\`, \`name\`, \`value\`) or oauth2 client credentials (\`tokenUrl\`, \`clientId\`, \`clientSecret\`, \`scope\`) | none |
| \`tls\` | PEM files: \`ca\`, \`cert\`, \`key\` | the system's authorities |
| \`proxy\` | an HTTP proxy | none |
| \`headers\` | header fields for every request | none |
| \`profile\` | which readings apply | document |
| \`capabilities\` | options that the implementation declines (\`false\`) | all declared |
| \`limits\` | \`request\` and \`wait\` (times such as 10s), \`rate\` (requests per second), \`body\` (such as 10MiB) | 10s, 30s, unlimited, 10MiB |
| \`callback\` | \`listen\` (host:port) and \`publicUrl\`: where the harness takes calls of the target | a free port of 127.0.0.1 |
| \`stage\` | \`url\` of a stage server, or \`module\`, a file that exports \`setUp(state, params, { api, url })\` | none |
| \`fixtures\` | facts of states, written down; they go before the stage | none |
| \`options\` | settings that only one API has | see below |

\`\${NAME}\` in a value stands for an environment variable, whose value is kept out of everything that a run prints or leaves;
\`$\${\` stands for the characters \`\${\`. Within \`{ }\` a value with a variable needs quotes. Anchors, aliases and merge keys work.

## The stage

A stage server takes \`POST {"state": "...", "params": {...}, "action": "setup"}\` and answers 200 with the facts of that state as
a JSON object. Any other status means that it could not bring the state about, and the rules that needed it are not tested. A
state that is *used up* gives other facts each time; as fixtures it needs an entry for each scenario. The target's credentials, headers and proxy are not used for the stage; a user name
and password in its URL are.

${suites.map(apiSection).join('\n')}`
}

function apiSection(suite: Suite): string {
  return [
    `## ${suite.api}: ${suite.title}\n`,
    table('profile', suite.profiles),
    table('capability', suite.capabilities),
    fieldTable('option', suite.options),
    ...Object.entries(suite.states).map(([name, state]) =>
      [
        `### ${name}\n`,
        `${state.means}${state.usedUp ? ' *Used up.*' : ''}\n`,
        fieldTable('param', state.params),
        fieldTable('fact', state.facts),
      ].join('\n'),
    ),
  ]
    .filter(part => part !== '')
    .join('\n')
}

function table(heading: string, rows: Readonly<Record<string, string>>): string {
  const entries = Object.entries(rows)
  if (entries.length === 0) return ''
  return `| ${heading} | meaning |\n| --- | --- |\n${entries.map(([name, means]) => `| \`${name}\` | ${cell(means)} |\n`).join('')}`
}

function fieldTable(heading: string, fields: Fields): string {
  return table(
    heading,
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, `${typeOf(field)}: ${field.means}`]),
    ),
  )
}

function typeOf(field: Field<unknown>): string {
  const { type = 'anything', enum: values } = field.schema
  const name = Array.isArray(values) ? values.join(' or ') : String(type)
  return field.optional ? `${name}, optional` : name
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
}
