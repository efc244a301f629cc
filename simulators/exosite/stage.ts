import type { ExositeStates } from '../../schemas/exosite/states.js'
import type { FactsOf, StageHandlers } from '../../schemas/states.js'
import { keepYoungest } from '../youngest.js'
import { firmware, sampleContents } from './contents.js'
import type { ExositeCore } from './core.js'
import type { Client, Content, Model } from './registry.js'

const HOUR = 60 * 60 * 1000

const VENDOR = 'acme'

/** What puts a core into each of its states. It works on the registry alone, so that no defect of the core spoils it. */
export function exositeStage(core: ExositeCore): StageHandlers<ExositeStates> {
  const registry = (): ExositeCore['registry'] => core.registry
  const model = (name: string): Model => registry().model(VENDOR, name)

  const withContents = (name: string, contents: () => Content[]): Model => {
    const made = model(name)
    if (made.contents.size === 0) for (const content of contents()) made.contents.set(content.id, content)
    return made
  }
  const thermostat = (): Model => withContents('Thermostat', () => sampleContents(seconds(core.now())))

  const add = (to: Model): Client => registry().add(to, `SN-${core.environment.random.hex(12)}-x`)
  const enabled = (to: Model, sn?: string, ago = 0): Client => {
    const client = sn === undefined ? add(to) : registry().add(to, sn)
    registry().enable(client, core.now() - ago)
    return client
  }
  const activated = (to: Model, ago = 0): Client => {
    const client = enabled(to, undefined, ago)
    client.progress = 'activated'
    return client
  }

  return {
    'enabled serial number': () => nameOf(enabled(thermostat())),
    'serial number not enabled': () => nameOf(add(thermostat())),
    'expired serial number': () => nameOf(enabled(thermostat(), undefined, 30 * 24 * HOUR)),
    'disabled serial number': () => {
      const client = enabled(thermostat())
      client.progress = 'disabled'
      return nameOf(client)
    },
    're-enabled serial number': () => {
      const client = activated(thermostat(), 20 * HOUR)
      const oldCik = client.cik
      registry().enable(client, core.now())
      return { ...nameOf(client), oldCik }
    },
    'client not yet activated': () => {
      const client = enabled(thermostat())
      return { ...nameOf(client), cik: client.cik }
    },
    'serial numbers with special characters': () => {
      const to = thermostat()
      const lot = core.environment.random.hex(8)
      const make = (sn: string): string => enabled(to, sn).sn
      return {
        vendor: to.vendor,
        model: to.name,
        withSpace: make(`SN ${lot} s`),
        withPlus: make(`SN+${lot}+p`),
        withPercent: make(`SN%41${lot}%2Bx`),
        withAmpersand: make(`SN&${lot}=x`),
        withLetterBeyondAscii: make(`SN-${lot}-Å`),
      }
    },
    'activated client': () => {
      const client = activated(thermostat())
      return { ...nameOf(client), cik: client.cik }
    },
    'client with contents': () => {
      const home = thermostat()
      return { ...keyOf(activated(home)), contents: [...home.contents.values()].map(written) }
    },
    'client without contents': () => keyOf(activated(model('Doorbell'))),
    'protected content': () => {
      const home = model('Lock')
      const reader = activated(home)
      const id = `secret-${core.environment.random.hex(8)}`
      const readers = new Set([reader])
      keepYoungest(home.contents.set(id, { ...secret(seconds(core.now())), id, readers }))
      return { ...keyOf(activated(home)), authorisedCik: reader.cik, content: id }
    },
    'foreign model': () => {
      const kettle = withContents('Kettle', () => [
        { ...secret(seconds(core.now())), id: 'kettle.bin', meta: 'for kettles only' },
      ])
      return { vendor: kettle.vendor, model: kettle.name, content: 'kettle.bin' }
    },
    'other vendor': () => {
      registry().model('globex', 'Gateway')
      return { vendor: 'globex' }
    },
    'enabled serial number with characters': ({ characters }) => {
      const lot = core.environment.random.hex(12)
      return nameOf(enabled(thermostat(), `${characters}-${lot}-x`))
    },
    'content of a length': ({ length }) => {
      const home = model('Camera')
      const size = checkedWhole(length, 'content of a length', 'length')
      const id = `take-${size}.bin`
      const content = home.contents.get(id) ?? { ...secret(seconds(core.now())), id, body: take(size) }
      home.contents.set(id, content)
      return { ...keyOf(activated(home)), content: id, length: size, body: content.body.toString('base64') }
    },
    'owner acts': ({ vendor, model, sn, act }) => {
      const client = registry().vendors.get(vendor)?.get(model)?.clients.get(sn)
      if (client === undefined) throw new Error(`There is no serial number "${sn}" of ${vendor} ${model}.`)
      if (act === 'enable') registry().enable(client, core.now())
      else client.progress = 'disabled'
      return {}
    },
    'time advanced': ({ seconds }) => {
      const { clock } = core.environment
      if (!('advance' in clock)) throw new Error('The clock of this simulator cannot be advanced.')
      ;(clock as { advance(milliseconds: number): void }).advance(
        checkedWhole(seconds, 'time advanced', 'seconds') * 1000,
      )
      return {}
    },
  }
}

function checkedWhole(value: unknown, state: string, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(`The state "${state}" takes {"${name}": n}, a whole number from 0.`)
}

/** Bytes each of which differs from its neighbours, and from those 256 and 65536 further on. */
function take(length: number): Buffer {
  return Buffer.from(
    Array.from(
      { length },
      (_, position) => (position * 89 + (position >> 8) * 7 + (position >> 16) * 13 + 31) % 256,
    ),
  )
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

function nameOf({ model, sn }: Client): FactsOf<ExositeStates['enabled serial number']> {
  return { vendor: model.vendor, model: model.name, sn }
}

function keyOf({ model, cik }: Client): FactsOf<ExositeStates['client without contents']> {
  return { vendor: model.vendor, model: model.name, cik }
}

function written(content: Content): FactsOf<ExositeStates['client with contents']>['contents'][number] {
  const { id, type, meta, updated, body } = content
  return { id, type, meta, updated, body: body.toString('base64') }
}

function secret(updated: number): Content {
  return { id: '', type: 'application/octet-stream', meta: '', updated, body: firmware(64) }
}
