import { integer, list, oneOf, optional, text, type Values } from '../fields.js'

/** What a target file may say under `options` of a Thunder target; whatever is left out has the default. */
export const thunderOptions = {
  callsign: optional(
    text('The callsign of the plugin, compared with regard to case.', {
      pattern: '^[^.@ ]+(\\.[^.@ ]+)*$',
      default: 'Provisioning',
    }),
  ),
  version: optional(
    integer('The version of the interface that calls name.', { minimum: 0, maximum: 255, default: 1 }),
  ),
  transports: optional(
    list(
      'The transports that the target offers; both by default. A target without "websocket" also declines the capability websocket, one without "http" the capability http.',
      oneOf('A transport.', ['http', 'websocket']),
    ),
  ),
  httpPath: optional(
    text('The path, below the URL of the target, that takes calls over HTTP POST.', {
      pattern: '^/',
      default: '/jsonrpc',
    }),
  ),
  websocketPath: optional(
    text('The path, below the URL of the target, that takes WebSockets.', {
      pattern: '^/',
      default: '/jsonrpc',
    }),
  ),
  websocketUrl: optional(
    text('The whole URL for WebSockets, where it is not the URL of the target with websocketPath.', {
      pattern: '^wss?://',
    }),
  ),
  subprotocol: optional(
    text('The sub-protocol that a client asks for, such as "notification"; none is asked for if left out.', {
      pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
    }),
  ),
} as const

/** The options of a Thunder target as a target file holds them. */
export type ThunderOptions = Values<typeof thunderOptions>

/** The options that have a default. */
export const thunderDefaults = {
  callsign: 'Provisioning',
  version: 1,
  transports: ['http', 'websocket'],
  httpPath: '/jsonrpc',
  websocketPath: '/jsonrpc',
} as const
