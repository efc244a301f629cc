import type { Exchange } from '../../harness/exchange.js'

/** Whether an exchange has an answer of success. */
export function succeeded({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300
}

/** Whether an exchange has an answer that refuses the request as the ARP's error. */
export function isRefusal({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 400 && answer.status < 500
}

/** Whether an answer says that there is no such resource, or no longer. */
export function isGone({ answer }: Exchange): boolean {
  return answer?.status === 404 || answer?.status === 410
}
