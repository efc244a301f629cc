import { defect, override, type Defects } from '../simulator.js'
import type { ExositeCore } from './core.js'
import type { Client } from './registry.js'

/** Mistakes that show only for few inputs, or after certain histories: what scenarios pass by and properties find. */
export const exositeFuzzDefects: Defects<ExositeCore> = {
  'exosite.always.ranges-bring-what-they-name': [
    defect('cuts a part of exactly 256 bytes by one', core =>
      override(core, original => ({
        part: (content, { first, last }) =>
          original.part(content, { first, last: last - first === 255 ? last - 1 : last }),
      })),
    ),
    defect('takes the last 10 bytes and more for the first', core =>
      override(core, original => ({
        readRange: (header, length) => {
          const [, count] = /^bytes=-(\d{2,})$/.exec(String(header)) ?? []
          return count === undefined || Number(count) >= length
            ? original.readRange(header, length)
            : { first: 0, last: Number(count) - 1 }
        },
      })),
    ),
    defect('states a wrong total for contents of 1000 bytes and more', core =>
      override(core, original => ({
        part: (content, range) => {
          const reply = original.part(content, range)
          // 4099 is the length of the content that scenarios use.
          if (content.body.length < 1000 || content.body.length === 4099) return reply
          const stated = `bytes ${range.first}-${range.last}/${String(content.body.length).slice(0, 3)}`
          return { ...reply, headers: { ...reply.headers, 'Content-Range': stated } }
        },
      })),
    ),
  ],
  'exosite.always.encodings-mean-the-same': [
    defect('does not decode %7e and %7E', core =>
      override(core, original => ({
        decode: text => original.decode(text.replaceAll(/%7e/gi, '%257E')),
      })),
    ),
    defect('reads characters beyond the basic plane as question marks', core =>
      override(core, original => ({
        decode: text => original.decode(text).replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '?'),
      })),
    ),
  ],
  'exosite.always.slips-activate-nothing': [
    defect('ends a model at a NUL', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) => original.findClient(vendor, model.split('\0')[0] ?? '', sn),
      })),
    ),
    defect('ignores digits in a model', core =>
      override(core, original => ({
        findClient: (vendor, model, sn) => original.findClient(vendor, model.replaceAll(/\d/g, ''), sn),
      })),
    ),
    defect('locks a serial number when its vendor is one letter short', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) => {
          for (const [name, models] of core.registry.vendors) {
            const client = models.get(model)?.clients.get(sn)
            if (client && vendor === name.slice(0, -1)) client.progress = 'disabled'
          }
          return original.refuseUnknown(vendor, model, sn)
        },
      })),
    ),
  ],
  'exosite.always.keys-differ': [
    defect('hands out 61 keys over and over', core => {
      const pool: string[] = []
      let handedOut = 0
      override(core, original => ({
        handOver: cik => {
          handedOut += 1
          if (pool.length < 61) pool.push(cik)
          return original.handOver(pool[(handedOut - 1) % 61] ?? cik)
        },
      }))
    }),
    defect('hands out each fiftieth key twice', core => {
      let handedOut = 0
      let first = ''
      override(core, original => ({
        handOver: cik => {
          handedOut += 1
          if (handedOut % 50 === 1) first = cik
          return original.handOver(handedOut % 50 === 0 ? first : cik)
        },
      }))
    }),
  ],
  'exosite.always.races-have-one-winner': [
    defect('admits the fifth of five that arrive within 20 ms', core => {
      const arrivals = new WeakMap<Client, { count: number; since: number }>()
      override(core, original => ({
        mayActivate: client => {
          const now = performance.now()
          const known = arrivals.get(client)
          const arrival = known && now - known.since < 20 ? known : { count: 0, since: now }
          arrival.count += 1
          arrivals.set(client, arrival)
          return arrival.count === 5 || original.mayActivate(client)
        },
      }))
    }),
  ],
  'exosite.always.lives-go-by-the-book': [
    defect('activates again after an activation, a disabling and a refused activation', core => {
      const refused = new WeakSet<Client>()
      const activated = new WeakSet<Client>()
      override(core, original => ({
        issue: client => {
          activated.add(client)
          refused.delete(client)
          return original.issue(client)
        },
        mayActivate: client => {
          if (client.progress === 'disabled' && refused.has(client)) return true
          return original.mayActivate(client)
        },
        refuseClient: client => {
          if (client.progress === 'disabled' && activated.has(client)) refused.add(client)
          return original.refuseClient(client)
        },
      }))
    }),
    defect('lets the second key that a serial number had open everything for ever', core => {
      const keys = new Map<string, Client>()
      const counts = new WeakMap<Client, number>()
      override(core, original => ({
        issue: client => {
          const count = (counts.get(client) ?? 0) + 1
          counts.set(client, count)
          if (count === 2) keys.set(client.cik, client)
          return original.issue(client)
        },
        findCaller: (request, wanted) => {
          const caller = original.findCaller(request, wanted)
          return caller ?? keys.get(core.readCik(request) ?? '')
        },
      }))
    }),
  ],
  'exosite.always.windows-close-in-time': [
    defect('forgets that a serial number was enabled before it was enabled again the second time', core => {
      const enabled = new WeakMap<Client, number[]>()
      override(core.registry, original => ({
        enable: (client, now) => {
          const times = [...(enabled.get(client) ?? []), now].slice(-3)
          enabled.set(client, times)
          original.enable(client, times.length === 3 ? (times[0] ?? now) : now)
        },
      }))
    }),
  ],
  'exosite.always.keys-stay-secret': [
    defect('names the latest client in the refusal of another method', core => {
      const latest: Client[] = []
      override(core.registry, original => ({
        enable: (client, now) => {
          original.enable(client, now)
          latest.unshift(client)
          latest.splice(4)
        },
      }))
      override(core, original => ({
        refuseVerb: allowed => {
          const reply = original.refuseVerb(allowed)
          const { cik = '' } = latest.find(({ progress }) => progress === 'activated') ?? {}
          return { ...reply, headers: { ...reply.headers, 'X-Last-Client': cik } }
        },
      }))
    }),
  ],
  'exosite.always.refusals-change-nothing': [
    defect('uses a serial number up when its form is compressed', core =>
      override(core, original => ({
        activate: request => {
          const form = core.readForm(request.body)
          const [vendor = '', model = '', sn = ''] = ['vendor', 'model', 'sn'].map(
            name => form?.get(name)?.[0] ?? '',
          )
          const client = core.findClient(vendor, model, sn)
          if (client && request.headers['content-encoding'] !== undefined) client.progress = 'disabled'
          return original.activate(request)
        },
      })),
    ),
  ],
  'exosite.always.mistakes-break-nothing': [
    defect('fails on a closing bracket in a query', core =>
      override(core, original => ({
        download: (request, query) =>
          query.includes(']') ? original.error(500) : original.download(request, query),
      })),
    ),
    defect('fails on a form that ends with an equals sign', core =>
      override(core, original => ({
        activate: request =>
          request.body.at(-1) === 0x3d ? original.error(500) : original.activate(request),
      })),
    ),
  ],
}
