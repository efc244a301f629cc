/** The parts of the name of a member. */
export interface NameParts {
  readonly callsign?: string
  /** Digits. */
  readonly version?: string
  readonly member: string
}

/**
 * Takes a name apart: `[callsign.][version.]member`, where the callsign may hold full stops and the version is made
 * of digits. With `stripsIndex`, "@" and what follows it are dropped first.
 */
export function parseName(name: string, stripsIndex: boolean): NameParts {
  const stripped = stripsIndex ? name.replace(/@.*/s, '') : name
  const beforeMember = stripped.lastIndexOf('.')
  const member = stripped.slice(beforeMember + 1)
  if (beforeMember < 0) return { member }
  const rest = stripped.slice(0, beforeMember)
  const beforeVersion = rest.lastIndexOf('.')
  const version = rest.slice(beforeVersion + 1)
  if (!/^\d{1,9}$/.test(version)) return { callsign: rest, member }
  return beforeVersion < 0 ? { version, member } : { callsign: rest.slice(0, beforeVersion), version, member }
}
