import { NotTested } from '../../harness/finding.js'
import type { Session } from '../../harness/session.js'
import type { Auth } from '../../harness/target.js'
import type { Values } from '../../schemas/fields.js'
import { NAMESPACES } from '../../schemas/roaming/namespaces.js'
import type { roamingOptions } from '../../schemas/roaming/options.js'
import type { Spelling } from './statuses.js'

type Options = Partial<Values<typeof roamingOptions>>

/** An ARP that the harness plays. */
export interface Arp {
  readonly arpId: string
  /** Its credentials; those of the target file's `auth` if left out. */
  readonly auth?: Auth
}

/** What a target file says under `options`, checked against its schema when it was read. */
export function optionsOf({ target }: Session): Options {
  return target.options
}

/** The ARP that the harness plays first. */
export function firstArp(session: Session): Arp {
  return { arpId: needed(session, 'arpId') }
}

/** The other ARP, for swaps and for what ARPs must not see of each other. */
export function secondArp(session: Session): Arp {
  const { secondArp } = optionsOf(session)
  if (secondArp === undefined) {
    throw new NotTested('It needs a second ARP. Add roaming.options.secondArp to the target file.')
  }
  const { arpId, auth } = secondArp
  return auth === undefined ? { arpId } : { arpId, auth: auth as Auth }
}

/** The DSP under test. */
export function dspOf(session: Session): string {
  return needed(session, 'dspId')
}

/** How the target spells statuses. */
export function spellingOf(session: Session): Spelling {
  return optionsOf(session).statusSpelling ?? 'enumeration'
}

/** The namespace of the API in the target's profile. */
export function namespaceOf({ target }: Session): string {
  return target.profile === 'published' ? NAMESPACES.published : NAMESPACES.document
}

function needed(session: Session, name: 'arpId' | 'dspId'): string {
  const value = optionsOf(session)[name]
  if (value === undefined) throw new NotTested(`Add roaming.options.${name} to the target file.`)
  return value
}
