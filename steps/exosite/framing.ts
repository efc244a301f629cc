import { Then } from '@cucumber/cucumber'
import { header } from '../../harness/exchange.js'
import { NotApplicable } from '../../harness/finding.js'
import { ACTIVATE } from './wire.js'
import type { ExositeWorld } from './world.js'

/** Sentences about the frame of an answer. Each is a standing check too, and is made here on the scenario's own answer. */
const SENTENCES = [
  'the answer is plain text',
  'the answer is CSV',
  'the answer names UTF-8',
  'the answer states the length of its body',
  'the answer spells Content-Length as the document does',
  'the reason phrase is the printed one',
  'the answer states its date',
]

for (const sentence of SENTENCES) {
  Then(sentence, async function (this: ExositeWorld) {
    const isActivation = this.exchange.request.target.includes(ACTIVATE)
    if (isActivation) await this.requireActivations()
    else await this.requireDownloadsToBeToldApart()
    await this.twin()
    this.checkStanding(this.exchange)
  })
}

const DAY = 24 * 60 * 60 * 1000

Then('the date of the answer is not before the upload', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  const isDelivered = this.exchange.answer?.status === 200
  this.require(isDelivered, 'exosite.content.answers-ok', 'the content is delivered', this.exchange)
  const uploaded = new Date((this.content.updated ?? 0) * 1000)
  // A clock that was advanced for the target need not be the one that its answers are dated by.
  if (uploaded.getTime() > this.session.now() + DAY / 2) {
    throw new NotApplicable('The content was uploaded at a time that has not come yet.')
  }
  const stated = header(this.answerOf(this.exchange).headers, 'date')
  this.check(
    // Zones and clocks that differ are no business of this check.
    Date.parse(stated ?? '') > uploaded.getTime() - DAY,
    {
      summary: 'The answer states a date of before the content was uploaded.',
      expected: `Date: ${uploaded.toUTCString()} or later`,
      received: stated === undefined ? 'no Date' : `Date: ${stated}`,
    },
    this.exchange,
  )
})
