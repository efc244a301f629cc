import { defineParameterType, When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { CALLS, ID, INDEX, PARAMS, UNKNOWN, type Call } from './calls.js'
import { HttpClient } from './client.js'
import { missing } from './missing.js'
import { callOf, isObject, type JsonObject, type Reply } from './message.js'
import type { ThunderWorld } from './world.js'

defineWords('call', CALLS)
defineWords('params', PARAMS)

/** What follows the callsign in a path; of another callsign, more follows that. */
const PATHS = { 'the callsign': '', 'another callsign': 'x' } as const

/** How else the text of a call can be written. */
type Form = (request: JsonObject) => string

const FORMS: Readonly<Record<string, Form>> = {
  'with its members in another order': request => JSON.stringify(turned(request)),
  'with line ends between its tokens': request =>
    JSON.stringify(request, undefined, '\t').replaceAll('\n', '\r\n'),
  'with many blanks between its tokens': request =>
    JSON.stringify(request).replace(/,/g, `,${' '.repeat(200)}`),
  'with blanks around it': request => `\r\n ${JSON.stringify(request)}\t\n`,
  'with null for parameters': request => JSON.stringify({ ...request, params: null }),
  'with an empty text for parameters': request => JSON.stringify({ ...request, params: '' }),
  'with letters that are escaped': request => JSON.stringify(request).replaceAll(/[a-z]/g, escaped),
}

defineWords('path', PATHS)
defineWords('form', FORMS)
defineParameterType({
  name: 'json',
  regexp: /"[^"]*"|-?\d+(?:\.\d+)?|null/,
  transformer: (text: string) => JSON.parse(text) as unknown,
  useForSnippets: false,
})

When('the client calls {call}', async function (this: ThunderWorld, call: Call) {
  plan(this, call)
  this.replies = [await this.make(call)]
})

When('both clients call {call}', async function (this: ThunderWorld, call: Call) {
  plan(this, call)
  const member = call.member(this)
  const params = call.params(this)
  for (const client of this.clients) this.replies = [...this.replies, await this.ask(client, member, params)]
})

When(
  'the client calls {call} with the id {json}',
  async function (this: ThunderWorld, call: Call, id: unknown) {
    plan(this, call)
    this.replies = [await this.ask(this.client, call.member(this), call.params(this), { id })]
  },
)

When(
  'the client calls index with {params}',
  async function (this: ThunderWorld, params: (world: ThunderWorld) => unknown) {
    plan(this, INDEX)
    if (params !== INDEX.params) {
      this.promisedBy = undefined
      this.refusedBy = undefined
      this.twin = () => this.requireTaken(INDEX)
    }
    this.replies = [await this.ask(this.client, 'index', params(this))]
  },
)

When(
  'the client calls {call} {int} times in a row',
  async function (this: ThunderWorld, call: Call, times: number) {
    plan(this, call)
    for (let time = 0; time < times; time += 1) this.replies = [...this.replies, await this.make(call)]
    this.twin = () => this.requireTakenWhenIdle(call)
  },
)

When('the client calls id by the path of {path}', async function (this: ThunderWorld, more: string) {
  this.answeredBy = this.rule.id
  this.replies = [await askByPath(this, more && more + this.random.word(4, 'bcdfghjklmnpqrstvwxz'))]
})

When('the client calls id with its version by the path of the callsign', async function (this: ThunderWorld) {
  this.answeredBy = this.rule.id
  this.replies = [await askByPath(this, '', `${this.settings.version}.id`)]
})

When('the client calls id in {int} fragments', async function (this: ThunderWorld, count: number) {
  const text = JSON.stringify(callOf(this.name('id'), undefined, this.client.newId()))
  const size = Math.ceil(text.length / count)
  const parts = Array.from({ length: count }, (_, index) => text.slice(index * size, (index + 1) * size))
  this.answeredBy = this.rule.id
  this.replies = [await this.socket.ask(text, 'a call in fragments', parts)]
})

When('the client calls {call} {form}', async function (this: ThunderWorld, call: Call, form: Form) {
  await this.requireTaken(call)
  this.twin = () => this.requireTaken(call)
  const { client } = this
  const request = callOf(this.name(call.member(this)), call.params(this), client.newId())
  this.answeredBy = this.rule.id
  this.replies = [await client.ask(form(request), `a call ${this.scenario}`)]
})

/** Reads the provision ID by the path of the callsign: without one in the method, it alone says whom the call is for. */
export function askByPath({ client, settings }: ThunderWorld, more = '', method = 'id'): Promise<Reply> {
  if (!(client instanceof HttpClient)) return missing('a client over HTTP')
  const path = `/${encodeURIComponent(settings.callsign + more)}`
  return client.ask(JSON.stringify(callOf(method, undefined, client.newId())), '', path)
}

/** Takes note of what is called, of what promises its success, and of what its refusal rests on. */
export function plan(world: ThunderWorld, call: Call): void {
  world.call = call
  world.promisedBy = call.promisedBy
  world.refusedBy ??= call.refusedBy
  if (call === UNKNOWN) {
    world.refusedBy = call.refusedBy
    world.twin = () => (world.isIdle ? world.requireTaken(ID) : world.requireTakenWhenIdle(ID))
  }
}

/** An object with its members in the opposite order, and so in all objects within. */
function turned(value: JsonObject): JsonObject {
  const members = Object.entries(value).toReversed()
  return Object.fromEntries(
    members.map(([name, member]) => [name, isObject(member) ? turned(member) : member]),
  )
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
