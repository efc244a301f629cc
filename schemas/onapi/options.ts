import { text, type Values } from '../fields.js'

/** What an onapi target may declare about what the document leaves open. */
export const onapiOptions = {
  path: text(
    "The order endpoint, relative to the target's address; with or without a slash at its end (ON-3).",
  ),
}

/** The options of an onapi target, complete. */
export type OnapiOptions = Values<typeof onapiOptions>

/** The document's own wording. */
export const onapiOptionDefaults: OnapiOptions = { path: 'order/' }
