import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package's `package.json`, whether the sources or the compiled files are running. */
export const packageRoot: string = climb(dirname(fileURLToPath(import.meta.url)))

function climb(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : climb(dirname(folder))
}
