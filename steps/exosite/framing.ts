import { Then } from '@cucumber/cucumber'
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
