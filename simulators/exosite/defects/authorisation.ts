import type { HttpReply, HttpRequest } from '../../simulator.js'
import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { Download, ExositeCore } from '../core.js'
import type { Client } from '../registry.js'

/** Mistakes in telling who may download, and from which pair of vendor and model. */
export const authorisationDefects: Defects<ExositeCore> = {
  'exosite.authorise.refuses-missing-cik': [
    trusts('delivers contents to callers without a CIK', (cik, wanted) => cik === '' && wanted === 'content'),
    trusts('lists contents to callers without a CIK', (cik, wanted) => cik === '' && wanted === 'list'),
    trusts(
      'informs callers whose CIK is empty',
      (cik, wanted, request) =>
        cik === '' && wanted === 'information' && request.headers['x-exosite-cik'] !== undefined,
    ),
    trusts(
      'delivers parts of contents to callers without a CIK',
      (cik, _, request) => cik === '' && request.headers.range !== undefined,
    ),
  ],
  'exosite.authorise.refuses-unknown-cik': [
    trusts('delivers parts of contents to whoever sends some CIK', (cik, _, request, core) => {
      return cik.length === 40 && request.headers.range !== undefined && !isAnyonesInAnyCase(core, cik)
    }),
    trusts('informs whoever sends some CIK', (cik, wanted, _, core) => {
      return cik.length === 40 && wanted === 'information' && !isAnyonesInAnyCase(core, cik)
    }),
    findsCaller('compares all but the last character of a CIK', (core, cik) =>
      cik.length === 40 ? holders(core).find(holder => beginsAlike(holder.cik, cik, 39)) : undefined,
    ),
    findsCaller('takes the beginning of a CIK for the whole', (core, cik) =>
      cik.length > 30 && cik.length < 40
        ? holders(core).find(holder => beginsAlike(holder.cik, cik, cik.length))
        : undefined,
    ),
    findsCaller('reads 40 characters of a longer CIK', (core, cik) =>
      cik.length > 40 ? core.registry.clientsByCik.get(cik.slice(0, 40)) : undefined,
    ),
  ],
  'exosite.authorise.missing-cik-is-unauthorized': [
    refusesCaller('answers a missing CIK with 403', (core, cik) =>
      cik === '' ? core.error(403) : undefined,
    ),
    refusesCaller('answers a missing CIK with 400', (core, cik) =>
      cik === '' ? core.error(400) : undefined,
    ),
  ],
  'exosite.authorise.unknown-cik-is-unauthorized': [
    refusesCaller('answers an unknown CIK with 403', (core, cik) =>
      cik.length === 40 ? core.error(403) : undefined,
    ),
    refusesCaller('answers an unknown CIK with 404', (core, cik) =>
      cik.length === 40 ? core.error(404) : undefined,
    ),
  ],
  'exosite.authorise.refuses-client-of-another-model': [
    admits('lists the contents of all models to each client of the vendor', 'list'),
    admits('delivers the contents of all models to each client of the vendor', 'content'),
    admits('informs each client of the vendor about the contents of all models', 'information'),
    defect('delivers parts of the contents of all models to each client of the vendor', core => {
      const asksForPart = watchesRanges(core)
      override(core, original => ({
        belongs: (caller, model, wanted) =>
          original.belongs(caller, model, wanted) || (asksForPart() && caller.model.vendor === model.vendor),
      }))
    }),
  ],
  'exosite.authorise.refuses-old-cik': [
    defect('accepts the old CIK until the new one is handed out', core => {
      const old = oldCiks(core)
      acceptOld(core, old, client => client.progress !== 'activated')
    }),
    ...(['content', 'information'] as const).map(only =>
      defect<ExositeCore>(`accepts the old CIK for ${only} until the new one is handed out`, core => {
        const old = oldCiks(core)
        acceptOld(core, old, (client, wanted) => wanted === only && client.progress !== 'activated')
      }),
    ),
  ],
  'exosite.authorise.refuses-used-cik': [
    defect('remembers a CIK that was good once', core => {
      const remembered = new Map<string, Client>()
      override(core, original => ({
        findCaller: (request, wanted) => {
          const cik = cikOf(core, request)
          const caller = original.findCaller(request, wanted) ?? remembered.get(cik)
          if (caller !== undefined) remembered.set(cik, caller)
          return caller
        },
      }))
    }),
  ],
  'exosite.authorise.keeps-other-ciks': [
    defect(
      'revokes the CIKs that were handed out just before that of a client that is enabled again',
      core => {
        const issued: Client[] = []
        override(core, original => ({
          issue: client => {
            issued.push(client)
            return original.issue(client)
          },
        }))
        override(core.registry, original => ({
          enable: (client, now) => {
            const at = issued.indexOf(client)
            for (const { cik } of issued.slice(Math.max(at - 3, 0), Math.max(at, 0))) {
              core.registry.clientsByCik.delete(cik)
            }
            original.enable(client, now)
          },
        }))
      },
    ),
    defect('loses the latest CIK of another client when the owner disables one', core => {
      const issued: Client[] = []
      override(core, original => ({
        issue: client => {
          issued.push(client)
          return original.issue(client)
        },
        findCaller: (request, wanted) => {
          const client = original.findCaller(request, wanted)
          const next = client && issued[issued.indexOf(client) + 1]
          return issued.includes(client!) && next?.progress === 'disabled' ? undefined : client
        },
      }))
    }),
  ],
  'exosite.authorise.old-cik-is-unauthorized': [
    defect('answers an old CIK with 403', core => {
      const old = oldCiks(core)
      override(core, original => ({
        refuseCaller: request =>
          old.has(cikOf(core, request)) ? core.error(403) : original.refuseCaller(request),
      }))
    }),
  ],
  'exosite.authorise.old-cik-stays-refused': [
    defect('revives the old CIK at the next activation', core => {
      const old = oldCiks(core)
      acceptOld(core, old, client => client.progress === 'activated')
    }),
  ],
  'exosite.authorise.refuses-cik-before-activation': [
    findsCaller('accepts a CIK as soon as it is made out', (core, cik) =>
      core.registry.clientsByCik.get(cik),
    ),
    ...(['content', 'information'] as const).map(only =>
      defect<ExositeCore>(`accepts a CIK for ${only} as soon as it is made out`, core =>
        override(core, original => ({
          findCaller: (request, wanted) =>
            original.findCaller(request, wanted) ??
            (wanted === only ? core.registry.clientsByCik.get(cikOf(core, request)) : undefined),
        })),
      ),
    ),
  ],
  'exosite.authorise.cik-outlives-window': [
    defect('forgets a CIK when the window of its activation is over', core =>
      override(core, original => ({
        findCaller: (request, wanted) => {
          const caller = original.findCaller(request, wanted)
          return caller === undefined || core.hasExpired(caller) ? undefined : caller
        },
      })),
    ),
  ],
  'exosite.authorise.distinguishes-case-of-cik': [
    defect('finds a CIK in any case for contents', core =>
      override(core, original => ({
        findCaller: (request, wanted) =>
          original.findCaller(request, wanted) ??
          (wanted === 'content'
            ? holders(core).find(({ cik }) => cik.toLowerCase() === cikOf(core, request).toLowerCase())
            : undefined),
      })),
    ),
    findsCaller('finds a CIK in any case', (core, cik) =>
      holders(core).find(holder => holder.cik.toLowerCase() === cik.toLowerCase()),
    ),
  ],
  'exosite.authorise.withholds-protected-content': [
    hands('delivers protected contents to everyone', wanted => wanted === 'content'),
    hands('informs everyone about protected contents', wanted => wanted === 'information'),
    defect('delivers parts of protected contents to everyone', core => {
      let asksForPart = false
      override(core, original => ({
        findCaller: (request, wanted) => {
          asksForPart = request.headers.range !== undefined
          return original.findCaller(request, wanted)
        },
        mayHave: (caller, content, wanted) => asksForPart || original.mayHave(caller, content, wanted),
      }))
    }),
  ],
  'exosite.authorise.delivers-protected-content': [
    defect('withholds protected contents from everyone', core =>
      override(core, original => ({
        mayHave: (caller, content, wanted) =>
          content.readers === undefined && original.mayHave(caller, content, wanted),
      })),
    ),
    defect('withholds the information about protected contents from everyone', core =>
      override(core, original => ({
        mayHave: (caller, content, wanted) =>
          (content.readers === undefined || wanted === 'content') &&
          original.mayHave(caller, content, wanted),
      })),
    ),
    defect('withholds parts of protected contents from everyone', core => {
      const asksForPart = watchesRanges(core)
      override(core, original => ({
        mayHave: (caller, content, wanted) =>
          (content.readers === undefined || !asksForPart()) && original.mayHave(caller, content, wanted),
      }))
    }),
  ],
  'exosite.pair.list-is-forbidden': [
    refusesPair('answers a list under an invalid pair with 404', 404, wanted => wanted === 'list'),
    refusesPair('answers a list under an invalid pair with 400', 400, wanted => wanted === 'list'),
    defect('answers a list under an invalid pair with an empty one', core =>
      override(core, original => ({
        refusePair: (wanted, request) =>
          wanted === 'list'
            ? core.reply(200, 'text/csv; charset=utf-8', '')
            : original.refusePair(wanted, request),
      })),
    ),
  ],
  'exosite.pair.content-is-forbidden': [
    refusesPair('answers a content under an invalid pair with 404', 404, isWhole),
    refusesPair('answers a content under an invalid pair with 400', 400, isWhole),
  ],
  'exosite.pair.part-is-forbidden': [
    refusesPair(
      'answers a part under an invalid pair with 404',
      404,
      (wanted, request) => wanted === 'content' && request.headers.range !== undefined,
    ),
  ],
  'exosite.pair.information-is-a-bad-request': [
    refusesPair(
      'answers information under an invalid pair with 403',
      403,
      wanted => wanted === 'information',
    ),
    refusesPair(
      'answers information under an invalid pair with 404',
      404,
      wanted => wanted === 'information',
    ),
  ],
  'exosite.pair.belongs-together': [
    defect('takes any vendor and any model that exist for a pair', core =>
      override(core, original => ({
        download: (request, query) => {
          const fields = new URLSearchParams(query)
          const elsewhere = core.registry.vendors.get(fields.get('vendor') ?? '')
          const caller = core.findCaller(request, 'list')
          if (
            elsewhere !== undefined &&
            caller?.model.name === fields.get('model') &&
            !elsewhere.has(caller.model.name)
          ) {
            fields.set('vendor', caller.model.vendor)
          }
          return original.download(request, fields.toString())
        },
      })),
    ),
    defect('answers a model of another vendor with 404', core =>
      override(core, original => ({
        download: (request, query) => {
          const fields = new URLSearchParams(query)
          const models = core.registry.vendors.get(fields.get('vendor') ?? '')
          const model = fields.get('model') ?? ''
          const exists = [...core.registry.vendors.values()].some(others => others.has(model))
          return models !== undefined && !models.has(model) && exists
            ? core.error(404)
            : original.download(request, query)
        },
      })),
    ),
  ],
  'exosite.pair.distinguishes-case': [
    defect('finds the model of a content in any case', core => {
      let wanted: Download = 'list'
      override(core, original => ({
        findCaller: (request, next) => {
          wanted = next
          return original.findCaller(request, next)
        },
        findClient: (vendor, model, sn) => core.registry.vendors.get(vendor)?.get(model)?.clients.get(sn),
        findModel: (vendor, name) => {
          const models = wanted === 'content' ? [...(core.registry.vendors.get(vendor)?.values() ?? [])] : []
          const alike = models.find(model => model.name.toLowerCase() === name.toLowerCase())
          return original.findModel(vendor, name) ?? alike
        },
      }))
    }),
    defect('finds the pair of a download in any case', core =>
      override(core, original => ({
        findModel: (vendor, name) =>
          original.findModel(vendor, name) ??
          [...core.registry.vendors.values()]
            .flatMap(models => [...models.values()])
            .find(
              model =>
                model.vendor.toLowerCase() === vendor.toLowerCase() &&
                model.name.toLowerCase() === name.toLowerCase(),
            ),
        findClient: (vendor, model, sn) =>
          core.registry.vendors.get(vendor)?.has(model) === true
            ? original.findClient(vendor, model, sn)
            : undefined,
      })),
    ),
  ],
}

