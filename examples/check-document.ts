import { findExamples } from './blocks/example.js'
import { pair } from './blocks/pairing.js'
import { gather, type Finding } from './finding.js'
import { apiNamed, inferApi } from './apis/index.js'
import { roaming } from './apis/roaming.js'
import { judgeHttp, judgeLengths } from './judging/http.js'
import { judgeJsonRpc } from './judging/json-rpc.js'
import { judgeBody } from './judging/well-formed.js'
import { decode } from './reading/bytes.js'
import type { Example } from './blocks/example.js'
import { readDocument } from './reading/read-document.js'
import { judgeText } from './text/index.js'

/** What was found in one document. */
export interface Report {
  readonly file: string
  /** The API that it was judged by, if any. */
  readonly api?: string
  /** How many examples it has. */
  readonly examples: number
  readonly findings: readonly Finding[]
}

/**
 * Checks the examples of a specification document, and what the document says itself.
 * @param api name of the API that it specifies; told from its content if left out
 */
export async function checkDocument(file: string, bytes: Uint8Array, api?: string): Promise<Report> {
  const document = readDocument(file, decode(file, bytes))
  const known = api === undefined ? inferApi(document) : apiNamed(api)
  const examples = findExamples(document)
  const exchanges = pair(document, examples)
  const findings = [
    ...examples.flatMap(example => [
      ...judgeBody(example),
      ...judgeHttp(example, example.http?.version === ''),
    ]),
    ...judgeLengths(examples),
    ...judgeJsonRpc(examples, exchanges),
    ...(await judgeXmlBodies(examples, known?.name)),
    ...(known?.judge({ document, examples, exchanges }) ?? []),
    ...judgeText({ document, examples, exchanges }),
  ]
  return {
    file,
    ...(known && { api: known.name }),
    examples: examples.length,
    findings: gather(withoutEchoes(findings)),
  }
}

async function judgeXmlBodies(examples: readonly Example[], api: string | undefined): Promise<Finding[]> {
  const bodies = examples.flatMap(({ body }) => (body?.kind === 'xml' ? [body] : []))
  if (bodies.length === 0) return []
  const { judgeXml, xmlShapes } = await import('./judging/xml-shapes.js')
  const shapes = api === roaming.name ? xmlShapes(roaming.xsd) : undefined
  return bodies.flatMap(body => judgeXml(body, shapes, api, api && 'roaming.types.answers-have-their-type'))
}

/** What the schema says already is not said again by the table that it transcribes. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const lines = new Set(findings.filter(({ kind }) => kind === 'schema.invalid').map(({ line }) => line))
  return findings.filter(
    ({ kind, line }) =>
      !lines.has(line) || !/^(?:enumeration\.unlisted|member\.(?:type|missing))$/.test(kind),
  )
}
