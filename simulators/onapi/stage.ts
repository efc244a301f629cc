import type { onapiStates } from '../../schemas/onapi/states.js'
import type { StageHandlers } from '../../schemas/states.js'
import type { ServiceProvider } from './core.js'

const SOLD = { productId: 'broadband', offeringId: 'broadband-100' }

/** What puts a provider into the states of onapi. */
export function stageOf(provider: ServiceProvider): StageHandlers<typeof onapiStates> {
  const newAccess = (): string => {
    const coAccessId = provider.environment.random.hex(32)
    provider.assortment.accesses.add(coAccessId)
    return coAccessId
  }
  return {
    'orderable access': ({ idLength }) =>
      idLength === undefined ? { coAccessId: newAccess(), ...SOLD } : idsOfLength(provider, idLength),
    'free access': () => ({ coAccessId: newAccess(), ...SOLD }),
    'order the provider rejects': () => ({
      coAccessId: newAccess(),
      productId: 'broadband',
      offeringId: 'broadband-10',
    }),
    'offering of another product': () => ({
      coAccessId: newAccess(),
      productId: 'television',
      offeringId: 'broadband-100',
    }),
    'credentials that may not order': () => credentialsOf(provider, 'reader'),
    'credentials whose requests are used up': () => credentialsOf(provider, 'hasty'),
    'communication operator': ({ url }) => {
      provider.operator.url = url
      return { url: provider.operator.address }
    },
    'stored orders': ({ coAccessId }) => ({ orders: provider.ordersFor(coAccessId) }),
  }
}

function idsOfLength({ assortment }: ServiceProvider, idLength: number) {
  if (idLength < 1 || idLength > 36) throw new RangeError('An id has 1 to 36 characters.')
  const [coAccessId, productId, offeringId] = ['A', 'P', 'O'].map(letter =>
    letter.padEnd(idLength, '-1.b'),
  ) as [string, string, string]
  assortment.accesses.add(coAccessId)
  assortment.offer(productId, offeringId, 'BB-100-100')
  return { coAccessId, productId, offeringId, idLength }
}

function credentialsOf({ users }: ServiceProvider, username: string): { username: string; password: string } {
  const user = [...users.values()].find(it => it.username === username)
  return { username, password: user?.password ?? '' }
}
