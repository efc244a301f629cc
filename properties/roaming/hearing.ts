import type { Inbox } from '../../harness/callback-server.js'
import type { Exchange } from '../../harness/exchange.js'
import type { AssayWorld } from '../../harness/world.js'
import type { RoamingStates } from '../../schemas/roaming/states.js'

/** Finds in the calls that came so far what is waited for; undefined while it is not there. */
type Find<Found> = (calls: readonly Exchange[]) => Found | undefined

/** Waits until something is found among the calls of an inbox; undefined where it does not come. */
export type Hear = <Found>(inbox: Inbox, find: Find<Found>) => Promise<Found | undefined>

/** Least patience in milliseconds once something did not come. */
const LEAST = 300

/**
 * How the cases of one property wait for notifications: to the target's limit, and when something did not come within it,
 * in later cases ten times as long as anything that came. What is missing then is not waited for to the end each time that
 * a counterexample is made smaller.
 */
export function hearing({ session }: AssayWorld<RoamingStates>): Hear {
  let slowest = 0
  let inVain = false
  return async (inbox, find) => {
    const { wait } = session.target.limits
    const began = performance.now()
    const patience = inVain ? Math.min(wait, Math.max(LEAST, 10 * slowest)) : wait
    for (;;) {
      const found = find(inbox.received)
      const waited = performance.now() - began
      if (found !== undefined) {
        slowest = Math.max(slowest, waited)
        return found
      }
      if (waited >= patience || (await inbox.next(patience - waited)) === undefined) break
    }
    inVain = true
    return find(inbox.received)
  }
}
