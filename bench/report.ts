/**
 * The report of a thousand rules and fifty thousand exchanges: how long it takes to make, how large it is, and how long a
 * browser needs to open it and to filter it: `npm run bench:report`. CHROMIUM says where the browser is.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { htmlReport } from '../reports/html/report.js'
import { temporaryFolder } from '../test/temporary-folder.js'
import { largeRun } from '../test/reports/sample.js'

const ROUNDS = 5
const { verdict, archive } = largeRun(1000, 50_000)
const folder = temporaryFolder()
const file = join(folder, 'report.html')
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (let round = 1; round <= ROUNDS; round += 1) {
  const started = performance.now()
  const html = htmlReport(verdict, archive)
  const made = performance.now()
  writeFileSync(file, html)
  const page = await browser.newPage({ offline: true })
  const opening = performance.now()
  await page.goto(pathToFileURL(file).href)
  await page.evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done)))')
  const opened = performance.now()
  await page.locator('.chip.fail').click()
  await page.evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done)))')
  const filtered = performance.now()
  await page.locator('.rule:visible summary').first().click()
  await page.locator('.panel .message').first().waitFor()
  const read = performance.now()
  await page.close()
  const times = {
    made: made - started,
    opened: opened - opening,
    filtered: filtered - opened,
    read: read - filtered,
  }
  const words = Object.entries(times).map(([name, time]) => `${name} in ${time.toFixed(0)} ms`)
  process.stdout.write(`${(html.length / 1024 / 1024).toFixed(1)} MiB, ${words.join(', ')}\n`)
}
await browser.close()
