import * as fc from 'fast-check'
import type { Exchange } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import {
  breaksFraming,
  kindOfRequestEdit,
  requestEdits,
  tellRequestEdit,
  tookTheBlame,
  type RequestEdit,
} from '../../harness/fuzz/request-edits.js'
import { editText, tellTextEdit, textEdits, type TextEdit } from '../../harness/fuzz/text-edits.js'
import { editRequest, frameOf } from '../../harness/fuzz/wire-edits.js'
import { isEvent, isObject, parse, type Line } from './line.js'
import { broken, callText, shown, type Plugin } from './plugin.js'

const MEMBERS = ['provision', 'index', 'id', 'state'] as const

/** What is wrong with a call over HTTP: its text, or the way it is sent. */
interface Mistake {
  readonly member: (typeof MEMBERS)[number]
  readonly wrong: RequestEdit
}

const HEADERS = ['Content-Type', 'Content-Encoding', 'Accept', 'Expect', 'Upgrade', 'Origin', 'If-Match']

/** Whatever a client gets wrong, the server does not take the blame. */
export function nothingBreaksTheServer(plugin: Plugin): Property<Mistake> {
  const { world } = plugin
  return {
    name: 'any mistake in any call over HTTP',
    values: fc.record({
      member: fc.constantFrom(...MEMBERS),
      wrong: requestEdits(HEADERS),
    }),
    tell: mistake => [`When ${tellMistake(mistake)}`],
    async holds({ member, wrong }) {
      await world.state('idle', {})
      const params = member === 'index' ? { label: 'cobalt', index: 1 } : undefined
      const exchange = await make(plugin, Buffer.from(callText(plugin, member, params, 42)), wrong)
      if (exchange === undefined) return
      if (!breaksFraming(wrong)) world.answerOf(exchange)
      if (tookTheBlame(exchange)) {
        broken(
          'A mistake of the client is answered as an error of the server.',
          'a status below 500',
          exchange,
        )
      }
    },
  }
}

async function make(plugin: Plugin, body: Buffer, wrong: RequestEdit): Promise<Exchange | undefined> {
  const { world } = plugin
  if ('text' in wrong) {
    const { text } = wrong
    const edited = editText(body, text)
    if (mayHang(plugin, edited)) return undefined
    world.cover('edits', kindOfRequestEdit(wrong))
    return world.send(plugin.request(edited))
  }
  const { wire } = wrong
  const request = plugin.request(body)
  const edited = editRequest(request, wire) ?? request
  if (mayHang(plugin, edited.body ?? body)) return undefined
  world.cover('edits', kindOfRequestEdit(wrong))
  // As bytes, since what is sent otherwise is judged as a call.
  const head = await world.session.clients.rawHead(edited.target, edited.headers)
  const mistake = wire.edit === 'framing' ? wire.mistake : ''
  return world.sendRaw({ pieces: [frameOf(mistake, edited, head)], end: true })
}

/** Release r4 leaves a notification over HTTP without a response. */
function mayHang({ profile }: Plugin, body: Buffer): boolean {
  const value = profile === 'r4' ? parse(body) : undefined
  return isObject(value) && (value['id'] === undefined || value['id'] === null)
}

function tellMistake({ member, wrong }: Mistake): string {
  const what = 'text' in wrong ? 'the text ' : ''
  return `the client calls ${member} over HTTP, ${what}${tellRequestEdit(wrong)}`
}

/** What one client sends while another is there. */
type Nuisance =
  | { readonly do: 'calls'; readonly member: (typeof MEMBERS)[number] | 'nonesuch' }
  | { readonly do: 'registers' | 'unregisters'; readonly id: string }
  | { readonly do: 'writes'; readonly property: 'id' | 'state' }
  | { readonly do: 'spoils'; readonly member: (typeof MEMBERS)[number]; readonly edit: TextEdit }
  | { readonly do: 'notifies'; readonly member: (typeof MEMBERS)[number] }
  | { readonly do: 'connects again' }

