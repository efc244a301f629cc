import type { Random } from '../random.js'
import { keepYoungest, MOST_KEPT } from '../youngest.js'

/** How far a client has come. Whether an enabled one has expired depends on the time. */
export type Progress = 'listed' | 'enabled' | 'disabled' | 'activated'

/** A client: a serial number of a model, with its key from the first enabling on. */
export interface Client {
  readonly model: Model
  readonly sn: string
  progress: Progress
  /** Milliseconds since the epoch; 0 before the first enabling. */
  enabledAt: number
  /** Empty before the first enabling. */
  cik: string
}

/** A content as uploaded. `readers` are the only clients that may have it, undefined if everyone may. */
export interface Content {
  readonly id: string
  readonly type: string
  readonly meta: string
  /** Seconds since the epoch. */
  readonly updated: number
  readonly body: Buffer
  readonly readers?: ReadonlySet<Client>
}

/** A client model: the serial numbers and the contents of one pair of vendor and model. */
export interface Model {
  readonly vendor: string
  readonly name: string
  readonly clients: Map<string, Client>
  readonly contents: Map<string, Content>
}

/** Everything that the owner of clients manages: models, serial numbers, contents and keys. */
export class Registry {
  readonly vendors = new Map<string, Map<string, Model>>()
  readonly clientsByCik = new Map<string, Client>()
  private readonly random: Random

  constructor(random: Random) {
    this.random = random
  }

  /** The model of this vendor, made if there is none. */
  model(vendor: string, name: string): Model {
    const models = this.models(vendor)
    const known = models.get(name)
    if (known !== undefined) return known
    const model: Model = { vendor, name, clients: new Map(), contents: new Map() }
    models.set(name, model)
    return model
  }

  /** The models of this vendor, who is made if there is none. */
  models(vendor: string): Map<string, Model> {
    const known = this.vendors.get(vendor)
    if (known !== undefined) return known
    const models = new Map<string, Model>()
    this.vendors.set(vendor, models)
    return models
  }

  /** Puts a serial number on the list of the model. */
  add(model: Model, sn: string): Client {
    const client: Client = { model, sn, progress: 'listed', enabledAt: 0, cik: '' }
    keepYoungest(model.clients.set(sn, client), MOST_KEPT, oldest => this.forget(model, oldest))
    return client
  }

  private forget({ clients }: Model, sn: string): void {
    this.clientsByCik.delete(clients.get(sn)?.cik ?? '')
    clients.delete(sn)
  }

  /** Opens the activation window and makes out a new key; a key of before is over. */
  enable(client: Client, now: number): void {
    this.clientsByCik.delete(client.cik)
    client.cik = this.newCik()
    client.progress = 'enabled'
    client.enabledAt = now
    this.clientsByCik.set(client.cik, client)
  }

  /** A key of so many digits that nobody has it already. */
  newCik(): string {
    return this.random.hex(40)
  }
}
