import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkDocument, type Report } from '../../examples/check-document.js'
import { packageRoot } from '../../harness/package-root.js'

/** One change of a document in which everything is right, and the finding that it must lead to. */
export interface Mistake {
  readonly name: string
  readonly document: string
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly severity: 'error' | 'warning' | 'note'
  /** Words on the line of the finding; those of `to` if left out. */
  readonly line?: string
  /** A part of the message. */
  readonly says?: string
  readonly rule?: string
}

/** The text of a document below `test/examples/documents`. */
export function documentText(name: string): string {
  return readFileSync(join(packageRoot, 'test', 'examples', 'documents', name), 'utf8')
}

/** Checks a text as if it stood in a file of that name. */
export async function checkText(name: string, text: string, api?: string): Promise<Report> {
  return checkDocument(name, Buffer.from(text), api)
}

/** Makes the mistake and asserts that it alone is found, at its line. */
export async function assertFound(mistake: Mistake): Promise<void> {
  const { document, from, to, kind, severity } = mistake
  const right = documentText(document)
  assert.ok(right.includes(from), `${document} has "${from}"`)
  const text = right.replace(from, () => to)
  const { findings } = await checkText(document, text)
  const seen = findings.map(one => `${one.line} ${one.severity} ${one.kind}: ${one.message}`).join('\n')
  const [found] = findings
  assert.equal(findings.length, 1, `one finding, not ${findings.length}:\n${seen}`)
  assert.equal(found?.kind, kind, seen)
  assert.equal(found?.severity, severity, seen)
  const words = mistake.line ?? to.split('\n').find(line => !from.includes(line)) ?? to
  const lines = text.split('\n')
  const at = lines[(found?.line ?? 0) - 1] ?? ''
  assert.ok(
    at.includes(words.trim()) || words.includes(at.trim()),
    `line ${found?.line} "${at}" is not that of "${words}"`,
  )
  if (mistake.says !== undefined) assert.ok(found?.message.includes(mistake.says), found?.message)
  if (mistake.rule !== undefined) assert.equal(found?.rule, mistake.rule)
}
