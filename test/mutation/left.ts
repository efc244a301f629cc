import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'
import { packageRoot } from '../../harness/package-root.js'

/** A change of a simulator's source that no rule can notice, because nothing is different or the documents leave it open. */
export interface Left {
  /** The file's name in the simulator's folder. */
  readonly file: string
  /** The line that is changed, without its indentation. */
  readonly line: string
  /** The first line of what takes the place of a part of it; any change of the line if left out. */
  readonly change?: string
  readonly why: string
}

/** The explained changes of an API. */
export function leftOf(api: string): readonly Left[] {
  const file = join(packageRoot, 'test/mutation/left', `${api}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Left[]) : []
}

/** A change of a place in a file; lines and columns count from one. */
export type Change = Pick<MutantResult, 'fileName' | 'location' | 'mutatorName' | 'replacement'>

/** A change as it is named in the list of an API. */
export function nameOf({
  fileName,
  location,
  replacement,
}: Omit<Change, 'mutatorName'>): Required<Omit<Left, 'why'>> {
  const line = linesOf(fileName)[location.start.line - 1]?.trim() ?? ''
  return { file: basename(fileName), line, change: replacement.split('\n')[0]?.trim() ?? '' }
}

/** Why nothing can notice a change; undefined where that is not known. */
export function explanationOf(mutant: Change, left: readonly Left[]): string | undefined {
  if (isSentence(mutant)) return 'The wording of a message is the implementer’s own.'
  const name = nameOf(mutant)
  return left.find(
    ({ file, line, change }) =>
      file === name.file && line === name.line && (change === undefined || change === name.change),
  )?.why
}

/** Whether a change is of a sentence as a whole, which is for people. */
function isSentence({ fileName, location: { start, end }, mutatorName }: Change): boolean {
  if (mutatorName !== 'StringLiteral' || start.line !== end.line) return false
  const line = linesOf(fileName)[start.line - 1] ?? ''
  return /^['`][A-Z][^]* [^]*\.['`]$/.test(line.slice(start.column - 1, end.column - 1))
}

function linesOf(fileName: string): string[] {
  const file = fileName.slice(fileName.lastIndexOf('simulators/'))
  return readFileSync(join(packageRoot, file), 'utf8').split('\n')
}
