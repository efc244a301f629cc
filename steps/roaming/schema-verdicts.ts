import { validateXML } from 'xmllint-wasm'
import type { Session } from '../../harness/session.js'
import { examine, findingOf, isLeftToTheEnd, TYPED, type Due } from './types.js'
import { withoutXmlExtensions } from './extensions.js'
import { EVERY_ROOT, readSchema, xmlProblem, XSD_FILES } from './shape.js'

/** Largest document that goes to the common call, in bytes; a larger one is validated by itself. */
const LARGEST = 64 * 1024

/** The schema's verdict on every XML body of a run, in one call, charged to the exchanges that the bodies came from. */
export async function chargeSchemaVerdicts(session: Session): Promise<void> {
  const dues: Due[] = []
  for (const exchange of session.recorder.exchanges) {
    for (const typed of TYPED) {
      if (!isLeftToTheEnd(typed, exchange) || !session.judges(typed.rule) || session.isJudged(exchange))
        continue
      const seen = examine(typed, exchange, session)
      if ('document' in seen) dues.push({ ...seen, document: withoutXmlExtensions(seen.document) })
      else session.charge(typed.rule, seen.finding, exchange)
    }
  }
  const small = dues.filter(({ document }) => document.length <= LARGEST)
  const problems = await validate(small)
  for (const due of dues) {
    const { typed, exchange, document } = due
    const problem = document.length <= LARGEST ? problems.get(due) : xmlProblem(document)
    session.charge(
      typed.rule,
      problem === undefined ? undefined : findingOf(typed, problem, exchange),
      exchange,
    )
  }
}

async function validate(dues: readonly Due[]): Promise<ReadonlyMap<Due, string>> {
  if (dues.length === 0) return new Map()
  const { valid, errors, rawOutput } = await validateXML({
    xml: dues.map(({ document }, index) => ({ fileName: `${index}.xml`, contents: document })),
    schema: [{ fileName: 'every-root.xsd', contents: EVERY_ROOT }],
    preload: XSD_FILES.map(fileName => ({ fileName, contents: readSchema(fileName) })),
    maxMemoryPages: 16 * 1024,
  })
  const problems = new Map<Due, string>()
  for (const { message, loc } of errors) {
    const due = loc ? dues[Number.parseInt(loc.fileName, 10)] : undefined
    if (due === undefined) continue
    const words = message.replace(/^.*? : /, '').trim()
    problems.set(due, [problems.get(due) ?? '', words].join(' ').trim())
  }
  if (!valid && problems.size === 0) throw new Error(`xmllint came to no verdict: ${rawOutput.slice(0, 500)}`)
  return problems
}
