import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { isEvent, isObject, type JsonObject, type Line } from './line.js'
import { broken, callOf, callText, shown, Speaker, wrong, type Plugin, type Transport } from './plugin.js'

/** A call among others; the next one does not wait for its answer unless it says so. */
interface AtOnce {
  readonly client: 0 | 1
  readonly member: (typeof MEMBERS)[number]
  /** Whether all answers are awaited before the next call. */
  readonly pause: boolean
}

const MEMBERS = ['id', 'state', 'index', 'provision', 'nonesuch'] as const
const CLIENTS = ['the client', 'the other client'] as const

/** A call that was sent, and what its answer must be. */
interface Open {
  readonly line: Line
  readonly id: number
  readonly member: AtOnce['member']
}

/** However many calls are made at once, on one connection or two, each is answered once, with what belongs to it. */
export function callsFindTheirAnswers(plugin: Plugin): Property<readonly AtOnce[]> {
  const call = fc.record({
    client: fc.constantFrom(0 as const, 0 as const, 1 as const),
    member: fc.constantFrom(...MEMBERS),
    pause: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  })
  return {
    name: 'any calls at once',
    values: fc.array(call, { minLength: 1, maxLength: plugin.world.session.fuzzing.isDeep ? 40 : 12 }),
    tell: calls => calls.map(call => `When ${tell(call)}`),
    *simpler(calls) {
      if (calls.some(({ client }) => client === 1)) yield calls.map(call => ({ ...call, client: 0 }))
    },
    restsOn: [
      'thunder.correlation.answers-calls-at-once',
      'thunder.correlation.keeps-connections-apart',
      'thunder.envelope.answers-every-call',
      'thunder.correlation.echoes-numbers',
      'thunder.provision.names-in-progress',
      'thunder.naming.refuses-unknown-members',
    ],
    async holds(calls) {
      await plugin.world.state('idle', {})
      const lines: (Line | undefined)[] = [undefined, undefined]
      for (const { client } of calls) lines[client] ??= await plugin.share()
      let open: Open[] = []
      const texts = new Map<Line, string[]>()
      // Both clients use the same ids, for calls of their own.
      const last = [0, 0]
      for (const [index, { client, member, pause }] of calls.entries()) {
        const line = lines[client]
        if (line === undefined) continue
        const id = (last[client] ?? 0) + 1
        last[client] = id
        const params = member === 'index' ? { label: plugin.world.random.word(4), index: 1 } : undefined
        texts.set(line, [...(texts.get(line) ?? []), callText(plugin, member, params, id)])
        open.push({ line, id, member })
        if (!pause && index < calls.length - 1) continue
        plugin.world.cover('transitions', `${open.length} calls at once`)
        await Promise.all([...texts].map(([line, together]) => line.send(...together)))
        texts.clear()
        await settle(plugin, open)
        open = []
      }
      for (const line of lines) {
        if (line === undefined) continue
        await line.fence()
        const more = line.received.filter(value => !isEvent(value)).length - (last[lines.indexOf(line)] ?? 0)
        if (more > 0) {
          const last = shown(line.received.at(-1))
          broken(
            'A client receives more answers than it has made calls.',
            'one for each',
            line.exchange,
            last,
          )
        }
      }
    },
  }
}

async function settle(plugin: Plugin, open: readonly Open[]): Promise<void> {
  for (const { line, id, member } of open) {
    const answers = (): JsonObject[] =>
      line.received.filter((value): value is JsonObject => isAnswer(value, id))
    const expected = `one answer with the id ${id}`
    if (!(await line.until(() => answers().length > 0, 'request'))) {
      const ids = line.received.filter(isObject).map(value => value['id'])
      const received = line.isOpen ? `the ids ${shown(ids)}` : 'the end of the connection'
      broken('A call is not answered.', expected, line.exchange, received)
    }
    const [answer = {}, second] = answers()
    if (second) broken('A call is answered twice.', expected, line.exchange, shown(second))
    if (!belongs(plugin, member, answer)) {
      const summary = 'A call has an answer that belongs to another.'
      broken(summary, `what ${member} brings`, line.exchange, shown(answer))
    }
  }
}

function isAnswer(value: unknown, id: unknown): value is JsonObject {
  return isObject(value) && !isEvent(value) && value['id'] === id
}

/** Whether an answer can be that of a call of a member. What a label brings that nobody knows is left open. */
function belongs(plugin: Plugin, member: AtOnce['member'], { result, error }: JsonObject): boolean {
  const code = isObject(error) ? error['code'] : undefined
  switch (member) {
    case 'id':
      return typeof result === 'string'
    case 'state':
      return isObject(result)
    case 'index':
      return result === null || error !== undefined
    case 'provision':
      return result === null || plugin.codes('in progress').includes(code as number)
    case 'nonesuch':
      return code !== undefined
  }
}

/** A value of a batch. */
type Part =
  | { readonly call: 'id' | 'state' | 'nonesuch'; readonly quoted: boolean }
  | { readonly notification: 'id' | 'state' | 'nonesuch' }
  | { readonly stranger: unknown }

