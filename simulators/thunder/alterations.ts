import type { TargetEntry } from '../../harness/target.js'
import { defect, override, type Alteration } from '../simulator.js'
import type { ThunderCore } from './core.js'
import type { Call, Outcome, Response } from './json-rpc.js'
import type { Channel } from './observers.js'
import type { Release, ReleaseName } from './releases.js'

/** A named difference of a Thunder server. */
export type ThunderAlteration = Alteration<ThunderCore>

type Transport = Channel['transport']

/** Changes the outcome of the calls of one member; the core is in the state that the call has left. */
export function outcomeOf(
  member: string,
  name: string,
  change: (outcome: Outcome, call: Call, core: ThunderCore, channel: Channel) => Outcome,
): ThunderAlteration {
  return defect(name, core =>
    override(core, original => ({
      invoke: (call, channel) => {
        const outcome = original.invoke(call, channel)
        return call.method.endsWith(`.${member}`) ? change(outcome, call, core, channel) : outcome
      },
    })),
  )
}

/** Changes the value that a member results in; refusals stay. */
export function resultOf(
  member: string,
  name: string,
  change: (result: never, channel: Channel) => unknown,
): ThunderAlteration {
  return outcomeOf(member, name, (outcome, _call, _core, channel) =>
    'result' in outcome ? { result: change(outcome.result as never, channel) } : outcome,
  )
}

/** Changes response objects before they are encoded. */
export function responses(
  name: string,
  change: (response: Response, channel: Channel) => Response,
): ThunderAlteration {
  return defect(name, core =>
    override(core.rpc, original => ({
      respond: (id, outcome, channel) => change(original.respond(id, outcome, channel), channel),
    })),
  )
}

/** Changes the responses that refuse a call. */
export function refusals(
  name: string,
  change: (response: Response & { readonly error: ErrorObject }) => Response,
): ThunderAlteration {
  return responses(name, response =>
    'error' in response ? change(response as Response & { readonly error: ErrorObject }) : response,
  )
}

/** An error as it leaves the reference. */
export interface ErrorObject {
  readonly code: number
  readonly message: string
}

/** Changes the responses that say that there is no such method. */
export function unknownMethods(
  name: string,
  change: (response: Response & { readonly error: ErrorObject }) => Response,
) {
  return refusals(name, response => (response.error.code === -32601 ? change(response) : response))
}

/** The same change on one transport alone. */
export function only(
  transport: Transport,
  name: string,
  change: (response: Response) => Response,
): ThunderAlteration {
  return responses(name, (response, channel) =>
    channel.transport === transport ? change(response) : response,
  )
}

/** An alteration of a server that follows a release. */
export function inRelease(
  release: ReleaseName,
  name: string,
  alter: (core: ThunderCore) => void,
): ThunderAlteration {
  const target: Partial<TargetEntry> = { profile: release }
  return defect(
    name,
    core => {
      core.follow(release)
      alter(core)
    },
    target,
  )
}

/** A server that follows a release but for some of its settings. */
export function releaseBut(
  release: ReleaseName,
  name: string,
  settings: Partial<Release>,
): ThunderAlteration {
  return inRelease(release, name, core => {
    core.release = { ...core.release, ...settings }
    Object.assign(core.rpc, { release: core.release })
  })
}

/** The document's server but for some of its settings. */
export function settings(name: string, changed: Partial<Release>): ThunderAlteration {
  return defect(name, core => {
    core.release = { ...core.release, ...changed }
  })
}

/** A response without one of its members. */
export function without(response: Response, member: string): Response {
  return Object.fromEntries(Object.entries(response).filter(([name]) => name !== member))
}
