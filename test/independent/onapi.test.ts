import { readFileSync } from 'node:fs'
import { provesIndependent } from './proving.js'

const caught = JSON.parse(readFileSync(new URL('onapi/caught.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>

provesIndependent(
  'onapi',
  caught,
  [
    {
      variations: [
        'members-shuffled',
        'pretty',
        'extra-members',
        'message-beyond-ascii',
        'message-long',
        'always-received',
        'mixed-offering-404',
        'unknown-access-404',
        'unknown-product-404',
        'unknown-members-refused',
        'past-refused',
        'offset-zero-refused',
        'lower-case-t-refused',
        'customer-needs-name',
        'customer-needs-luhn',
        'errors-with-more',
        'errors-charset',
        'method-501',
        'http-chunked',
        'http-lower-case',
        'http-more-fields',
        'operator-path-order',
        'operator-more-members',
        'operator-with-credentials',
        'keeps-first-only',
      ],
    },
    {
      variations: [
        'ascii-only',
        'message-null',
        'orderable-rejected',
        'mixed-offering-409',
        'unknown-access-rejected',
        'duplicate-members-refused',
        'customer-needs-email-syntax',
        'postal-code-number',
        'date-blank-taken',
        'errors-long',
        'error-says-text-plain',
        'retry-after-date',
        'http-1-0',
        'http-reason',
        'no-credentials',
        'operator-chunked',
        'operator-500-received',
        'path-versioned',
        'slash-optional',
        'endpoint-without-case',
        'keeps-last-only',
      ],
      target: { capabilities: { authorization: false, 'rate-limit': false } },
    },
    { variations: ['released'], target: { profile: 'released' } },
    { variations: ['released-state'], target: { profile: 'released' } },
    {
      variations: ['no-message', 'message-empty-when-activated', 'future-received', 'no-operator'],
      target: { capabilities: { co: false } },
    },
  ],
  [
    'status-null-when-received',
    'status-failed',
    'status-in-progress',
    'second-order-409',
    'after-error-refuses',
  ],
)
