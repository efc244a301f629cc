import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { ExositeCore } from '../core.js'
import type { Client, Progress } from '../registry.js'

const TWO_DAYS = 48 * 60 * 60 * 1000

/** Mistakes in refusing an activation. */
export const refusalDefects: Defects<ExositeCore> = {
  'exosite.refusal.unknown-serial-number-is-not-found': [
    defect('finds a serial number by its beginning', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          (sn.endsWith(' ') ? undefined : original.findClient(vendor, model, sn.slice(0, -1))),
      })),
    ),
    defect('overlooks a zero before a serial number', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ?? original.findClient(vendor, model, sn.replace(/^0/, '')),
      })),
    ),
    defect('answers an unknown serial number with 409 Conflict', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) =>
          core.findModel(vendor, model) !== undefined && everywhere(core, sn).length === 0
            ? core.error(409)
            : original.refuseUnknown(vendor, model, sn),
      })),
    ),
  ],
  'exosite.refusal.likeness-is-refused': [
    findsLike('takes a percent sign for any end of a serial number', sn =>
      sn.endsWith('%') ? [sn.slice(0, -1), 1] : undefined,
    ),
    findsLike('takes an asterisk for any end of a serial number', sn =>
      sn.endsWith('*') ? [sn.slice(0, -1), 1] : undefined,
    ),
    findsLike('takes an underscore for any character', sn =>
      sn.endsWith('_') ? [sn.slice(0, -1), 1] : undefined,
    ),
    defect('ends a serial number at a NUL', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) => original.findClient(vendor, model, sn.split('\0')[0] ?? ''),
      })),
    ),
    defect('overlooks accents', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          original.findClient(vendor, model, sn.normalize('NFD').replaceAll(/\p{M}/gu, '')),
      })),
    ),
  ],
  'exosite.refusal.serial-number-of-another-model-is-not-found': [
    defect('finds a serial number under any model that exists', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          (core.findModel(vendor, model) === undefined ? undefined : everywhere(core, sn)[0]),
      })),
    ),
    defect('answers the serial number of another model with 409 Conflict', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) =>
          core.findModel(vendor, model) !== undefined && everywhere(core, sn).length > 0
            ? core.error(409)
            : original.refuseUnknown(vendor, model, sn),
      })),
    ),
  ],
  'exosite.refusal.unknown-model-is-not-found': [
    defect('overlooks a model that is unknown', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          (namesNoModel(core, model)
            ? everywhere(core, sn).find(client => client.model.vendor === vendor)
            : undefined),
      })),
    ),
    refusesUnknownWith(409, 'an unknown model', (core, vendor, model) =>
      core.registry.vendors.has(vendor) ? namesNoModel(core, model) : false,
    ),
  ],
  'exosite.refusal.unknown-vendor-is-not-found': [
    defect('overlooks a vendor that is unknown', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          (namesNoVendor(core, vendor)
            ? everywhere(core, sn).find(client => client.model.name === model)
            : undefined),
      })),
    ),
    refusesUnknownWith(409, 'an unknown vendor', (core, vendor) => namesNoVendor(core, vendor)),
  ],
  'exosite.refusal.vendor-without-the-model-is-not-found': [
    defect('looks vendor and model up one by one', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          (core.registry.vendors.has(vendor)
            ? everywhere(core, sn).find(
                client => client.model.name === model && client.model.vendor !== vendor,
              )
            : undefined),
      })),
    ),
  ],
  'exosite.refusal.never-enabled-is-a-conflict': [
    defect('enables with a serial number the one that was put on the list before it', core => {
      let last: Client | undefined
      const listedBefore = new WeakMap<Client, Client | undefined>()
      override(core.registry, original => ({
        add: (model, sn) => {
          const [before, client] = [last, original.add(model, sn)]
          last = client
          listedBefore.set(client, before)
          return client
        },
        enable: (client, now) => {
          const before = listedBefore.get(client)
          if (before?.progress === 'listed') original.enable(before, now)
          original.enable(client, now)
        },
      }))
    }),
    defect('activates a client that was never enabled', core =>
      override(core, original => ({
        mayActivate: client => {
          if (client.progress === 'listed') core.registry.enable(client, core.now())
          return original.mayActivate(client)
        },
      })),
    ),
    refusesWith(404, 'a client that was never enabled', client => client.progress === 'listed'),
    refusesWith(403, 'a client that was never enabled', client => client.progress === 'listed'),
  ],
  'exosite.refusal.disabled-is-refused': [activatesAlso('disabled')],
  'exosite.refusal.expired-is-refused': [
    defect('forgets after two days that a client has expired', core =>
      override(core, original => ({
        hasExpired: client => original.hasExpired(client) && core.now() < client.enabledAt + TWO_DAYS,
      })),
    ),
  ],
  'exosite.refusal.activated-is-refused': [
    defect('forgets the activations from before its start', core => {
      const own = new Set<Client>()
      override(core, original => ({
        issue: client => {
          own.add(client)
          return original.issue(client)
        },
        mayActivate: client =>
          original.mayActivate(client) || (client.progress === 'activated' && !own.has(client)),
      }))
    }),
    activatesAlso('activated'),
  ],
  'exosite.refusal.disabling-ends-no-activation': [
    defect('forgets an activation when its client is disabled', core => {
      const activated = new WeakSet<Client>()
      override(core.registry, original => ({
        add: (model, sn) => {
          const client = original.add(model, sn)
          let { progress } = client
          return Object.defineProperty(client, 'progress', {
            get: () => progress,
            set(next: Progress) {
              if (next === 'activated') activated.add(client)
              progress = next
            },
          })
        },
      }))
      override(core, original => ({
        mayActivate: client =>
          original.mayActivate(client) || (client.progress === 'disabled' && activated.has(client)),
      }))
    }),
  ],
  'exosite.refusal.activated-stays-activated': [
    defect('forgets an activation when its window is over', core =>
      override(core, original => ({
        mayActivate: client =>
          original.mayActivate(client) || (client.progress === 'activated' && core.hasExpired(client)),
      })),
    ),
  ],
  'exosite.refusal.disabled-is-a-conflict': [
    refusesWith(404, 'a disabled client', client => client.progress === 'disabled'),
    refusesWith(403, 'a disabled client', client => client.progress === 'disabled'),
  ],
  'exosite.refusal.expired-is-a-conflict': [
    refusesWith(410, 'an expired client', client => client.progress === 'enabled'),
    refusesWith(404, 'an expired client', client => client.progress === 'enabled'),
  ],
  'exosite.refusal.activated-is-a-conflict': [
    refusesWith(403, 'an activated client', client => client.progress === 'activated'),
    refusesWith(404, 'an activated client', client => client.progress === 'activated'),
  ],
  'exosite.refusal.keeps-first-cik': [
    onRefusal('replaces the CIK when it refuses a second activation', 'activated', (client, core) => {
      core.registry.enable(client, client.enabledAt)
      client.progress = 'activated'
    }),
    onRefusal('revokes the CIK when it refuses a second activation', 'activated', (client, core) => {
      core.registry.clientsByCik.delete(client.cik)
    }),
  ],
  'exosite.refusal.hands-out-no-cik': [
    defect('says the CIK when it refuses a second activation', core =>
      override(core, original => ({
        refuseClient: client =>
          client.progress === 'activated'
            ? core.reply(409, 'text/plain; charset=utf-8', client.cik)
            : original.refuseClient(client),
      })),
    ),
  ],
  'exosite.refusal.does-not-bar-enabling': [
    defect('never again activates a client that it refused before its first enabling', core => {
      const barred = new Set<Client>()
      override(core, original => ({
        mayActivate: client => original.mayActivate(client) && !barred.has(client),
        refuseClient: client => {
          if (client.progress === 'listed') barred.add(client)
          return original.refuseClient(client)
        },
      }))
    }),
  ],
  'exosite.refusal.does-not-enable': [
    onRefusal('enables a client when it refuses it for the first time', 'listed', (client, core) =>
      core.registry.enable(client, core.now()),
    ),
    onRefusal('enables a disabled client when it refuses it', 'disabled', client => {
      client.progress = 'enabled'
    }),
    defect('returns the CIK again to a client that was refused once', core => {
      const refused = new Set<Client>()
      override(core, original => ({
        admit: client => {
          if (client.progress !== 'activated') return original.admit(client)
          if (refused.has(client)) return core.handOver(client.cik)
          refused.add(client)
          return original.admit(client)
        },
      }))
    }),
  ],
  'exosite.refusal.does-not-renew-window': [
    onRefusal('opens the window of an expired client when it refuses it', 'enabled', (client, core) => {
      client.enabledAt = core.now()
    }),
  ],
  'exosite.refusal.does-not-create': [
    defect('puts an unknown serial number on the list when it refuses it', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) => {
          const home = core.findModel(vendor, model)
          if (home !== undefined) core.registry.add(home, sn)
          return original.refuseUnknown(vendor, model, sn)
        },
      })),
    ),
  ],
  'exosite.refusal.keeps-serial-number-activatable': [
    defect('disables the client that was enabled last when a serial number is unknown', core => {
      let last: Client | undefined
      override(core.registry, original => ({
        enable: (client, now) => {
          last = client
          original.enable(client, now)
        },
      }))
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) => {
          const isKnown = core.findModel(vendor, model) === last?.model
          if (isKnown && last?.progress === 'enabled') last.progress = 'disabled'
          return original.refuseUnknown(vendor, model, sn)
        },
      }))
    }),
    defect('locks a serial number that is tried under the wrong model', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) => {
          for (const client of everywhere(core, sn)) client.progress = 'disabled'
          return original.refuseUnknown(vendor, model, sn)
        },
      })),
    ),
  ],
}

