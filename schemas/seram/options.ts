import { oneOf, type Values } from '../fields.js'

/** What a seram target may declare about spellings that the document leaves open or writes in two ways. */
export const seramOptions = {
  listKey: oneOf('The member that lists the secure elements (SE-7).', ['secureElement', 'secureElements']),
  sessionKey: oneOf('The member that holds the session id, in request and answer (SE-8).', [
    'sessionID',
    'sessionId',
  ]),
  generatedBody: oneOf(
    'The body of the 201 that brings a generated session id: an object with sessionKey, or a JSON string (SE-9).',
    ['object', 'string'],
  ),
  nullBody: oneOf(
    'The null body of the 201: the JSON literal null, no bytes at all, or either of them (SE-10).',
    ['either', 'null', 'empty'],
  ),
}

/** The options of a seram target, complete. */
export type SeramOptions = Values<typeof seramOptions>

/** The document's own wording. */
export const seramOptionDefaults: SeramOptions = {
  listKey: 'secureElement',
  sessionKey: 'sessionID',
  generatedBody: 'object',
  nullBody: 'either',
}
