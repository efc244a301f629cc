import * as fc from 'fast-check'
import type { Exchange } from '../../harness/exchange.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { Property } from '../../harness/fuzz/property.js'
import { tookTheBlame } from '../../harness/fuzz/request-edits.js'
import { editRequest, frameOf, tellEdit, wireEdits, type WireEdit } from '../../harness/fuzz/wire-edits.js'
import { activation, broken, cikOf, download, succeeded, type Triple, type World } from './device.js'

const OPERATIONS = [
  'activates',
  'lists the contents',
  'gets the content',
  'gets the content information',
] as const

/** A request that is right but for one edit. */
interface Mistake {
  readonly operation: (typeof OPERATIONS)[number]
  readonly edit: WireEdit
}

const HEADERS = [
  'X-Exosite-CIK',
  'X-Exosite-Token',
  'Range',
  'Content-Type',
  'Content-Encoding',
  'Expect',
  'If-None-Match',
]

const MISTAKES: fc.Arbitrary<Mistake> = fc.record({
  operation: fc.constantFrom(...OPERATIONS),
  edit: wireEdits(HEADERS),
})

/** Whatever a device gets wrong, the server does not take the blame. */
export function nothingBreaksTheServer(world: World): Property<Mistake> {
  return {
    name: 'any mistake in any request',
    values: MISTAKES,
    tell: mistake => [`When ${tellMistake(mistake)}`],
    restsOn: ['exosite.framing.blames-no-server-error'],
    async holds(mistake) {
      const triple = await world.state('enabled serial number', {})
      const exchange = await make(world, mistake, triple)
      if (mistake.edit.edit !== 'framing') world.answerOf(exchange)
      if (tookTheBlame(exchange)) {
        broken(
          'A mistake of the device is answered as an error of the server.',
          'a status below 500',
          exchange,
        )
      }
    },
  }
}

/** Mistakes that are refused leave a serial number as activatable as it was, and the list of contents as it was. */
export function refusalsChangeNothing(world: World): Property<readonly Mistake[]> {
  return {
    name: 'any mistakes that are refused',
    values: fc.array(MISTAKES, { minLength: 1, maxLength: 6 }),
    tell: mistakes => [
      'Given an enabled serial number',
      ...mistakes.map(mistake => `When ${tellMistake(mistake)}`),
      'When the device activates with its serial number',
    ],
    restsOn: ['exosite.activate.returns-cik', 'exosite.list.answers-ok'],
    async holds(mistakes) {
      const caller = await world.state('client with contents', {})
      const triple = await world.state('enabled serial number', {})
      const before = await world.send(download(caller))
      let isRefused = true
      for (const mistake of mistakes) {
        const { answer } = await make(world, mistake, triple)
        // What was answered with success, or not at all, may have had an effect.
        if (mistake.operation === 'activates') isRefused &&= answer !== undefined && answer.status >= 400
      }
      const after = await world.send(download(caller))
      if (!sameLines(before, after)) {
        broken('The list of contents is another after requests that change nothing.', 'the same list', after)
      }
      if (!isRefused) return
      const exchange = await world.send(activation(triple))
      world.answerOf(exchange)
      if (cikOf(exchange) === undefined) {
        broken('A serial number no longer activates after refused requests.', '200 OK with a CIK', exchange)
      }
    },
  }
}

/** No answer to a device tells it the key of another, whatever it asks. */
export function keysStaySecret(world: World): Property<readonly Mistake[]> {
  return {
    name: 'any requests of one device, and the key of another',
    values: fc.array(MISTAKES, { minLength: 1, maxLength: 6 }),
    tell: mistakes => [
      'Given two activated clients of one model',
      ...mistakes.map(mistake => `When ${tellMistake(mistake)}`),
    ],
    async holds(mistakes) {
      const other = await world.state('activated client', {})
      const triple = await world.state('enabled serial number', {})
      for (const mistake of mistakes) {
        const exchange = await make(world, mistake, triple)
        const { received = Buffer.alloc(0) } = exchange
        if (received.includes(other.cik)) {
          broken("The answer holds another client's CIK.", 'no key of another client', exchange)
        }
      }
      // The other key is one that works, or its absence would say nothing.
      const list = await world.send(download(other))
      world.require(
        succeeded(list) || list.answer?.status === 404,
        'exosite.activate.makes-cik-usable',
        'the CIK of an activated client opens the list',
        list,
      )
    },
  }
}

async function make(world: World, { operation, edit }: Mistake, triple: Triple): Promise<Exchange> {
  world.cover('edits', edit.edit === 'framing' ? `framing: ${edit.mistake}` : edit.edit)
  const request = await requestOf(world, operation, triple)
  const edited = editRequest(request, edit)
  if (edited) return world.send(edited)
  const head = await world.session.clients.rawHead(request.target, request.headers)
  const mistake = edit.edit === 'framing' ? edit.mistake : ''
  return world.sendRaw({ pieces: [frameOf(mistake, request, head)], end: true })
}

async function requestOf(
  world: World,
  operation: Mistake['operation'],
  triple: Triple,
): Promise<HttpRequest> {
  if (operation === 'activates') return activation(triple)
  const { contents, ...caller } = await world.state('client with contents', {})
  const id = contents[0]?.id ?? ''
  if (operation === 'lists the contents') return download(caller)
  if (operation === 'gets the content') return download(caller, [['id', id]])
  return download(caller, [
    ['id', id],
    ['info', 'true'],
  ])
}

/** Whether two answers hold the same lines, in whatever order. */
function sameLines(a: Exchange, b: Exchange): boolean {
  const linesOf = ({ answer }: Exchange): string =>
    `${answer?.body.toString('latin1')}`.trimEnd().split(/\r?\n/).toSorted().join('\n')
  return a.answer?.status === b.answer?.status && linesOf(a) === linesOf(b)
}

function tellMistake({ operation, edit }: Mistake): string {
  return `the device ${operation} ${tellEdit(edit)}`
}
