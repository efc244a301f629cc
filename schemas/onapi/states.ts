import { anything, integer, list, object, optional, secret, text } from '../fields.js'
import { defineStates } from '../states.js'

const offering = {
  coAccessId: text('An access in the population of the operator.'),
  productId: text('A product of the provider.'),
  offeringId: text('An offering of the provider.'),
}

const credentials = {
  username: text('The user of HTTP Basic authentication.'),
  password: secret(text('The password of that user.')),
}

/** The states that the onapi rules ask for. */
export const onapiStates = defineStates({
  'orderable access': {
    means:
      'Access, product and offering fit together: a well-formed order for them is answered with 200, whatever its outcome. ' +
      'Other orders may have been placed for the access before.',
    usedUp: false,
    params: { idLength: optional(integer('The length that each of the ids must have; any if left out.')) },
    facts: {
      ...offering,
      idLength: optional(integer('The length of each of the ids, where all are equal.')),
    },
  },
  'free access': {
    means:
      'Access, product and offering fit together and nothing is active or ordered there, so that an order can be ' +
      'activated if the operator agrees.',
    usedUp: true,
    params: {},
    facts: offering,
  },
  'order the provider rejects': {
    means:
      'A well-formed order for this access, product and offering is one that the provider itself decides to reject, ' +
      'for instance because the offering is no longer sold.',
    usedUp: false,
    params: {},
    facts: offering,
  },
  'offering of another product': {
    means: 'The access, the product and the offering all exist, but the offering belongs to another product.',
    usedUp: false,
    params: {},
    facts: offering,
  },
  'credentials that may not order': {
    means: 'A user who is known and whose password is right, but who has no right to order.',
    usedUp: false,
    params: {},
    facts: credentials,
  },
  'credentials whose requests are used up': {
    means: 'A user who is known and may order, but whose next request is one too many.',
    usedUp: false,
    params: {},
    facts: credentials,
  },
  'communication operator': {
    means:
      'The provider places its orders at the operator under this address from now on. Orders of all scenarios arrive ' +
      'there; the access tells them apart.',
    usedUp: true,
    params: {
      url: optional(
        text("The address of the operator; left out, the provider's own arrangement is restored."),
      ),
    },
    facts: {
      url: text('Where the provider sends its orders to, for instance the address followed by orders/.'),
    },
  },
  'stored orders': {
    means: 'What the provider keeps of the orders for an access at this moment. Nothing is changed.',
    usedUp: true,
    params: { coAccessId: text('The access.') },
    facts: {
      orders: list(
        'The orders that were accepted, the first one placed first.',
        object('An order as it is kept.', {
          operation: text('The operation.'),
          orderDateTime: text('When the order was created.'),
          requestedDateTime: text('When the order shall be executed.'),
          productId: text('The product.'),
          offeringId: text('The offering.'),
          customerDetails: anything('The customer.'),
          status: text('What was answered to the portal.'),
        }),
      ),
    },
  },
})
