import * as fc from 'fast-check'
import { kindOfEdit, tellJsonEdit } from '../../harness/fuzz/json-edits.js'
import type { Property } from '../../harness/fuzz/property.js'
import { contents, identityNumbers, plainContent, plainerThan, tellContent } from './content.js'
import { broken, isAccepted, orderOf, type Order, type Provider } from './provider.js'
import { applyEdit, EDIT_RULES, isOfTheList, ruleOf, validator, wrongs, type Wrong } from './slips.js'
import { SPELLINGS, spell } from './spelling.js'

/** An order that is valid, and how its JSON is written. */
interface Right {
  readonly content: Order
  readonly spelling: string
}

/** Every order that the data formats accept is taken, and kept as it was placed if it is accepted. */
export function validOrdersAreTaken(provider: Provider): Property<Right> {
  const { profile, world } = provider
  return {
    name: 'any order that the data formats accept',
    values: fc.record({ content: contents(profile), spelling: fc.constantFrom(...SPELLINGS) }),
    tell: ({ content, spelling }) => [
      'Given a free access',
      `When the portal places an order for it${tellContent(content, profile)}, written ${spelling}`,
    ],
    *simpler({ content, spelling }) {
      for (const plainer of plainerThan(content, profile)) yield { content: plainer, spelling }
      if (spelling !== SPELLINGS[0]) yield { content, spelling: SPELLINGS[0] ?? spelling }
    },
    restsOn: [
      'onapi.outcome.is-200',
      'onapi.outcome.keeps-accepted-orders',
      'onapi.order.takes-fractions',
      'onapi.order.takes-leap-days',
      'onapi.customer.takes-unidentified',
      'onapi.customer.text-may-have-255-characters',
      'onapi.customer.optional-details-may-be-missing',
    ],
    async holds({ content, spelling }) {
      const offering = await provider.offering('free access')
      const order = orderOf(offering, content)
      const exchange = await world.send(provider.request(order, spell(order, spelling)))
      if (world.answerOf(exchange).status !== 200) {
        broken('An order that is well formed is refused.', '200 OK', exchange)
      }
      const outcome = provider.outcomeOf(exchange)
      world.cover('transitions', `free access: ${outcome}`)
      if (!isAccepted(outcome)) return
      const kept = await provider.held(offering.coAccessId)
      const differences = kept.map(held => provider.differenceOf(order, held))
      if (differences.includes(undefined)) return
      broken(
        'An order that was accepted is not kept as it was placed.',
        'the order',
        exchange,
        differences[0] ?? 'no order for the access',
      )
    },
  }
}

/** Every order that is one edit away from a valid one, and invalid, is refused. */
export function invalidOrdersAreRefused(provider: Provider): Property<Wrong> {
  const { profile, world } = provider
  const isValid = validator(profile)
  return {
    name: 'any order with one thing wrong in it',
    values: wrongs(profile),
    parts: 2,
    tell: ({ content, edit }) => [
      `Given an order for a free access${tellContent(content, profile)}`,
      `When the portal places it with ${tellJsonEdit(edit)}`,
    ],
    *simpler({ content, edit }) {
      for (const plainer of plainerThan(content, profile)) yield { content: plainer, edit }
    },
    restsOn: EDIT_RULES,
    async holds({ content, edit }) {
      const twin = orderOf(await provider.offering('free access'), content)
      const wrong = applyEdit(orderOf(await provider.offering('free access'), content), edit)
      if (isValid(wrong)) return
      const right = await provider.place(twin)
      const isTaken = right.answer?.status === 200
      world.require(isTaken, 'onapi.outcome.is-200', 'the order without the edit is taken', right)
      world.cover('edits', `${ruleOf(edit)}: ${kindOfEdit(edit)}`)
      const exchange = await provider.place(wrong)
      world.answerOf(exchange)
      const outcome = provider.outcomeOf(exchange)
      if (outcome === 'error' || (outcome === 'rejected' && isOfTheList(edit))) return
      broken(
        'An order that is not well formed is not refused as such.',
        `an error (${ruleOf(edit)})`,
        exchange,
      )
    },
  }
}

/** An identity number; its check digit is right, or it is not. */
interface Numbered {
  readonly number: string
  readonly isRight: boolean
}

/** Releases 2.5 and 2.6: an identity number is taken if its check digit is right, and only then. */
export function identityNumbersAreChecked(provider: Provider): Property<Numbered> {
  const { profile, world } = provider
  const plain = plainContent(profile)
  const numbers = (wrongBy: fc.Arbitrary<number>, isRight: boolean): fc.Arbitrary<Numbered> =>
    identityNumbers(wrongBy).map(number => ({ number, isRight }))
  return {
    name: 'any identity number',
    values: fc.oneof(numbers(fc.constant(0), true), numbers(fc.integer({ min: 1, max: 9 }), false)),
    tell: ({ number, isRight }) => [
      `When the portal places an order with the identity number ${number}, whose check digit is ${isRight ? 'right' : 'wrong'}`,
    ],
    restsOn: ['onapi.released.takes-identity-number', 'onapi.released.checks-identity-number'],
    async holds({ number, isRight }) {
      const details = { ...(plain['customerDetails'] as object), personalIdentityNumber: number }
      const order = orderOf(await provider.offering('free access'), { ...plain, customerDetails: details })
      const exchange = await provider.place(order)
      world.cover('edits', isRight ? 'right check digit' : 'wrong check digit')
      const isTaken = world.answerOf(exchange).status === 200
      if (isRight && !isTaken) broken('A right identity number is refused.', '200 OK', exchange)
      if (!isRight && isTaken) broken('A wrong identity number is taken.', 'an error', exchange)
    },
  }
}
