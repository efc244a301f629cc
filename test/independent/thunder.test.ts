import { readFileSync } from 'node:fs'
import { provesIndependent } from './proving.js'

const caught = JSON.parse(readFileSync(new URL('thunder/caught.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>

provesIndependent(
  'thunder',
  caught,
  [
    [
      'members-shuffled',
      'pretty',
      'extra-members',
      'error-data',
      'status-zero',
      'tokens-turned',
      'tokens-empty-while-provisioning',
      'provision-idempotent',
      'event-before-reply',
      'event-twice',
      'register-answers-null',
      'duplicate-register-accepted',
      'unregister-unknown-accepted',
      'version-optional',
      'write-refused-24',
      'http-chunked',
      'http-lower-case',
      'http-202-for-errors',
      'http-202-for-notifications',
      'websocket-fragments',
    ],
    [
      'ascii-only',
      'status-fraction',
      'provision-finishes-at-once',
      'register-unknown-event-refused',
      'callsign-unknown-32603',
      'deactivated-2',
      'deactivated-410',
      'write-refused-32602',
      'index-lenient',
      'index-empty-2',
      'http-closes',
      'http-upper-case',
      'http-no-reason',
      'http-charset',
      'http-400-for-parse-errors',
      'http-200-for-notifications',
      'websocket-pings',
      'websocket-echoes-protocol',
      'other-callsign',
      'other-version',
      'other-path',
      'ping-of-events',
    ],
    ['release-r2'],
    ['release-r4'],
    ['release-r5'],
  ],
  ['error-code-only-in-http-status'],
)
