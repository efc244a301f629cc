import { Misuse } from '../../harness/finding.js'
import { didYouMean } from '../../harness/nearest.js'
import type { Document } from '../reading/document.js'
import { exosite } from './exosite.js'
import type { KnownApi } from './known-api.js'
import { onapi } from './onapi.js'
import { roaming } from './roaming.js'
import { seram } from './seram.js'
import { thunder } from './thunder.js'

/** The APIs by whose shapes and rules examples can be judged. */
export const KNOWN_APIS: readonly KnownApi[] = [seram, onapi, thunder, exosite, roaming]

/** The API of this name. Throws a `Misuse` if there is none. */
export function apiNamed(name: string): KnownApi {
  const api = KNOWN_APIS.find(api => api.name === name)
  if (api === undefined) {
    const names = KNOWN_APIS.map(({ name }) => name)
    throw new Misuse(`Unknown API "${name}". Known: ${names.join(', ')}.${didYouMean(name, names)}`)
  }
  return api
}

/** The API that a document is about: the one with most of its signs, and at least half of them; undefined if none has. */
export function inferApi({ lines }: Document): KnownApi | undefined {
  const text = lines.join('\n')
  const scores = KNOWN_APIS.map(api => ({
    api,
    share: api.signs.filter(sign => sign.test(text)).length / api.signs.length,
  }))
  const best = scores.toSorted((a, b) => b.share - a.share)[0]
  return best && best.share >= 0.5 ? best.api : undefined
}
