import { createInterface } from 'node:readline/promises'
import { paintFor, type Paint } from '../reports/paint.js'

/** What commands print to, and what they know of the process they run in. */
export interface Console {
  /** Whether a person sees it live: then there are colours and progress. */
  readonly interactive: boolean
  readonly paint: Paint
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Prints a line of the result. */
  print(text: string): void
  /** Prints a line of a problem. */
  error(text: string): void
  /** Replaces the line of progress; nothing where nobody sees it. */
  progress(text: string): void
  /** Asks a person, and gives the line that is typed; absent where nobody is there. */
  ask?(question: string): Promise<string>
  /**
   * Aborted when a person ends the command, from the first call on; doing so again ends the process. Without a call the
   * first time does.
   */
  interruption(): AbortSignal
}

/** The console of a process. */
export function consoleOf(process: NodeJS.Process): Console {
  const { stdin, stdout, stderr, env } = process
  // A stream that is no terminal leaves isTTY undefined, whatever its type says.
  const interactive = [stdout, stderr].every(({ isTTY }) => isTTY) && env['TERM'] !== 'dumb'
  const colours = interactive && env['NO_COLOR'] === undefined
  // Whoever reads the output may stop at any line.
  for (const stream of [stdout, stderr]) stream.on('error', () => {})
  let shown = false
  let interruption: AbortSignal | undefined
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[2K')
    shown = false
  }
  return {
    interactive,
    paint: paintFor(colours),
    env,
    cwd: process.cwd(),
    print(text) {
      clear()
      stdout.write(`${text}\n`)
    },
    error(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (!interactive) return
      clear()
      if (text === '') return
      stderr.write(text.slice(0, (stderr.columns || 80) - 1))
      shown = true
    },
    ...(interactive && stdin.isTTY
      ? {
          async ask(question: string) {
            const lines = createInterface({ input: stdin, output: stdout })
            try {
              return await lines.question(question)
            } finally {
              lines.close()
            }
          },
        }
      : {}),
    interruption() {
      interruption ??= signalOf(process)
      return interruption
    },
  }
}

function signalOf(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const interrupt = (): void => {
    for (const signal of signals) process.off(signal, interrupt)
    controller.abort()
  }
  for (const signal of signals) process.on(signal, interrupt)
  return controller.signal
}
