import type { roamingStates } from '../../schemas/roaming/states.js'
import type { FactsOf, ParamsOf, StageHandlers } from '../../schemas/states.js'
import { keepYoungest } from '../youngest.js'
import type { Provider } from './provider.js'
import type { Destiny, StoredStatus, Subscription, UserId } from './model.js'
import { userKey } from './subscriptions.js'

type States = typeof roamingStates
type SubscriptionParams = ParamsOf<States['Active subscription']>
type SubscriptionFacts = FactsOf<States['Active subscription']>

const GRANTED: Destiny = { held: true }
const DENIED: Destiny = { held: true, denial: 'NotEligible' }
const INDELIBLE: Destiny = { held: true, indelible: true }

/** What puts the DSP into the states that scenarios ask for. What it decides there it decides when it is told to. */
export function createStage(provider: Provider): StageHandlers<States> {
  let customers = 0
  const newNumber = (): UserId => ({
    type: 'MSISDN',
    value: `tel:+1958${String(++customers).padStart(10, '0')}1`,
  })

  const customer = (destiny: Destiny): { userId: UserId[] } => {
    const userId = [newNumber()]
    for (const id of userId) keepYoungest(provider.destinies.set(userKey(id), destiny))
    return { userId }
  }

  const find = (subscriptionId: string): Subscription => {
    const subscription = provider.subscriptions.get(subscriptionId)
    if (subscription === undefined) throw new Error(`There is no subscription "${subscriptionId}".`)
    return subscription
  }

  const active = (subscriptionId: string): Subscription => {
    const subscription = find(subscriptionId)
    if (subscription.status === 'Active') return subscription
    throw new Error(`The subscription "${subscriptionId}" is ${subscription.status}, not Active.`)
  }

  const subscription =
    (status: StoredStatus, destiny = GRANTED) =>
    (params: SubscriptionParams): SubscriptionFacts => {
      const number = newNumber()
      const userId =
        params.sameCustomerAs === undefined
          ? [number, { type: 'Email', value: `user${customers}@example.com` }]
          : [...find(params.sameCustomerAs).userId]
      const arpId = params.arpId ?? 'ITA01'
      const now = provider.environment.clock.now()
      const placed: Subscription = {
        id: provider.newId(arpId),
        arpId,
        dspId: provider.dspId,
        userId,
        status,
        signalling: 'OnLine',
        callback: {
          notifyURL: params.notifyURL ?? 'http://arp.example.com/notifications',
          ...(params.callbackData === undefined ? {} : { callbackData: params.callbackData }),
          ...(params.notificationFormat === undefined
            ? {}
            : { notificationFormat: params.notificationFormat }),
        },
        arrivedAt: now,
        origin: (params.serverRoot ?? 'http://localhost').replace(/\/+$/, ''),
        format: 'XML',
        destiny,
        pendingSince: status.endsWith('Pending') ? now : undefined,
      }
      provider.subscriptions.put(placed)
      return { arpId, subscriptionId: placed.id, dspId: placed.dspId, userId: userId.map(copy) }
    }

  return {
    customer: () => customer(GRANTED),
    'denied customer': () => customer(DENIED),
    'PreProvisioningPending subscription': subscription('PreProvisioningPending'),
    'PreProvisioned subscription': subscription('PreProvisioned'),
    'ActivationPending subscription': subscription('ActivationPending'),
    'Active subscription': subscription('Active'),
    'indelible subscription': subscription('Active', INDELIBLE),
    'DeactivationPending subscription': subscription('DeactivationPending'),
    'Deactivated subscription': subscription('Deactivated'),
    'decision made': ({ subscriptionId }) => {
      const pending = provider.subscriptions.get(subscriptionId)
      if (pending) provider.decide(pending)
      return {}
    },
    'deactivation by the DSP': ({ subscriptionId, reason }) => {
      provider.deactivate(active(subscriptionId), reason)
      return {}
    },
    'change of userId': ({ subscriptionId }) => {
      const userId = [newNumber()]
      provider.changeUserId(active(subscriptionId), userId)
      return { userId: userId.map(copy) }
    },
  }
}

function copy({ type, value }: UserId): { type: string; value: string } {
  return { type, value }
}
