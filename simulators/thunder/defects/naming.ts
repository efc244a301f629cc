import { defect, override } from '../../simulator.js'
import { inRelease, releaseBut, settings, type ThunderAlteration } from '../alterations.js'
import type { ThunderCore } from '../core.js'
import { IN_PROGRESS, NULL, isRunning } from './shared.js'

const members = ['provision', 'index', 'id', 'state', 'register', 'unregister']

/** Finds members in another way. */
const finds = (name: string, replace: (core: ThunderCore) => Partial<ThunderCore>): ThunderAlteration =>
  defect(name, core => override(core, replace))

/** How members, callsigns and versions can be mistaken. */
export const namingDefects = {
  'thunder.naming.refuses-unknown-members': [
    settings('refuses unknown methods as invalid params', {
      unknownMethod: { code: -32602, message: 'Invalid params' },
    }),
    defect('refuses unknown methods as in progress while provisioning', core =>
      override(core, original => ({
        lookUp: (callsign, version, member) => {
          const found = original.lookUp(callsign, version, member)
          const isUnknown = typeof found !== 'function' && /^(?:reset|status|label)/.test(member)
          return isUnknown && isRunning(core) ? IN_PROGRESS : found
        },
      })),
    ),
    settings('refuses unknown methods as unavailable', {
      unknownMethod: { code: 2, message: 'ERROR_UNAVAILABLE' },
    }),
    finds('answers unknown methods with null', original => ({
      lookUp: (callsign, version, member) => {
        const found = original.lookUp(callsign, version, member)
        const isUnknown = callsign === 'Provisioning' && version === '1' && member === member.toLowerCase()
        return isUnknown && typeof found !== 'function' ? NULL : found
      },
    })),
    finds('takes a name that begins with that of a member', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(callsign, version, members.find(name => member.startsWith(name)) ?? member),
    })),
    finds('completes a name that is cut off', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(
          callsign,
          version,
          (member.length > 1 && members.find(name => name.startsWith(member))) || member,
        ),
    })),
    finds('drops blanks around a name', original => ({
      lookUp: (callsign, version, member) => original.lookUp(callsign, version, member.trim()),
    })),
  ],
  'thunder.naming.matches-members-exactly': [
    finds('matches members without regard to case', original => ({
      lookUp: (callsign, version, member) => original.lookUp(callsign, version, member.toLowerCase()),
    })),
    finds('matches the member state without regard to case', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(callsign, version, member.toLowerCase() === 'state' ? 'state' : member),
    })),
  ],
  'thunder.naming.matches-the-callsign-exactly': [
    finds('matches the callsign without regard to case', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(
          callsign.toLowerCase() === 'provisioning' ? 'Provisioning' : callsign,
          version,
          member,
        ),
    })),
  ],
  'thunder.naming.refuses-unknown-callsigns': [
    finds('takes any callsign', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(
          /^(provisioning|rpc)(\..*)?$/i.test(callsign) ? callsign : 'Provisioning',
          version,
          member,
        ),
    })),
  ],
  'thunder.naming.needs-a-callsign': [
    finds('finds the members of its only plugin without a callsign', original => ({
      find: (name, channel) => original.members.get(name) ?? original.find(name, channel),
    })),
    finds('takes a version for the whole place of a member', original => ({
      find: (name, channel) =>
        original.find(/^\d+\.\w+$/.test(name) ? `Provisioning.${name}` : name, channel),
    })),
  ],
  'thunder.naming.names-unknown-callsigns': [
    settings('refuses an unknown callsign as invalid params', {
      unknownCallsign: { code: -32602, message: 'Invalid params' },
    }),
    releaseBut('r5', 'refuses an unknown callsign as release 4 does', {
      unknownCallsign: { code: -32603, message: 'Internal error' },
    }),
  ],
  'thunder.naming.refuses-unsupported-versions': [
    finds('takes any version', original => ({
      lookUp: (callsign, _version, member) => original.lookUp(callsign, undefined, member),
    })),
    settings('refuses an unsupported version as an internal error', {
      unsupportedVersion: { code: -32603, message: 'Internal error' },
    }),
  ],
  'thunder.naming.refuses-versions-that-are-no-number': [
    finds('takes any word for a version', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(callsign.startsWith('Provisioning.') ? 'Provisioning' : callsign, version, member),
    })),
  ],
  'thunder.naming.version-may-be-left-out': [
    inRelease('r4', 'refuses a name without a version', core =>
      override(core, original => ({
        lookUp: (callsign, version, member) =>
          version === undefined
            ? { error: core.release.unknownMethod }
            : original.lookUp(callsign, version, member),
      })),
    ),
  ],
  'thunder.naming.index-of-a-member-is-ignored': [
    releaseBut('r5', 'takes an index for a part of the name', { stripsIndex: false }),
  ],
  'thunder.naming.leaves-rpc-names-alone': [
    finds('takes rpc for the callsign', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(/^rpc\b/.test(callsign) ? 'Provisioning' : callsign, version, member),
    })),
  ],
  'thunder.naming.refuses-calls-while-deactivated': [
    defect('answers for a deactivated plugin', core =>
      override(core, original => ({
        lookUp: (callsign, version, member) =>
          (callsign === core.callsign && !core.plugin.active ? core.members.get(member) : undefined) ??
          original.lookUp(callsign, version, member),
      })),
    ),
  ],
  'thunder.naming.names-deactivated-plugins': [
    releaseBut('r4', 'refuses a deactivated plugin as an unknown method', {
      inactive: { code: -32601, message: 'Unknown method.' },
    }),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>