function cikOf(core: ExositeCore, request: HttpRequest): string {
  return core.readCik(request) ?? ''
}

function holders(core: ExositeCore): Client[] {
  return [...core.registry.clientsByCik.values()]
}

function beginsAlike(one: string, other: string, length: number): boolean {
  return one.slice(0, length) === other.slice(0, length)
}

function isAnyonesInAnyCase(core: ExositeCore, cik: string): boolean {
  return holders(core).some(holder => holder.cik.toLowerCase() === cik.toLowerCase())
}

/** Finds a caller by other means where the reference finds none. */
function findsCaller(
  name: string,
  otherwise: (core: ExositeCore, cik: string) => Client | undefined,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      findCaller: (request, wanted) =>
        original.findCaller(request, wanted) ?? otherwise(core, cikOf(core, request)),
    })),
  )
}

/** Takes some callers for a client of whatever model they name. */
function trusts(
  name: string,
  applies: (cik: string, wanted: Download, request: HttpRequest, core: ExositeCore) => boolean,
): Alteration<ExositeCore> {
  return defect(name, core => {
    const anyone: Client = {
      model: { vendor: '', name: '', clients: new Map(), contents: new Map() },
      sn: '',
      progress: 'activated',
      enabledAt: 0,
      cik: '',
    }
    override(core, original => ({
      findCaller: (request, wanted) =>
        original.findCaller(request, wanted) ??
        (applies(cikOf(core, request), wanted, request, core) ? anyone : undefined),
      belongs: (caller, model, wanted) => caller === anyone || original.belongs(caller, model, wanted),
    }))
  })
}

