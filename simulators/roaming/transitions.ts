import type { Status, StoredStatus } from './model.js'

/** What an update means for the status: nothing, something to begin, something begun already, or nothing allowed. */
export type Step = 'none' | 'activate' | 'deactivate' | 'repeat' | 'refuse'

/**
 * What an update that requests a status does to a subscription in another or the same status (section 6.2.3).
 * A client can only cause transition 5, from PreProvisioned, and transition 8, from Active.
 */
export function step(stored: StoredStatus, requested: Status): Step {
  if (stored === requested) return 'none'
  if (requested === 'Active') {
    if (stored === 'PreProvisioned') return 'activate'
    if (stored === 'ActivationPending') return 'repeat'
  }
  if (requested === 'Deactivated') {
    if (stored === 'Active') return 'deactivate'
    if (stored === 'DeactivationPending') return 'repeat'
  }
  return 'refuse'
}
