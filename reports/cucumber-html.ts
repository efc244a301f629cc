import { once } from 'node:events'
import { Writable } from 'node:stream'
import { CucumberHtmlStream } from '@cucumber/html-formatter'
import type { Envelope } from '@cucumber/messages'

/** Cucumber's own report as one HTML file. */
export async function cucumberHtml(envelopes: readonly Envelope[]): Promise<string> {
  const chunks: string[] = []
  const html = new CucumberHtmlStream()
  const sink = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      chunks.push(chunk.toString())
      done()
    },
  })
  html.pipe(sink)
  for (const envelope of envelopes) html.write(envelope)
  html.end()
  await once(sink, 'finish')
  return chunks.join('')
}
