import { deflateRawSync } from 'node:zlib'
import type { Archive, ArchiveEntry, ArchiveText } from '../har.js'
import type { VerdictDocument } from '../verdict-json.js'

/** Bounds of what a page carries, in characters of JSON before it is compressed, and in exchanges. */
const CHUNK = 256 * 1024
const MOST_OF_FAILURES = 24 * 1024 * 1024
const MOST_OF_OTHERS = 8 * 1024 * 1024
const BEFORE_DECISIVE = 30
const OF_SCENARIO = 20
const LONGEST_DECISIVE = 64 * 1024
const LONGEST_OTHER = 8 * 1024

/** The exchanges that a page carries, compressed, and where each scenario's are. */
export interface PackedEvidence {
  /** Chunks of JSON, compressed (raw deflate) and in base64: `{ scenario: exchange[] }` each. */
  readonly chunks: readonly string[]
  /** By scenario: its chunk, and how many exchanges it had in all. */
  readonly scenarios: Readonly<Record<string, readonly [chunk: number, total: number]>>
  /** The scenario of each exchange that decided a failure. */
  readonly decisive: Readonly<Record<string, string>>
  readonly carried: number
  readonly total: number
}

/**
 * Chooses and packs exchanges: those of failures first, each with what went before it in its scenario, then others as
 * far as the bounds allow.
 */
export function packEvidence(verdict: VerdictDocument, { log: { entries } }: Archive): PackedEvidence {
  const byScenario = grouped(entries)
  const decisiveIds = new Set(
    verdict.suites.flatMap(({ rules }) =>
      rules.flatMap(({ failures }) => failures.flatMap(({ exchange }) => exchange ?? [])),
    ),
  )
  const decisive = Object.fromEntries(
    entries.filter(({ _id }) => decisiveIds.has(_id)).map(({ _id, _scenario }) => [_id, _scenario]),
  )
  const urgent = [...new Set(Object.values(decisive))]
  const urgentNames = new Set(urgent)
  const names = [...urgent, ...[...byScenario.keys()].filter(name => !urgentNames.has(name))]

  const packer = new Packer()
  const scenarios: Record<string, readonly [number, number]> = {}
  for (const name of names) {
    const all = byScenario.get(name) ?? []
    const bound = urgentNames.has(name) ? MOST_OF_FAILURES : MOST_OF_FAILURES + MOST_OF_OTHERS
    const chosen = choose(all, decisiveIds)
    const place = packer.add(
      name,
      chosen.map(entry => compact(entry, decisiveIds.has(entry._id))),
      bound,
    )
    if (place !== undefined) scenarios[name] = [place, all.length]
  }
  return { chunks: packer.end(), scenarios, decisive, carried: packer.carried, total: entries.length }
}

/** Exchanges of one scenario: the decisive ones with what went before, or the first ones. */
function choose(all: readonly ArchiveEntry[], decisive: ReadonlySet<string>): readonly ArchiveEntry[] {
  const positions = all.flatMap(({ _id }, index) => (decisive.has(_id) ? [index] : []))
  if (positions.length === 0) return all.slice(0, OF_SCENARIO)
  const [first = 0] = positions
  const wanted = new Set(positions)
  for (let index = Math.max(0, first - BEFORE_DECISIVE); index < first + OF_SCENARIO; index += 1)
    wanted.add(index)
  return all.filter((_, index) => wanted.has(index))
}

class Packer {
  carried = 0
  private readonly chunks: string[] = []
  private parts: string[] = []
  private size = 0
  private sum = 0

  /** Gives the number of the chunk; undefined where the bound is reached. */
  add(name: string, entries: readonly CompactEntry[], bound: number): number | undefined {
    const part = `${JSON.stringify(name)}:${JSON.stringify(entries)}`
    if (this.sum + part.length > bound) return undefined
    this.sum += part.length
    this.carried += entries.length
    const place = this.chunks.length
    this.parts.push(part)
    this.size += part.length
    if (this.size >= CHUNK) this.close()
    return place
  }

  end(): readonly string[] {
    if (this.parts.length > 0) this.close()
    return this.chunks
  }

  private close(): void {
    this.chunks.push(deflateRawSync(`{${this.parts.join(',')}}`).toString('base64'))
    this.parts = []
    this.size = 0
  }
}

/** An exchange as the page's script reads it; texts that were cut are followed by how many characters are missing. */
function compact(entry: ArchiveEntry, isDecisive: boolean) {
  const longest = isDecisive ? LONGEST_DECISIVE : LONGEST_OTHER
  const { request, response, _webSocketMessages: frames, _sent, _received } = entry
  return {
    id: entry._id,
    kind: entry._kind,
    at: Date.parse(entry.startedDateTime),
    ms: Math.round(entry.time * 100) / 100,
    method: request.method,
    url: request.url,
    sentHeaders: request.headers.map(({ name, value }) => [name, value]),
    ...(request.postData ? { sentBody: cut(request.postData, longest) } : {}),
    ...(response.status === 0
      ? {}
      : { status: response.status, reason: response.statusText, version: response.httpVersion }),
    headers: response.headers.map(({ name, value }) => [name, value]),
    ...(response.content.text ? { body: cut(response.content as ArchiveText, longest) } : {}),
    ...(response._error === undefined ? {} : { error: response._error }),
    ...(frames
      ? {
          frames: frames.slice(0, 200).map(({ type, time, opcode, data }) => ({
            sent: type === 'send',
            at: Math.round(time * 1000),
            ...cut({ text: data, ...(opcode === 2 ? { encoding: 'base64' } : {}) }, longest),
          })),
          frameCount: frames.length,
        }
      : {}),
    ...(_sent ? { wireSent: cut(_sent, longest) } : {}),
    ...(_received ? { wireReceived: cut(_received, longest) } : {}),
  }
}

type CompactEntry = ReturnType<typeof compact>

function cut({ text, encoding }: ArchiveText, longest: number) {
  // Base64 is cut where a group of four ends, so that the rest can be decoded.
  const shown = text.slice(0, longest)
  return {
    text: shown,
    ...(encoding ? { base64: true } : {}),
    ...(text.length > longest ? { missing: text.length - longest } : {}),
  }
}

function grouped(entries: readonly ArchiveEntry[]): Map<string, ArchiveEntry[]> {
  const groups = new Map<string, ArchiveEntry[]>()
  for (const entry of entries) {
    const group = groups.get(entry._scenario)
    if (group) group.push(entry)
    else groups.set(entry._scenario, [entry])
  }
  return groups
}
