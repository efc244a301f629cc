import type { Exchange } from '../../harness/exchange.js'
import { AssayWorld } from '../../harness/world.js'
import { NotTested } from '../../harness/finding.js'
import { unknownLike } from '../../harness/unknown-like.js'
import type { ExositeStates, exositeStates } from '../../schemas/exosite/states.js'
import type { FactsOf } from '../../schemas/states.js'
import { activationOf, activationRequest, type Activation, type Triple } from './activation-form.js'
import { downloadRequest, OPERATIONS, type Download, type Operation } from './download.js'
import { cikOf, isRefusal, succeeded } from './wire.js'

/** A content as the facts of a state describe it. */
export type Content = FactsOf<(typeof exositeStates)['client with contents']>['contents'][number]

/** The bytes of a content as it was uploaded. */
export function bytesOf(content: Partial<Content>): Buffer {
  return Buffer.from(content.body ?? missing('a content with a body'), 'base64')
}

/** A client with the key it calls with. */
export interface Client {
  readonly vendor: string
  readonly model: string
  readonly cik: string
}

/** What the steps of one scenario of this API share. */
export class ExositeWorld extends AssayWorld<ExositeStates> {
  triples: readonly Triple[] = []
  /** Whether the serial number is one that activates, so that the unedited activation is a twin of an edited one. */
  isEnabled = false
  /** The rule that promises that what the device does is refused. */
  refusedBy = 'exosite.refusal.unknown-serial-number-is-not-found'
  activation: Activation | undefined
  oldCik: string | undefined

  client: Client | undefined
  contents: readonly Content[] = []
  /** The content that the device asks for. */
  content: Pick<Content, 'id'> & Partial<Content> = { id: '' }
  /** The rule that promises that the content arrives as it is. */
  arrivesBy = 'exosite.content.is-unharmed'
  /** The download that the scenario varies, unvaried. */
  usual: Download | undefined
  /** The status with which the target last answered a request that should succeed. */
  usualStatus: number | undefined
  authorisedCik: string | undefined
  /** Whether the key of the client is not good yet. */
  isNotYetActivated = false
  foreign: (Pick<Client, 'vendor' | 'model'> & { content: string }) | undefined
  otherVendor: string | undefined
  /** The bytes that were asked for, by their first and last position. */
  bounds: { readonly first: number; readonly last: number } | undefined
  /** The mistake that the device makes, in the words of the feature. */
  mistake = ''

  /** Everything that the device did in the scenario, in order. */
  exchanges: readonly Exchange[] = []
  /** Shows that a coarser edit of the same kind is refused as it should; a precondition of a judgement. */
  coarser: () => Promise<void> = async () => {}
  /** Shows that the target accepts what the device did but for the one edit; a precondition of a judgement. */
  twin: () => Promise<void> = async () => {}

  /** The serial number of the scenario. */
  get triple(): Triple {
    return this.triples[0] ?? missing('a serial number')
  }

  /** The last thing that the device did. */
  get exchange(): Exchange {
    return this.exchanges.at(-1) ?? missing('an exchange')
  }

  /** Sends an activation. */
  activate(activation: Activation = activationOf(this.triple)): Promise<Exchange> {
    return this.send(activationRequest(activation))
  }

  /** Sends a download. */
  download(download: Download): Promise<Exchange> {
    return this.send(downloadRequest(download))
  }

  /** An operation as the scenario's client does it. */
  asked(operation: Operation, client: Client = this.client ?? missing('a client')): Download {
    const { vendor, model, cik } = client
    return {
      method: 'GET',
      keyHeader: 'X-Exosite-CIK',
      encodeId: encodeURIComponent,
      vendor,
      model,
      cik,
      ...operation.of(this.content.id),
    }
  }

  /** Lists the contents with a key under the serial number's vendor and model. */
  listWith(cik: string): Promise<Exchange> {
    return this.download(this.asked(OPERATIONS['lists the contents'], { ...this.triple, cik }))
  }

  /** The CIK of an activation that must have succeeded. */
  requireCik(exchange: Exchange, what = 'an enabled serial number activates'): string {
    const cik = cikOf(exchange)
    this.require(cik !== undefined, 'exosite.activate.returns-cik', what, exchange)
    return cik ?? missing('a CIK')
  }

