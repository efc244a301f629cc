import { oneOf, optional, type Values } from '../fields.js'

/** What a target file may say under `options` of a seram target; whatever is left out is as the document words it. */
export const seramOptions = {
  listKey: optional(
    oneOf('The member that lists the secure elements; secureElement if left out (SE-7).', [
      'secureElement',
      'secureElements',
    ]),
  ),
  sessionKey: optional(
    oneOf('The member that holds the session id, in request and answer; sessionID if left out (SE-8).', [
      'sessionID',
      'sessionId',
    ]),
  ),
  generatedBody: optional(
    oneOf(
      'The body that brings a generated session id: an object with sessionKey, if left out, or a JSON string (SE-9).',
      ['object', 'string'],
    ),
  ),
  nullBody: optional(
    oneOf('The null body: the JSON literal null, no bytes at all, or, if left out, either of them (SE-10).', [
      'either',
      'null',
      'empty',
    ]),
  ),
} as const

/** The options of a seram target as a target file holds them. */
export type SeramOptions = Values<typeof seramOptions>

/** The document's own wording. */
export const seramDefaults: Required<SeramOptions> = {
  listKey: 'secureElement',
  sessionKey: 'sessionID',
  generatedBody: 'object',
  nullBody: 'either',
}
