import type { Written } from './writing.js'

/** A part of a subscription that a request may lack. */
export type Piece = (typeof PIECES)[number]

/** Those parts, in the words of the features. */
export const PIECES = [
  'userId',
  'type of userId',
  'value of userId',
  'type of the second userId',
  'value of the second userId',
  'status',
  'arpSignallingStatus',
  'dspId',
  'arpId',
  'requestArrivalTimestamp',
  'callbackReference',
  'notifyURL',
  'callbackData',
  'notificationFormat',
  'resourceURL',
] as const

const CALLBACK_PARTS: readonly string[] = ['notifyURL', 'callbackData', 'notificationFormat']

/** The subscription without a part. */
export function without(written: Written, piece: Piece): Written {
  switch (piece) {
    case 'type of userId':
      return { ...written, userId: written.userId?.map(({ value = '' }) => ({ value })) }
    case 'value of userId':
      return { ...written, userId: written.userId?.map(({ type = '' }) => ({ type })) }
    case 'type of the second userId':
      return { ...written, userId: [...(written.userId ?? []), { value: 'second@example.com' }] }
    case 'value of the second userId':
      return { ...written, userId: [...(written.userId ?? []), { type: 'Email' }] }
    default:
      return withValue(written, piece, undefined)
  }
}

/** The subscription with another value of an element; without the element if there is none. */
export function withValue(written: Written, element: string, value: string | undefined): Written {
  if (!CALLBACK_PARTS.includes(element)) return { ...written, [element]: value }
  return { ...written, callbackReference: { ...written.callbackReference, [element]: value } }
}
