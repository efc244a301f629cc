import type { TargetEntry } from '../../harness/target.js'
import { thunderDefaults, type ThunderOptions } from '../../schemas/thunder/options.js'

/** The two ways to carry a call, as target files spell them. */
export type Transport = 'http' | 'websocket'

/** The transports by their names in the features. */
export const TRANSPORTS: Readonly<Record<string, Transport>> = { HTTP: 'http', WebSocket: 'websocket' }

/** What a target file says of a Thunder target, complete. */
export function settingsOf({ options }: TargetEntry) {
  return { ...thunderDefaults, ...(options as ThunderOptions) }
}

/** Why no scenario uses a transport against a target; undefined if it is offered. */
export function whyNotOffered(transport: Transport, target: TargetEntry): string | undefined {
  if (target.capabilities[transport] === false) {
    return `The target file declines the capability "${transport}".`
  }
  const offered: readonly string[] = settingsOf(target).transports
  return offered.includes(transport)
    ? undefined
    : `The target file leaves "${transport}" out of thunder.options.transports.`
}
