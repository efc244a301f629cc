import type { TargetEntry } from './target.js'
import { splitUserInfo } from './user-info.js'

/** An entry as it is written, before defaults. */
export type WrittenEntry = Pick<TargetEntry, 'url'> &
  Partial<Omit<TargetEntry, 'url' | 'limits'>> & {
    readonly limits?: { request?: string; wait?: string; rate?: number; body?: string }
  }

/** An entry with every default filled in; a user name and password in its URL are its authentication. */
export function completeEntry(entry: WrittenEntry): TargetEntry {
  const { limits = {}, url, ...rest } = entry
  const { bare, auth } = splitUserInfo(url)
  return {
    url: bare,
    auth,
    tls: {},
    headers: {},
    profile: 'document',
    capabilities: {},
    options: {},
    ...rest,
    limits: {
      request: milliseconds(limits.request ?? '10s'),
      wait: milliseconds(limits.wait ?? '30s'),
      body: bytes(limits.body ?? '10MiB'),
      ...(limits.rate === undefined ? {} : { rate: limits.rate }),
    },
  }
}

function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m)$/.exec(duration) ?? []
  return Number(amount) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
}

function bytes(size: string): number {
  const [, amount, unit] = /^(\d+)(B|KiB|MiB)$/.exec(size) ?? []
  return Number(amount) * { B: 1, KiB: 1024, MiB: 1024 * 1024 }[unit as 'B' | 'KiB' | 'MiB']
}
