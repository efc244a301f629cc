import type { Exchange } from '../../harness/exchange.js'
import { succeeded } from './outcomes.js'
import { isPending, pendingAfter, STATUSES, type Status } from './statuses.js'
import type { RoamingWorld } from './world.js'

/** The state machine of section 6.2.3, as the account of a run names it. */
const MACHINE = 'subscription'

/** Where the state machine begins. */
const START = 'Start'

/**
 * Enters what became of a status that an ARP requested: a legal request leads to its pending status. What says nothing of
 * the machine is left out: statuses that are none or that nobody can request, and what is pending or holds already.
 */
export function enterRequest(
  world: RoamingWorld,
  from: Status | 'nothing',
  to: string,
  exchange: Exchange,
): void {
  const requested = STATUSES.find(status => status === to)
  if (
    requested === undefined ||
    isPending(requested) ||
    (from !== 'nothing' && isPending(from)) ||
    from === to
  )
    return
  const creation = requested === 'PreProvisioned' ? 'PreProvisioningPending' : undefined
  const pending = from === 'nothing' ? creation : pendingAfter(from, requested)
  const outcome = succeeded(exchange) ? 'made' : exchange.answer ? 'refused' : 'missing'
  world.session.ledger.exercise({
    machine: MACHINE,
    from: from === 'nothing' ? START : from,
    to: pending ?? requested,
    legal: pending !== undefined,
    outcome,
  })
}

/** Enters whether the DSP made of a pending status what was expected. */
export function enterDecision(world: RoamingWorld, from: Status, to: Status, made: boolean): void {
  if (!isPending(from) || isPending(to)) return
  world.session.ledger.exercise({
    machine: MACHINE,
    from,
    to,
    legal: true,
    outcome: made ? 'made' : 'missing',
  })
}
