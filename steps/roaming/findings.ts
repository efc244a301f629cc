import type { Finding } from '../../harness/finding.js'

/** The finding of a check that holds. */
export const FOUND_NOTHING: Finding = { summary: '', expected: '', received: '' }
