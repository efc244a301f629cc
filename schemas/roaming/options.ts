import { anything, integer, object, oneOf, optional, secret, text } from '../fields.js'

/** What a target file says under `options` of a DSP. */
export const roamingOptions = {
  arpId: text('The ARP (TADIG code) that the harness plays; `auth` holds its credentials'),
  dspId: text('The DSP under test (TADIG code)'),
  secondArp: optional(
    object('Another ARP that the harness may play, for swaps and for what ARPs must not see of each other', {
      arpId: text('Its TADIG code'),
      auth: optional(secret(anything('Its credentials, in the form of the target file’s `auth`'))),
    }),
  ),
  format: optional(
    oneOf('The format that the harness speaks where a scenario does not say; XML if left out', [
      'XML',
      'JSON',
    ]),
  ),
  jsonArrays: optional(
    oneOf('How the harness writes a repeatable element that occurs once; structure (an array) if left out', [
      'structure',
      'instance',
    ]),
  ),
  statusSpelling: optional(
    oneOf(
      'Preprovisioned and PreprovisioningPending as in the figure, or as in the enumeration (if left out); ' +
        'either: the harness writes the enumeration’s and accepts both',
      ['enumeration', 'figure', 'either'],
    ),
  ),
  timestamp: optional(
    oneOf('What requestArrivalTimestamp must be; either if left out', ['date', 'dateTime', 'either']),
  ),
  transitionStatus: optional(
    integer('The HTTP status that refuses a status transition; any of them if left out', {
      enum: [400, 403, 409],
    }),
  ),
  transitionMessageId: optional(
    text('The messageId that refuses a status transition, such as SVC1008; any if left out', {
      pattern: '^(SVC|POL)[0-9]{4}$',
    }),
  ),
  signallingInNotification: optional(
    oneOf(
      'Whether notifications hold arpSignallingStatus, which their type does not know; allowed if left out',
      ['absent', 'allowed', 'required'],
    ),
  ),
}