  /** The CIK of a client that was enabled again and must have been activated once more. */
  requireRenewedCik(exchange: Exchange): string {
    const cik = cikOf(exchange)
    const what = 'a serial number that was enabled again activates'
    this.require(cik !== undefined, 'exosite.activate.follows-each-enabling', what, exchange)
    return cik ?? missing('a CIK')
  }

  /** Makes sure, once in a run, that the target activates what is enabled and refuses what does not exist. */
  async requireActivations(): Promise<void> {
    await this.requireActivationsToBeToldApart()
    const accepted = await this.session.once('exosite: an activation that is accepted', async () =>
      this.activate(activationOf(await this.state('enabled serial number', {}))),
    )
    this.requireCik(accepted)
  }

  /** Makes sure, once in a run, that an activation of which nothing exists is refused. */
  async requireActivationsToBeToldApart(): Promise<void> {
    const refused = await this.session.once('exosite: an activation that is refused', () =>
      this.activate(this.activationOfNothing()),
    )
    this.require(
      isRefusal(refused),
      'exosite.refusal.unknown-vendor-is-not-found',
      'an activation of which neither vendor nor model nor serial number exists is refused',
      refused,
    )
  }

  /** An activation of which neither vendor nor model nor serial number exists. */
  activationOfNothing(): Activation {
    const { vendor, model, sn } = this.triple
    return activationOf({
      vendor: unknownLike(`${vendor}nobody`, this.random),
      model: unknownLike(`${model}nothing`, this.random),
      sn: unknownLike(`${sn}nowhere`, this.random),
    })
  }

  /** Makes sure, once in a run, that a list of which nothing exists is refused. */
  async requireDownloadsToBeToldApart(): Promise<void> {
    const refused = await this.session.once('exosite: a download that is refused', () => {
      const { vendor, model, cik } = this.client ?? { ...this.triple, cik: '0'.repeat(40) }
      const nothing = {
        vendor: unknownLike(`${vendor}nobody`, this.random),
        model: unknownLike(`${model}nothing`, this.random),
        cik: unknownLike(cik, this.random),
      }
      return this.download(this.asked(OPERATIONS['lists the contents'], nothing))
    })
    this.require(
      isRefusal(refused),
      'exosite.authorise.refuses-unknown-cik',
      'a list under an unknown pair with an unknown CIK is refused',
      refused,
    )
  }

  /** Makes sure, once in a run, that a list of a model is refused to a CIK that belongs to nobody. */
  async requireKeysToBeToldApart(): Promise<void> {
    const { vendor, model, cik } = await this.state('client with contents', {})
    const refused = await this.session.once('exosite: a CIK that is refused', () => {
      const nobody = { vendor, model, cik: unknownLike(cik, this.random) }
      return this.download(this.asked(OPERATIONS['lists the contents'], nobody))
    })
    const what = 'a list is refused to a CIK that belongs to nobody'
    this.require(isRefusal(refused), 'exosite.authorise.refuses-unknown-cik', what, refused)
  }

  /** Makes sure that a client with contents gets their list, and that a list of which nothing exists is refused. */
  async requireLists(): Promise<void> {
    await this.requireDownloadsToBeToldApart()
    const list = OPERATIONS['lists the contents']
    const client = await this.state('client with contents', {})
    await this.requireDownload(this.asked(list, client), list.promisedBy)
  }

  /** Makes sure that a download succeeds. */
  async requireDownload(download: Download, promisedBy: string): Promise<Exchange> {
    const exchange = await this.download(download)
    this.require(succeeded(exchange), promisedBy, 'a request that should succeed does', exchange)
    this.usualStatus = exchange.answer?.status
    return exchange
  }
}

/** Ends a scenario whose steps do not fit together; a mistake of the feature, never of the target. */
export function missing(what: string): never {
  throw new TypeError(`The scenario has no step that brings ${what}`)
}

/** Ends a scenario for which the facts of the target lack something. */
export function lacking(what: string): never {
  throw new NotTested(`The facts of "client with contents" lack ${what}.`)
}
