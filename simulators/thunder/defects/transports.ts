import { defect, override } from '../../simulator.js'
import { inRelease, releaseBut, resultOf, settings, type ThunderAlteration } from '../alterations.js'
import type { HttpTransport } from '../http-transport.js'
import type { ProvisionState } from '../provisioning.js'
import type { ReleaseName } from '../releases.js'
import { Connection, type Sockets } from '../sockets.js'

/** Replaces parts of what carries calls over HTTP. */
const http = (
  name: string,
  replace: (original: HttpTransport) => Partial<HttpTransport>,
): ThunderAlteration => defect(name, core => override(core.http, replace))

/** Replaces parts of what carries calls over WebSocket. */
const sockets = (name: string, replace: (original: Sockets) => Partial<Sockets>): ThunderAlteration =>
  defect(name, core => override(core.sockets, replace))

/** Changes header fields of the answers of a release. */
const withFields = (
  release: ReleaseName,
  name: string,
  fields: Readonly<Record<string, string>>,
): ThunderAlteration =>
  inRelease(release, name, core =>
    override(core.http, original => ({ headers: () => ({ ...original.headers(), ...fields }) })),
  )

/** Defects in what carries calls and answers. */
export const transportDefects = {
  'thunder.transports.agree': [
    resultOf('state', 'gives another status over WebSocket', (state: ProvisionState, { transport }) =>
      transport === 'websocket' ? { ...state, status: state.status + 1 } : state,
    ),
  ],
  'thunder.transports.http-answers-with-200': [
    http('answers a call with 201 Created', original => ({
      status: answer =>
        original.status(answer) === 200 && !('error' in answer) ? 201 : original.status(answer),
    })),
  ],
  'thunder.transports.http-errors-are-accepted': [
    settings('refuses a call with 500', { http: { refused: 500, malformed: 400, unknownPath: 404 } }),
    releaseBut('r4', 'refuses a call with 200 as release 5 does', {
      http: { refused: 200, malformed: 202, unknownPath: 404 },
    }),
  ],
  'thunder.transports.http-says-json': [
    http('says that answers are plain text', () => ({ headers: () => ({ 'content-type': 'text/plain' }) })),
    http('does not say what answers are', () => ({ headers: () => ({}) })),
  ],
  'thunder.transports.http-opens-to-any-origin': [
    withFields('r4', 'opens its answers to one origin', {
      'access-control-allow-origin': 'http://localhost',
    }),
  ],
  'thunder.transports.http-is-not-cached': [
    withFields('r5', 'lets answers be cached for a while', { 'cache-control': 'max-age=60' }),
  ],
  'thunder.transports.http-path-names-the-callsign': [
    inRelease('r4', 'wants the callsign in the method and in the path', core =>
      override(core, original => ({
        find: (name, channel) =>
          channel.callsign !== undefined && !name.includes('.')
            ? { error: core.release.unknownMethod }
            : original.find(name, channel),
      })),
    ),
    inRelease('r5', 'knows no version in a method without a callsign', core =>
      override(core, original => ({
        find: (name, channel) =>
          /^\d+\.\w+$/.test(name) ? { error: core.release.unknownMethod } : original.find(name, channel),
      })),
    ),
  ],
  'thunder.transports.http-path-needs-a-known-callsign': [
    inRelease('r4', 'answers at the path of any callsign', core =>
      override(core.http, original => ({
        unknownPath: () => original.refuse(200, 'No plugin has this callsign.'),
      })),
    ),
  ],
  'thunder.transports.http-path-of-a-deactivated-plugin-is-gone': [
    inRelease('r4', 'does not find the path of a deactivated plugin', core =>
      override(core.http, original => ({
        deactivated: () => original.refuse(404, 'The plugin is deactivated.'),
      })),
    ),
  ],
  'thunder.transports.websocket-takes-the-asked-subprotocol': [
    sockets('takes no sub-protocol', () => ({ subprotocol: () => false })),
  ],
  'thunder.transports.websocket-names-no-subprotocol-unasked': [
    defect('names a sub-protocol that nobody asked for', core => {
      core.sockets.server.on('headers', (headers, request) => {
        if (request.headers['sec-websocket-protocol'] === undefined)
          headers.push('Sec-WebSocket-Protocol: jsonrpc')
      })
    }),
  ],
  'thunder.transports.websocket-answers-in-text': [
    defect('sends an event in a binary message', core =>
      override(core, original => ({
        deliver: (observer, event) => {
          if (observer.channel instanceof Connection)
            observer.channel.websocket.send(Buffer.from(core.rpc.encode(event)))
          else original.deliver(observer, event)
        },
      })),
    ),
    defect('refuses a call in a binary message', core =>
      override(core.sockets, original => ({
        message: (connection, data, binary) => {
          const reply = binary ? undefined : core.receive(data.toString(), connection)
          if (reply?.includes('"error"')) connection.websocket.send(Buffer.from(reply))
          else if (reply !== undefined) connection.reply(reply)
          else if (binary) original.message(connection, data, binary)
        },
      })),
    ),
  ],
  'thunder.transports.websocket-joins-fragments': [
    sockets('answers nothing that came in fragments', original => {
      let fragmented = false
      return {
        accept: (request, socket, head) => {
          // The first byte of a frame: FIN is clear and the opcode is text where a fragmented text begins.
          socket.on('data', (chunk: Buffer) => (fragmented ||= (chunk[0] ?? 0) === 0x01))
          original.accept(request, socket, head)
        },
        message: (connection, data, binary) => {
          const isWhole = !fragmented
          fragmented = false
          original.message(connection, isWhole ? data : Buffer.from('fragment'), binary)
        },
      }
    }),
  ],
  'thunder.transports.websocket-shields-others-from-garbage': [
    sockets('closes every connection when one sends garbage', original => {
      const closeAll = (): void => {
        for (const { websocket } of original.connections) websocket.terminate()
      }
      return {
        broken: closeAll,
        message: (connection: Connection, data: Buffer, binary: boolean) => {
          if (binary) closeAll()
          else original.message(connection, data, binary)
        },
      }
    }),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>