const STRANGERS = [1, 'x', null, true, {}, [], [1], { jsonrpc: '2.0' }, { foo: 'boo' }, 0.5, '']

/** Of whatever a batch is made, each call and each value that is no request is answered once, and nothing else. */
export function batchesAreAnswered(plugin: Plugin): Property<readonly Part[]> {
  const member = fc.constantFrom('id' as const, 'state' as const, 'nonesuch' as const)
  const part: fc.Arbitrary<Part> = fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ call: member, quoted: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ notification: member }) },
    { weight: 1, arbitrary: fc.record({ stranger: fc.constantFrom<unknown>(...STRANGERS) }) },
  )
  const most = plugin.world.session.fuzzing.isDeep ? 120 : 12
  return {
    name: 'any batch',
    values: fc.array(part, { minLength: 1, maxLength: most, size: 'max' }),
    tell: parts => [`When the client sends a batch of ${parts.length}: ${tellParts(parts)}`],
    restsOn: [
      'thunder.batch.is-answered-as-an-array',
      'thunder.batch.answers-every-call',
      'thunder.batch.answers-no-notification',
      'thunder.batch.of-notifications-gets-no-answer',
      'thunder.batch.refuses-each-value-that-is-no-request',
    ],
    async holds(parts) {
      plugin.world.cover('transitions', parts.length > 1 ? 'several values' : 'one value')
      const speaker = new Speaker(plugin)
      for (const transport of plugin.transports) await sendBatch(plugin, speaker, transport, parts)
    },
  }
}

async function sendBatch(
  plugin: Plugin,
  speaker: Speaker,
  transport: Transport,
  parts: readonly Part[],
): Promise<void> {
  const text = JSON.stringify(parts.map((part, index) => valueOf(plugin, part, index + 1)))
  const wanted = parts.flatMap((part, index) => ('call' in part ? [idOf(part, index + 1)] : []))
  const strangers = parts.filter(part => 'stranger' in part).length
  if (wanted.length + strangers === 0) return silence(plugin, speaker, transport, text)
  const reply = await speaker.ask(transport, text)
  const expected = `${wanted.length + strangers} answers in an array`
  if (!Array.isArray(reply.value)) wrong('A batch is not answered by an array.', expected, reply)
  const answers = (reply.value as unknown[]).filter(isObject)
  for (const id of wanted) {
    const own = answers.filter(answer => answer['id'] === id)
    if (own.length === 1) continue
    const received = `${own.length} answers under this id, ${answers.length} in all`
    const summary = 'A call of a batch is not answered once.'
    broken(summary, `one answer with the id ${shown(id)}`, reply.exchange, received)
  }
  const refused = answers.filter(answer => isRefused(plugin, answer) && answer['id'] === null)
  if (refused.length === strangers && answers.length === wanted.length + strangers) return
  const received = `${answers.length} answers, ${refused.length} of them for values that are no requests`
  broken('A batch is answered otherwise than value by value.', expected, reply.exchange, received)
}

/** A batch of nothing but notifications gets nothing: over a WebSocket a later answer shows it. */
async function silence(plugin: Plugin, speaker: Speaker, transport: Transport, text: string): Promise<void> {
  const summary = 'A batch of nothing but notifications is answered.'
  if (transport === 'HTTP') {
    const { exchange } = await speaker.post(Buffer.from(text))
    if (plugin.world.answerOf(exchange).body.length > 0) broken(summary, 'no answer', exchange)
    return
  }
  const line = await speaker.line()
  await line.send(text)
  await line.fence()
  const answer = line.received.find(value => !isEvent(value))
  if (answer !== undefined) broken(summary, 'no answer', line.exchange, shown(answer))
}

function isRefused(plugin: Plugin, { error }: JsonObject): boolean {
  return isObject(error) && plugin.codes('invalid request').includes(error['code'] as number)
}

function valueOf(plugin: Plugin, part: Part, number: number): unknown {
  if ('stranger' in part) return part.stranger
  return 'call' in part
    ? callOf(plugin, part.call, undefined, idOf(part, number))
    : callOf(plugin, part.notification)
}

function idOf({ quoted }: { readonly quoted: boolean }, number: number): string | number {
  return quoted ? `call ${number}` : number
}

/** Parts in words: equal ones that follow each other are counted. */
function tellParts(parts: readonly Part[]): string {
  const words: { word: string; count: number }[] = []
  for (const part of parts) {
    const word =
      'call' in part
        ? `call of ${part.call}`
        : 'notification' in part
          ? `notification of ${part.notification}`
          : JSON.stringify(part.stranger)
    const last = words.at(-1)
    if (last?.word === word) last.count += 1
    else words.push({ word, count: 1 })
  }
  return words.map(({ word, count }) => (count > 1 ? `${count} times ${word}` : word)).join(', ')
}

function tell({ client, member, pause }: AtOnce): string {
  const what = member === 'nonesuch' ? 'a method that does not exist' : member
  return `${CLIENTS[client]} calls ${what}${pause ? ', after which all answers are awaited' : ''}`
}
