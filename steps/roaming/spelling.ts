import { When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { request } from './creating.js'
import { missing } from './missing.js'
import type { RoamingWorld } from './world.js'

/** Writes the same subscription in another way that its format has; the data are the ARP's, which the DSP must repeat. */
type Respell = (text: string, data: string) => string

const SPELLINGS: Readonly<Record<string, Respell>> = {
  'a CDATA section': (text, data) => text.replace(`>${data}<`, `><![CDATA[${data}]]><`),
  'character references': (text, data) => text.replace(`>${data}<`, `>${referring(data)}<`),
  comments: (text, data) =>
    text.replace('<status>', '<!-- wanted -->$&').replace(`>${data}<`, `>${commented(data)}<`),
  'processing instructions': text => text.replace('<dspId>', '<?note wanted?>$&'),
  'a schema location': text =>
    text.replace(
      /<((?:[\w.-]+:)?roamingSubscription)\b/,
      '<$1 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:oma:xml:rest:roamingProvisioning:1 roaming.xsd"',
    ),
  'a line for the notifyURL': text => text.replace(/(?<=<notifyURL>)[^<]*/, '\n    $&\n  '),
  indentation: text => text.replaceAll('><', '>\n  <'),
  'escaped characters': (text, data) => text.replace(`"${data}"`, `"${escaping(data)}"`),
  'members in another order': text => JSON.stringify(reversed(JSON.parse(text))),
  'white space': text => `\n${JSON.stringify(JSON.parse(text), undefined, '\t')}\n`,
}

defineWords('spelling', SPELLINGS)

When(
  'the ARP requests pre-provisioning with {spelling}',
  async function (this: RoamingWorld, respell: Respell) {
    await this.requireFormat(this.format)
    await request(this, written => written, {
      respell: (text, { callbackReference }) =>
        respell(text, callbackReference?.callbackData ?? missing('callbackData')),
    })
    this.promisedBy = this.rule.id
  },
)

function referring(data: string): string {
  return data.replaceAll(/./g, (character, at: number) => {
    const code = character.charCodeAt(0)
    return at % 2 === 0 ? `&#${code};` : `&#x${code.toString(16)};`
  })
}

function commented(data: string): string {
  return `${data.slice(0, 3)}<!-- not part of it -->${data.slice(3)}`
}

function escaping(data: string): string {
  return data.replaceAll(/./g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  )
}
