import type { Duplex } from 'node:stream'
import type { Core, Environment, HttpReply, HttpRequest, Refusal } from '../simulator.js'
import { channelOf, HttpTransport } from './http-transport.js'
import { isObject, JsonRpc, type Call, type Outcome, type Refused, type Response } from './json-rpc.js'
import { parseName, type NameParts } from './names.js'
import { Observers, type Channel, type Observer } from './observers.js'
import { Provisioning } from './provisioning.js'
import { ReleasedJsonRpc } from './released-json-rpc.js'
import { RELEASES, type Release, type ReleaseName } from './releases.js'
import { Sockets } from './sockets.js'
import { stageOf } from './stage.js'

/** What a member does with its parameters. */
export type Member = (params: unknown, channel: Channel) => Outcome

/** The event of the plugin. */
export const EVENT = 'provisioningchange'

/** A Thunder server with one plugin, without sockets: names, routes, and what joins the plugin to its clients. */
export class ThunderCore implements Core {
  release: Release = RELEASES.document
  rpc: JsonRpc<Channel>
  readonly plugin: Provisioning
  readonly observers = new Observers()
  readonly sockets: Sockets
  readonly stage = stageOf(this)
  readonly members: ReadonlyMap<string, Member>
  private names: ReadonlyMap<string, Member> = new Map()
  readonly http = new HttpTransport(this)
  callsign = 'Provisioning'
  version = 1

  constructor(readonly environment: Environment) {
    const provisionId = `ACME${environment.random.hex(12)}`
    this.plugin = new Provisioning(
      provisionId,
      environment.clock,
      () => this.release,
      status => this.signal(status),
    )
    this.sockets = new Sockets(environment.clock, {
      receive: (text, channel) => this.receive(text, channel),
      closed: channel => this.observers.drop(channel),
    })
    this.rpc = this.rpcOf('document')
    this.members = new Map<string, Member>([
      ['provision', () => this.plugin.provision()],
      ['index', params => this.plugin.index(params)],
      ['id', params => this.property('id', params)],
      ['state', params => this.property('state', params)],
      ['register', (params, channel) => this.register(params, channel)],
      ['unregister', (params, channel) => this.unregister(params, channel)],
    ])
    this.rename(this.callsign, this.version)
  }

  /** Follows a release from now on. */
  follow(name: ReleaseName): void {
    this.release = RELEASES[name]
    this.rpc = this.rpcOf(name)
  }

  /** Gives the plugin its callsign and its version. */
  rename(callsign: string, version: number): void {
    this.callsign = callsign
    this.version = version
    this.names = new Map(
      [...this.members].map(([name, member]) => [`${callsign}.${version}.${name}`, member]),
    )
  }

  /** The text that answers a message over a channel that stays open, if any. */
  receive(text: string, channel: Channel): string | undefined {
    const answer = this.rpc.answer(text, channel)
    return typeof answer === 'string' ? undefined : this.rpc.encode(answer)
  }

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    return this.http.handle(request)
  }

  refuse(refusal: Refusal): HttpReply {
    return this.http.refuse(refusal.status, refusal.why)
  }

  upgrade(request: HttpRequest, socket: Duplex, head: Buffer): void {
    const channel = channelOf(request.target)
    if (channel !== undefined && channel.callsign === undefined) this.sockets.accept(request, socket, head)
    else this.sockets.refuse(socket, '404 Not Found')
  }

  /** Calls a member by the name in a request. */
  invoke(call: Call, channel: Channel): Outcome {
    const member = this.find(call.method, channel)
    return typeof member === 'function' ? member(call.params, channel) : member
  }

  /** The member that a name stands for, or the refusal. */
  find(name: string, channel: Channel): Member | Outcome {
    const direct = this.plugin.active ? this.names.get(name) : undefined
    if (direct !== undefined) return direct
    const { callsign = channel.callsign, version, member } = this.parts(name)
    if (callsign === undefined) return { error: this.release.unknownMethod }
    return this.lookUp(callsign, version, member)
  }

  /** The parts of the name of a member. */
  parts(name: string): NameParts {
    return parseName(name, this.release.stripsIndex)
  }

  /** The member of a plugin, or the refusal. */
  lookUp(callsign: string, version: string | undefined, member: string): Member | Outcome {
    if (callsign !== this.callsign) return { error: this.release.unknownCallsign }
    if (!this.plugin.active) return { error: this.release.inactive }
    if (version !== undefined && Number(version) !== this.version)
      return { error: this.release.unsupportedVersion }
    return this.members.get(member) ?? { error: this.release.unknownMethod }
  }

  /** Reads a property, or refuses to write it: whoever sends parameters writes, even empty ones. */
  property(name: 'id' | 'state', params: unknown): Outcome {
    if (params !== undefined) return this.plugin.write(name, params)
    return this.plugin[name]()
  }

  register(params: unknown, channel: Channel): Outcome {
    return this.withNames(params, channel, (event, id) => {
      const registered = this.observers.register(channel, event, id)
      if (registered === 'too many') return { error: { code: -32000, message: 'Too many registrations' } }
      return registered === 'registered'
        ? { result: this.release.registered }
        : { error: this.release.registeredAlready }
    })
  }

  unregister(params: unknown, channel: Channel): Outcome {
    return this.withNames(params, channel, (event, id) =>
      this.observers.unregister(channel, event, id)
        ? { result: this.release.registered }
        : { error: this.release.notRegistered },
    )
  }

  /** The event and the id that a registration names, or the refusal. */
  registration(params: unknown, channel: Channel): { event: string; id: string } | Refused {
    if (channel.push === undefined) return { error: this.release.error(44) }
    const { event, id } = isObject(params) ? params : {}
    const { incompleteRegistration } = this.release
    if (typeof event === 'string' && typeof id === 'string' && event.length + id.length <= MAX_NAMES)
      return { event, id }
    if (incompleteRegistration !== 'empty') return { error: incompleteRegistration }
    return { event: nameOf(event), id: nameOf(id) }
  }

  /** Tells every observer that the provisioning has changed. */
  signal(status: number): void {
    for (const observer of this.observers.of(EVENT)) this.deliver(observer, this.event(observer, status))
  }

  /** The event as an observer gets it. */
  event(observer: Observer, status: number): Response {
    return { jsonrpc: '2.0', method: this.eventName(observer), params: { status } }
  }

  /** The method of an event: the id of the observer and the name of the event; the name alone if the id is empty. */
  eventName(observer: Observer): string {
    return observer.id === '' ? observer.event : `${observer.id}.${observer.event}`
  }

  deliver(observer: Observer, event: Response): void {
    observer.channel.push?.(this.rpc.encode(event))
  }

  close(): void {
    this.plugin.close()
    this.sockets.close()
    this.http.close()
  }

  private withNames(params: unknown, channel: Channel, act: (event: string, id: string) => Outcome): Outcome {
    const names = this.registration(params, channel)
    return 'error' in names ? names : act(names.event, names.id)
  }

  private rpcOf(name: ReleaseName): JsonRpc<Channel> {
    const invoke = (call: Call, channel: Channel): Outcome => this.invoke(call, channel)
    return name === 'document' ? new JsonRpc(invoke) : new ReleasedJsonRpc(invoke, RELEASES[name])
  }
}

/** The most characters that the event and the id of a registration may have together. */
const MAX_NAMES = 1024

function nameOf(value: unknown): string {
  return typeof value === 'string' && value.length <= MAX_NAMES ? value : ''
}
