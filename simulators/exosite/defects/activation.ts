import type { HttpReply } from '../../simulator.js'
import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import { ACTIVATION_WINDOW, type ExositeCore } from '../core.js'
import { decodeField, parseFields, single, type Decode } from '../form.js'
import type { Client } from '../registry.js'

const HOUR = 60 * 60 * 1000

/** Mistakes in activating a client and in reading the form. */
export const activationDefects: Defects<ExositeCore> = {
  'exosite.activate.returns-cik': [
    defect('answers an activation with 201 Created', core =>
      override(core, original => ({ handOver: cik => ({ ...original.handOver(cik), status: 201 }) })),
    ),
    defect('answers an activation with an empty body', core =>
      override(core, original => ({ handOver: () => original.handOver('') })),
    ),
  ],
  'exosite.activate.makes-cik-usable': [
    defect('accepts a new CIK only from its second use on', core => {
      const fresh = new Set<string>()
      override(core, original => ({
        issue: client => {
          fresh.add(client.cik)
          return original.issue(client)
        },
        findCaller: (request, wanted) =>
          fresh.delete(core.readCik(request) ?? '') ? undefined : original.findCaller(request, wanted),
      }))
    }),
    defect('returns a CIK that belongs to nobody', core =>
      override(core, original => ({ handOver: () => original.handOver(core.registry.newCik()) })),
    ),
  ],
  'exosite.activate.lets-cik-serve-again': [
    defect('accepts the CIK of an activation once', core => wearsOut(core, 1)),
    defect('accepts the CIK of an activation five times', core => wearsOut(core, 5)),
  ],
  'exosite.activate.gives-each-client-its-own-cik': [
    defect('hands out one CIK to all clients of a model', core => {
      const shared = new Map<unknown, string>()
      override(core, original => ({
        issue: client => {
          const cik = shared.get(client.model) ?? original.issue(client)
          client.progress = 'activated'
          shared.set(client.model, cik)
          return cik
        },
      }))
    }),
  ],
  'exosite.activate.returns-cik-of-its-client': [
    defect('hands out the CIK of the client that was activated before', core => {
      let before: string | undefined
      override(core, original => ({
        issue: client => {
          const own = original.issue(client)
          const other = before
          before = own
          return other ?? own
        },
      }))
    }),
  ],
  'exosite.activate.leaves-other-clients-alone': [
    defect('disables the client that was enabled last when it activates the one before', core => {
      let pair: Client[] = []
      override(core.registry, original => ({
        enable: (client, now) => {
          pair = [...pair.slice(-1), client]
          original.enable(client, now)
        },
      }))
      override(core, original => ({
        issue: client => {
          const [before, last] = pair
          if (client === before && last?.progress === 'enabled') last.progress = 'disabled'
          return original.issue(client)
        },
      }))
    }),
    defect('keeps only the CIK of the latest activation', core => {
      let latest: Client | undefined
      override(core, original => ({
        issue: client => {
          if (latest !== undefined && latest !== client) core.registry.clientsByCik.delete(latest.cik)
          latest = client
          return original.issue(client)
        },
      }))
    }),
  ],
  'exosite.activate.admits-one-winner': [
    defect('marks a client as activated some time after it looked', core =>
      override(core, () => ({
        admit: async (client): Promise<HttpReply> => {
          if (!core.mayActivate(client)) return core.refuseClient(client)
          await new Promise<void>(resolve => core.environment.clock.after(25, resolve))
          return core.handOver(core.issue(client))
        },
      })),
    ),
  ],
  'exosite.activate.races-spare-winner': [
    defect('revokes the CIK of a client that several devices activate at the same time', core => {
      const underWay = new Map<Client, number>()
      const raced = new WeakSet<Client>()
      override(core, original => ({
        admit: async (client): Promise<HttpReply> => {
          const others = underWay.get(client) ?? 0
          underWay.set(client, others + 1)
          if (others > 0) raced.add(client)
          await new Promise<void>(resolve => core.environment.clock.after(25, resolve))
          const reply = await original.admit(client)
          if (reply.status !== 200 && raced.has(client)) core.registry.clientsByCik.delete(client.cik)
          underWay.set(client, (underWay.get(client) ?? 1) - 1)
          return reply
        },
      }))
    }),
  ],
  'exosite.activate.follows-each-enabling': [
    defect('revokes the CIK of a client that is enabled again, and no more', core =>
      override(core.registry, original => ({
        enable: (client, now) => {
          const wasActivated = client.progress === 'activated'
          original.enable(client, now)
          if (wasActivated) client.progress = 'disabled'
        },
      })),
    ),
    defect('enables no serial number for a third time', core => {
      const counts = new WeakMap<Client, number>()
      override(core.registry, original => ({
        enable: (client, now) => {
          const count = (counts.get(client) ?? 0) + 1
          counts.set(client, count)
          if (count < 3) original.enable(client, now)
        },
      }))
    }),
  ],
  'exosite.activate.returns-40-characters': [
    defect('makes out a CIK of 32 characters', core =>
      override(core.registry, () => ({ newCik: () => core.environment.random.hex(32) })),
    ),
    defect('makes out a CIK of 41 characters', core =>
      override(core.registry, () => ({ newCik: () => core.environment.random.hex(41) })),
    ),
  ],
  'exosite.activate.returns-cik-alone': [
    defect('ends the CIK with a line feed', core =>
      override(core, original => ({ handOver: cik => original.handOver(`${cik}\n`) })),
    ),
    defect('ends the CIK with CR and LF', core =>
      override(core, original => ({ handOver: cik => original.handOver(`${cik}\r\n`) })),
    ),
  ],
  'exosite.activate.returns-lower-case-hexadecimal': [
    defect(
      'writes a CIK in capitals',
      core => override(core.registry, original => ({ newCik: () => original.newCik().toUpperCase() })),
      { profile: 'one-platform' },
    ),
  ],
  'exosite.activate.renews-cik-after-re-enabling': [
    defect('returns the CIK of the first activation again', core => {
      const before = new Map<Client, string>()
      override(core.registry, original => ({
        enable: (client, now) => {
          if (client.cik !== '') before.set(client, client.cik)
          original.enable(client, now)
        },
      }))
      override(core, original => ({
        issue: client => {
          const cik = original.issue(client)
          return before.get(client) ?? cik
        },
      }))
    }),
  ],
  'exosite.activate.keeps-window-open-24-hours': [
    defect('closes the first window after 12 hours', core => {
      const again = reEnabled(core)
      override(core, original => ({
        hasExpired: client =>
          original.hasExpired(client) || (!again.has(client) && core.now() >= client.enabledAt + 12 * HOUR),
      }))
    }),
  ],
  'exosite.activate.closes-window-after-24-hours': [
    defect('closes the window after 48 hours', core =>
      override(core, () => ({
        hasExpired: client => core.now() >= client.enabledAt + 2 * ACTIVATION_WINDOW,
      })),
    ),
  ],
  'exosite.activate.restarts-window-on-re-enabling': [
    defect('opens no window again that is over', core =>
      override(core.registry, original => ({
        enable: (client, now) => {
          const isOver = client.progress === 'enabled' && core.hasExpired(client)
          original.enable(client, isOver ? client.enabledAt : now)
        },
      })),
    ),
    defect('counts the window from the first enabling', core =>
      override(core.registry, original => ({
        enable: (client, now) => original.enable(client, client.enabledAt || now),
      })),
    ),
  ],
  'exosite.activate.ignores-empty-keys': ['x-exosite-cik', 'x-exosite-token'].map(name =>
    defect(`refuses an activation with an empty ${name}`, core =>
      override(core, original => ({
        activate: request => (request.headers[name] === '' ? core.error(401) : original.activate(request)),
      })),
    ),
  ),
  'exosite.activate.unlisted-verbs-do-not-activate': [
    defect('activates by PUT as by POST', core =>
      override(core, original => ({
        route: request => original.route(request.method === 'PUT' ? { ...request, method: 'POST' } : request),
      })),
    ),
    defect('uses up the serial number when it refuses DELETE', core =>
      override(core, original => ({
        route: request => {
          const client = request.method === 'DELETE' ? namedBy(core, request.body) : undefined
          if (client !== undefined) client.progress = 'disabled'
          return original.route(request)
        },
      })),
    ),
  ],
  'exosite.form.decodes-percent-encoding': [
    defect('decodes capital hexadecimal digits only', core =>
      readFormWith(core, text =>
        spaced(text).replaceAll(/(?:%[0-9A-F]{2})+/g, encoded => decodeURIComponent(encoded)),
      ),
    ),
    defect('leaves letters and digits encoded', core =>
      readFormWith(core, text => decodeField(text.replaceAll(/%(?=3\d|[46][1-9a-f]|[57][0-9a])/gi, '%25'))),
    ),
  ],
  'exosite.form.decodes-plus-as-space': [
    defect('takes a plus sign for itself', core => readFormWith(core, text => decodeURIComponent(text))),
  ],
  'exosite.form.decodes-once': [
    defect('decodes every field twice', core =>
      readFormWith(core, text => decodeField(decodeField(text).replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))),
    ),
  ],
  'exosite.form.splits-before-decoding': [
    defect('decodes the form before it splits it', core =>
      override(core, () => ({ readForm: body => parseFields(decodeField(body.toString()), text => text) })),
    ),
  ],
  'exosite.form.reads-utf-8': [
    defect('takes every byte for a character of its own', core =>
      readFormWith(core, text =>
        spaced(text).replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
          String.fromCharCode(Number.parseInt(digits, 16)),
        ),
      ),
    ),
  ],
  'exosite.form.needs-no-charset': [
    defect('insists on a charset', core =>
      override(core, original => ({
        isForm: request =>
          original.isForm(request) && /charset/i.test(String(request.headers['content-type'])),
      })),
    ),
  ],
  'exosite.form.reads-media-type-without-case': [
    defect('compares the media type to the letter', core =>
      override(core, original => ({
        isForm: request =>
          original.isForm(request) &&
          String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded'),
      })),
    ),
  ],
  'exosite.form.reads-charset-in-any-spelling': [
    misreads('knows the charset in lower case only', /charset="?UTF-8/),
    misreads('takes the quotes for a part of the charset', /charset="/),
    misreads('expects a space before the charset', /;charset/),
    misreads('takes a space for a part of the media type', / ;/),
  ],
  'exosite.form.ignores-field-order': [
    defect('insists on the printed order of the fields', core =>
      override(core, original => ({
        readForm: body => {
          const form = original.readForm(body)
          const names = [...(form?.keys() ?? [])].filter(name => ['vendor', 'model', 'sn'].includes(name))
          return names.join() === 'sn,model,vendor' ? undefined : form
        },
      })),
    ),
  ],
  'exosite.form.tolerates-further-fields': [
    defect('refuses a form with further fields', core =>
      override(core, original => ({
        readForm: body => {
          const form = original.readForm(body)
          return form !== undefined && form.size > 3 ? undefined : form
        },
      })),
    ),
  ],
  'exosite.form.refuses-missing-field': [
    defect('fills in a missing vendor', core =>
      override(core, original => ({
        readForm: body => {
          const form = original.readForm(body)
          return form === undefined || form.has('vendor') ? form : new Map([...form, ['vendor', ['acme']]])
        },
      })),
    ),
    defect('uses up the serial number when the model is missing', core =>
      override(core, original => ({
        activate: request => {
          const form = core.readForm(request.body)
          if (form !== undefined && !form.has('model')) {
            const [client] = named(core, single(form, 'sn'))
            if (client !== undefined) client.progress = 'disabled'
          }
          return original.activate(request)
        },
      })),
    ),
  ],
  'exosite.form.distinguishes-case': [
    defect('finds a serial number in any case', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          [...(core.findModel(vendor, model)?.clients.values() ?? [])].find(client =>
            sameLetters(client.sn, sn),
          ),
      })),
    ),
    defect('finds vendor and model in any case', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) =>
          original.findClient(vendor, model, sn) ??
          named(core, sn).find(
            found => sameLetters(found.model.vendor, vendor) && sameLetters(found.model.name, model),
          ),
      })),
    ),
  ],
  'exosite.form.takes-values-literally': [
    defect('trims the serial number', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) => original.findClient(vendor, model, sn.trim()),
      })),
    ),
  ],
}