/** Finds the client whose serial number goes on by so many characters where the given one has a sign. */
function findsLike(
  name: string,
  read: (sn: string) => readonly [beginning: string, more: number] | undefined,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      findClient: (vendor, model, sn) => {
        const found = original.findClient(vendor, model, sn)
        const like = found === undefined ? read(sn) : undefined
        if (like === undefined) return found
        const [beginning, more] = like
        return [...(core.findModel(vendor, model)?.clients.values() ?? [])].find(
          client => client.sn.startsWith(beginning) && client.sn.length === beginning.length + more,
        )
      },
    })),
  )
}

function refusesWith(
  status: number,
  whom: string,
  applies: (client: Client) => boolean,
): Alteration<ExositeCore> {
  return defect(`answers ${whom} with ${status}`, core =>
    override(core, original => ({
      refuseClient: client => (applies(client) ? core.error(status) : original.refuseClient(client)),
    })),
  )
}

function refusesUnknownWith(
  status: number,
  what: string,
  applies: (core: ExositeCore, vendor: string, model: string) => boolean,
): Alteration<ExositeCore> {
  return defect(`answers ${what} with ${status}`, core =>
    override(core, original => ({
      refuseUnknown: (vendor, model, sn) =>
        applies(core, vendor, model) ? core.error(status) : original.refuseUnknown(vendor, model, sn),
    })),
  )
}

function onRefusal(
  name: string,
  of: Progress,
  effect: (client: Client, core: ExositeCore) => void,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      refuseClient: client => {
        const reply = original.refuseClient(client)
        if (client.progress === of) effect(client, core)
        return reply
      },
    })),
  )
}

function activatesAlso(progress: Progress): Alteration<ExositeCore> {
  return defect(`activates a client that is ${progress}`, core =>
    override(core, original => ({
      mayActivate: client => original.mayActivate(client) || client.progress === progress,
    })),
  )
}

function everywhere(core: ExositeCore, sn: string): Client[] {
  return [...core.registry.vendors.values()]
    .flatMap(models => [...models.values()])
    .flatMap(model => model.clients.get(sn) ?? [])
}

function namesNoModel(core: ExositeCore, name: string): boolean {
  return [...core.registry.vendors.values()].every(models =>
    [...models.keys()].every(known => known.toLowerCase() !== name.toLowerCase()),
  )
}

function namesNoVendor(core: ExositeCore, name: string): boolean {
  return [...core.registry.vendors.keys()].every(known => known.toLowerCase() !== name.toLowerCase())
}
