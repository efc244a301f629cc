import { optional, text, type Values } from '../fields.js'

/** What a target file may say under `options` of an onapi target; whatever is left out is as the document words it. */
export const onapiOptions = {
  path: optional(
    text("The order endpoint, relative to the target's address; order/ if left out (ON-3).", {
      pattern: '^[^/?#][^?#]*$',
      default: 'order/',
    }),
  ),
} as const

/** The options of an onapi target as a target file holds them. */
export type OnapiOptions = Values<typeof onapiOptions>

/** The document's own wording. */
export const onapiDefaults: Required<OnapiOptions> = { path: 'order/' }
