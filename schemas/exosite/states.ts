import { integer, list, object, oneOf, secret, text } from '../fields.js'
import { defineStates } from '../states.js'

const pair = {
  vendor: text('The vendor, with at least one letter.'),
  model: text('The model, with at least one letter.'),
}

const serialNumber = { ...pair, sn: text('The serial number.') }

const client = { ...pair, cik: secret(text('The key of an activated client of this vendor and model.')) }

const content = object('A content as it was uploaded.', {
  id: text('Its id: no comma, no line end, at least one letter.'),
  type: text('The Content-Type of its upload, for example "application/octet-stream".'),
  meta: text('The meta given at its creation; may be empty.'),
  updated: integer('When it was uploaded, in seconds since the epoch.'),
  body: text('Its bytes in base64.', { contentEncoding: 'base64' }),
})

/** The states of the Device Provisioning API that scenarios ask for. Unknown names are derived from known ones. */
export const exositeStates = defineStates({
  'enabled serial number': {
    means: 'A serial number that was enabled just now, has never been activated, and has letters in it.',
    usedUp: true,
    params: {},
    facts: serialNumber,
  },
  'serial number not enabled': {
    means: "A serial number on the model's list that has never been enabled.",
    usedUp: true,
    params: {},
    facts: serialNumber,
  },
  'expired serial number': {
    means: 'A serial number that was enabled, was not activated, and whose activation window is over.',
    usedUp: true,
    params: {},
    facts: serialNumber,
  },
  'disabled serial number': {
    means: 'A serial number that was enabled and then disabled, without an activation in between.',
    usedUp: true,
    params: {},
    facts: serialNumber,
  },
  're-enabled serial number': {
    means: 'A serial number that was activated and then enabled again, just now.',
    usedUp: true,
    params: {},
    facts: { ...serialNumber, oldCik: secret(text('The key of the activation before.')) },
  },
  'client not yet activated': {
    means:
      'A client whose serial number is enabled and not activated, and whose key the owner can see already.',
    usedUp: false,
    params: {},
    facts: { ...serialNumber, cik: secret(text('The key that is to be handed out at activation.')) },
  },
  'serial numbers with special characters': {
    means: 'Serial numbers of one model, enabled just now and never activated, that need encoding in a form.',
    usedUp: true,
    params: {},
    facts: {
      ...pair,
      withSpace: text('One with a space inside.'),
      withPlus: text('One with a plus sign.'),
      withPercent: text('One with a percent sign that two hexadecimal digits follow.'),
      withAmpersand: text('One with an ampersand or an equals sign.'),
      withLetterBeyondAscii: text('One with a letter beyond ASCII.'),
    },
  },
  'activated client': {
    means: 'A client that is activated, and whose model may or may not have contents.',
    usedUp: true,
    params: {},
    facts: { ...client, sn: text('Its serial number.') },
  },
  'client with contents': {
    means:
      'An activated client and all contents of its model, none of them protected: one of at least 16 bytes that are ' +
      'no UTF-8, with a NUL and a CRLF among them and no byte equal to its neighbour; one of ASCII text; one with a ' +
      'meta of letters and spaces; one without a meta; one with a comma in its meta; and an empty one, unless that is declined.',
    usedUp: false,
    params: {},
    facts: { ...client, contents: list('All contents of the model.', content) },
  },
  'client without contents': {
    means: 'An activated client of a model that has no contents.',
    usedUp: false,
    params: {},
    facts: client,
  },
  'protected content': {
    means:
      'A protected content with a client that is authorised for it and a client of the same model that is not.',
    usedUp: false,
    params: {},
    facts: {
      ...client,
      authorisedCik: secret(text('The key of the client that is authorised; `cik` is that of the other.')),
      content: text('The id of the protected content.'),
    },
  },
  'foreign model': {
    means: 'A valid pair of vendor and model in which no client of the other states has a serial number.',
    usedUp: false,
    params: {},
    facts: {
      ...pair,
      content: text('The id of one of its contents; no other model has a content of this id.'),
    },
  },
  'other vendor': {
    means: 'A vendor that exists and has none of the models of the other states.',
    usedUp: false,
    params: {},
    facts: { vendor: text('The vendor.') },
  },
  'enabled serial number with characters': {
    means:
      'A serial number that was enabled just now, has never been activated, and begins with the given text.',
    usedUp: true,
    params: { characters: text('How the serial number begins.') },
    facts: serialNumber,
  },
  'content of a length': {
    means: 'An activated client and a content of its model that has so many bytes and is not protected.',
    usedUp: false,
    params: { length: integer('How many bytes.', { minimum: 0 }) },
    facts: {
      ...client,
      content: text('The id of the content.'),
      length: integer('How many bytes it has.', { minimum: 0 }),
      body: text('Its bytes in base64.', { contentEncoding: 'base64' }),
    },
  },
  'owner acts': {
    means: 'The owner of a client enables (again) or disables its serial number.',
    usedUp: true,
    params: { ...serialNumber, act: oneOf('What the owner does.', ['enable', 'disable']) },
    facts: {},
  },
  'time advanced': {
    spoilsOthers: true,
    means: "The target's time runs ahead of the real time by so much more than before.",
    usedUp: true,
    params: { seconds: integer('By how many seconds.', { minimum: 0 }) },
    facts: {},
  },
})

/** The names and types of these states. */
export type ExositeStates = typeof exositeStates
