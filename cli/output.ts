import { constants, existsSync, statSync } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Misuse } from '../harness/finding.js'

/** Makes sure that reports can be written to a folder, before there are any. Throws a `Misuse` if not. */
export async function requireFolder(folder: string, named: string): Promise<void> {
  await explained(named, async () => {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK | constants.X_OK)
  })
}

/** Makes sure that a file can be written, in a folder that is made if need be. Throws a `Misuse` if not. */
export async function requireFile(file: string, named: string): Promise<void> {
  await explained(named, async () => {
    await mkdir(dirname(file), { recursive: true })
    if (!existsSync(file)) await access(dirname(file), constants.W_OK | constants.X_OK)
    else if (statSync(file).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    else await access(file, constants.W_OK)
  })
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of it is a file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'you may not write there',
}

async function explained(named: string, make: () => Promise<void>): Promise<void> {
  try {
    await make()
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const why = REASONS[code] ?? message
    throw new Misuse(`Nothing can be written to ${named}: ${why}. Name another place with --out.`, {
      cause: error,
    })
  }
}