/** Whatever one client sends, it learns nothing of another, whose calls are answered as ever. */
export function clientsAreKeptApart(plugin: Plugin): Property<readonly Nuisance[]> {
  const member = fc.constantFrom(...MEMBERS)
  const id = fc.oneof(
    fc.constantFrom('watch', 'guard'),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
  )
  const nuisance: fc.Arbitrary<Nuisance> = fc.oneof(
    fc.record({
      do: fc.constant('calls' as const),
      member: fc.oneof(member, fc.constant('nonesuch' as const)),
    }),
    fc.record({ do: fc.constantFrom('registers' as const, 'unregisters' as const), id }),
    fc.record({
      do: fc.constant('writes' as const),
      property: fc.constantFrom('id' as const, 'state' as const),
    }),
    { weight: 3, arbitrary: fc.record({ do: fc.constant('spoils' as const), member, edit: textEdits }) },
    fc.record({ do: fc.constant('notifies' as const), member }),
    fc.constant({ do: 'connects again' as const }),
  )
  return {
    name: 'anything that one client sends while another is registered',
    values: fc.array(nuisance, { minLength: 1, maxLength: 10 }),
    tell: nuisances => [
      'Given a client that has registered under an id of its own, and set an index of a label of its own',
      ...nuisances.map(nuisance => `When the other client ${tell(nuisance)}`),
    ],
    restsOn: [
      'thunder.registration.succeeds',
      'thunder.correlation.keeps-connections-apart',
      'thunder.transports.websocket-shields-others-from-garbage',
    ],
    async holds(nuisances) {
      const { world } = plugin
      await world.state('idle', {})
      const client = await plugin.open()
      const secrets = [`id-${world.random.word(16)}`, `label-${world.random.word(16)}`]
      const [id = '', label = ''] = secrets
      await ask(plugin, client, callText(plugin, 'register', { event: EVENT, id }, 1), 1)
      await ask(plugin, client, callText(plugin, 'index', { label, index: 1 }, 2), 2)
      let other = await plugin.open()
      for (const nuisance of nuisances) {
        if (nuisance.do === 'connects again') await other.end('closing')
        if (!other.isOpen) other = await plugin.open()
        world.cover('transitions', nuisance.do)
        const text = textOf(plugin, nuisance)
        if (text !== undefined) await other.send(text)
        await other.fence()
        const leaked = other.received.find(value =>
          secrets.some(secret => JSON.stringify(value ?? '').includes(secret)),
        )
        if (leaked !== undefined) {
          const summary = 'What a client receives holds what another has sent.'
          broken(summary, 'nothing of another client', other.exchange, shown(leaked))
        }
      }
      await ask(plugin, client, callText(plugin, 'id', undefined, 3), 3)
      const strange = client.received.find(value => isEvent(value) && value['method'] !== `${id}.${EVENT}`)
      if (strange !== undefined) {
        const summary = 'A client receives an event for which another is registered.'
        broken(summary, `events as ${shown(id)}`, client.exchange, shown(strange))
      }
    },
  }
}

const EVENT = 'provisioningchange'

async function ask(plugin: Plugin, line: Line, text: string, id: number): Promise<void> {
  const isAnswer = (value: unknown): boolean => isObject(value) && !isEvent(value) && value['id'] === id
  await line.send(text)
  if (await line.until(() => line.received.some(isAnswer), 'request')) return
  plugin.world.cover('illegalTransitions', 'unanswered')
  const received = line.isOpen ? 'no answer' : 'the end of the connection'
  broken('A client is not answered, beside what another sends.', 'an answer', line.exchange, received)
}

/** The text that a client sends; what is no text or JSON of any size stays within what a WebSocket carries. */
function textOf(plugin: Plugin, nuisance: Nuisance): string | undefined {
  const paramsOf = (member: string): object | undefined => (member === 'index' ? { index: 2 } : undefined)
  switch (nuisance.do) {
    case 'calls':
      return callText(plugin, nuisance.member, paramsOf(nuisance.member), 11)
    case 'notifies':
      return callText(plugin, nuisance.member, paramsOf(nuisance.member))
    case 'registers':
      return callText(plugin, 'register', { event: EVENT, id: nuisance.id }, 12)
    case 'unregisters':
      return callText(plugin, 'unregister', { event: EVENT, id: nuisance.id }, 13)
    case 'writes':
      return callText(plugin, nuisance.property, { value: 'other' }, 14)
    case 'spoils': {
      const text = callText(plugin, nuisance.member, paramsOf(nuisance.member), 15)
      return editText(Buffer.from(text), nuisance.edit).toString()
    }
    case 'connects again':
      return undefined
  }
}

function tell(nuisance: Nuisance): string {
  switch (nuisance.do) {
    case 'calls':
      return `calls ${nuisance.member === 'nonesuch' ? 'a method that does not exist' : nuisance.member}`
    case 'notifies':
      return `calls ${nuisance.member} as a notification`
    case 'registers':
    case 'unregisters':
      return `${nuisance.do} ${nuisance.do === 'registers' ? 'as ' : ''}${shown(nuisance.id)}`
    case 'writes':
      return `writes ${nuisance.property}`
    case 'spoils':
      return `calls ${nuisance.member}, the text ${tellTextEdit(nuisance.edit)}`
    case 'connects again':
      return 'connects again'
  }
}