function admits(name: string, to: Download): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      belongs: (caller, model, wanted) =>
        original.belongs(caller, model, wanted) || (wanted === to && caller.model.vendor === model.vendor),
    })),
  )
}

function hands(name: string, applies: (wanted: Download) => boolean): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      mayHave: (caller, content, wanted) => applies(wanted) || original.mayHave(caller, content, wanted),
    })),
  )
}

function refusesCaller(
  name: string,
  otherwise: (core: ExositeCore, cik: string) => HttpReply | undefined,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      refuseCaller: request => otherwise(core, cikOf(core, request)) ?? original.refuseCaller(request),
    })),
  )
}

function refusesPair(
  name: string,
  status: number,
  applies: (wanted: Download, request: HttpRequest) => boolean,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      refusePair: (wanted, request) =>
        applies(wanted, request) ? core.error(status) : original.refusePair(wanted, request),
    })),
  )
}

function isWhole(wanted: Download, request: HttpRequest): boolean {
  return wanted === 'content' && request.headers.range === undefined
}

/** Keys that were replaced at a re-enabling, with their clients. */
function oldCiks(core: ExositeCore): Map<string, Client> {
  const old = new Map<string, Client>()
  override(core.registry, original => ({
    enable: (client, now) => {
      if (client.cik !== '') old.set(client.cik, client)
      original.enable(client, now)
    },
  }))
  return old
}

function acceptOld(
  core: ExositeCore,
  old: Map<string, Client>,
  applies: (client: Client, wanted: Download) => boolean,
): void {
  override(core, original => ({
    findCaller: (request, wanted) => {
      const client = old.get(cikOf(core, request))
      return client !== undefined && applies(client, wanted) ? client : original.findCaller(request, wanted)
    },
  }))
}

/** Tells whether the request that is being answered asks for a range. */
function watchesRanges(core: ExositeCore): () => boolean {
  let asks = false
  override(core, original => ({
    findCaller: (request, wanted) => {
      asks = wanted === 'content' && request.headers.range !== undefined
      return original.findCaller(request, wanted)
    },
  }))
  return () => asks
}