function readFormWith(core: ExositeCore, decode: Decode): void {
  override(core, () => ({ readForm: body => parseFields(body.toString(), decode) }))
}

function spaced(text: string): string {
  return text.replaceAll('+', ' ')
}

function sameLetters(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function reEnabled(core: ExositeCore): Set<Client> {
  const again = new Set<Client>()
  override(core.registry, original => ({
    enable: (client, now) => {
      if (client.cik !== '') again.add(client)
      original.enable(client, now)
    },
  }))
  return again
}

function named(core: ExositeCore, sn: string | undefined): Client[] {
  if (sn === undefined) return []
  return [...core.registry.vendors.values()]
    .flatMap(models => [...models.values()])
    .flatMap(model => model.clients.get(sn) ?? [])
}

function namedBy(core: ExositeCore, body: Buffer): Client | undefined {
  const form = core.readForm(body)
  return form && named(core, single(form, 'sn'))[0]
}

/** Takes forms of some spellings of the Content-Type for none. */
function misreads(name: string, spelling: RegExp): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      isForm: request => original.isForm(request) && !spelling.test(String(request.headers['content-type'])),
    })),
  )
}

/** Accepts the keys of activations so many times. */
function wearsOut(core: ExositeCore, times: number): void {
  const left = new Map<string, number>()
  override(core, original => ({
    issue: client => {
      const cik = original.issue(client)
      left.set(cik, times)
      return cik
    },
    findCaller: (request, wanted) => {
      const cik = core.readCik(request) ?? ''
      const uses = left.get(cik)
      if (uses === undefined) return original.findCaller(request, wanted)
      left.set(cik, uses - 1)
      return uses > 0 ? original.findCaller(request, wanted) : undefined
    },
  }))
}
