import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileNameOf, type Counterexample } from '../harness/fuzz/counterexample.js'
import type { Secrets } from '../harness/secrets.js'

/** The folder of counterexamples within a report folder. */
export const COUNTEREXAMPLES = 'counterexamples'

/** Writes a file for each counterexample, beside those of earlier runs. */
export async function writeCounterexamples(
  counterexamples: readonly Counterexample[],
  folder: string,
  secrets: Secrets,
): Promise<void> {
  if (counterexamples.length === 0) return
  const place = join(folder, COUNTEREXAMPLES)
  await mkdir(place, { recursive: true })
  await Promise.all(
    counterexamples.map(counterexample =>
      writeFile(
        join(place, fileNameOf(counterexample)),
        secrets.redact(`${JSON.stringify(counterexample, undefined, 2)}\n`),
      ),
    ),
  )
}
