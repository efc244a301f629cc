import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { chromium, type Browser, type Page } from 'playwright-core'
import { htmlReport } from '../../reports/html/report.js'
import { archive, entry, failure, HOSTILE, largeRun, rule, verdict } from './sample.js'
import { temporaryFolder } from '../temporary-folder.js'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['CHROMIUM'] ?? PATHS.find(existsSync)
const FLAGS = '--no-sandbox --disable-gpu --no-first-run --disable-background-networking'

const folder = temporaryFolder()
let browser: Browser

before(async () => {
  assert.ok(executablePath, 'Install Chromium (apt-get install chromium), or say where it is in CHROMIUM.')
  browser = await chromium.launch({ executablePath, args: FLAGS.split(' ') })
})
after(async () => {
  await browser?.close()
})

/** Opens a report from disk; gives the page and everything that it complained of or asked the network for. */
async function open(html: string, options: Parameters<Browser['newPage']>[0] = {}) {
  const file = join(folder, `${crypto.randomUUID()}.html`)
  writeFileSync(file, html)
  const page = await browser.newPage({ offline: true, ...options })
  const problems: string[] = []
  page.on('console', message => problems.push(`console: ${message.text()}`))
  page.on('pageerror', error => problems.push(`error: ${error.message}`))
  page.on('request', request => {
    if (!request.url().startsWith('file:')) problems.push(`request: ${request.url()}`)
  })
  await page.goto(pathToFileURL(file).href)
  return { page, problems }
}

const MACHINE = {
  name: 'Subscription',
  states: ['New', 'Active', 'Gone'],
  transitions: [
    { from: 'New', to: 'Active', legal: true, passed: 2, failed: 0 },
    { from: 'Active', to: 'Gone', legal: true, passed: 0, failed: 1 },
    { from: 'Gone', to: 'Active', legal: false, passed: 1, failed: 0 },
    { from: 'Active', to: 'New', legal: true, passed: 0, failed: 0 },
  ],
}

const broken = htmlReport(
  verdict(
    [
      rule('demo.things.work', { verdict: 'fail', failed: 1, failures: [failure(2)] }),
      rule('demo.things.rest', { text: 'A thing rests on Sundays', level: 'should' }),
      rule('demo.things.sing', {
        text: 'A thing sings',
        feature: 'Singing',
        verdict: 'not-tested',
        reason: 'No stage and no fixture for "song".',
        checks: 0,
        authority: 'practice',
      }),
    ],
    {},
    [MACHINE],
  ),
  archive([
    entry(1),
    entry(2),
    entry(3, { _kind: 'callback' }),
    entry(4, {
      _kind: 'socket',
      _webSocketMessages: [
        { type: 'send', time: 1_795_000_000, opcode: 1, data: '{"jsonrpc":"2.0","id":1}' },
        {
          type: 'receive',
          time: 1_795_000_000.1,
          opcode: 2,
          data: Buffer.from([1, 2, 255]).toString('base64'),
        },
      ],
    }),
  ]),
)

const shownRules = (page: Page): Promise<string[]> =>
  page
    .locator('.rule:visible')
    .evaluateAll(nodes => nodes.map(node => (node as unknown as { id: string }).id))

test('a report opens from disk without the network and says what matters first', async () => {
  const { page, problems } = await open(broken)
  assert.equal(await page.locator('h1').innerText(), 'Not conformant: 1 of 2 judged rules broken.')
  const first = await page.locator('.screen').innerText()
  assert.match(first, /The thing is refused\./)
  assert.match(first, /No stage and no fixture for "song"\./)
  assert.match(
    await page.locator('.opening').innerText(),
    /http:\/\/127\.0\.0\.1:8080 as Demo API.*profile document/,
  )
  assert.match(
    await page.locator('.funnel').innerText(),
    /3\s+stated[\s\S]*3\s+observable[\s\S]*3\s+tested[\s\S]*2\s+exercised/,
  )
  assert.deepEqual(problems, [])
})

test('rules are filtered by verdict, level, authority and text', async () => {
  const { page } = await open(broken)
  await page.locator('.chip.fail').click()
  assert.deepEqual(await shownRules(page), ['demo.things.work'])
  await page.locator('.chip.not-tested').click()
  assert.deepEqual(await shownRules(page), ['demo.things.work', 'demo.things.sing'])
  assert.equal(await page.locator('#shown').innerText(), '2 of 3 rules')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.locator('[data-filter="level"]').selectOption('should')
  await page.locator('#shown', { hasText: '1 of 3 rules' }).waitFor()
  assert.deepEqual(await shownRules(page), ['demo.things.rest'])
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.locator('[data-filter="authority"]').selectOption('practice')
  await page.locator('#shown', { hasText: '1 of 3 rules' }).waitFor()
  assert.deepEqual(await shownRules(page), ['demo.things.sing'])
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.keyboard.press('/')
  await page.keyboard.type('sunday')
  await page.locator('#shown', { hasText: '1 of 3 rules' }).waitFor()
  assert.deepEqual(await shownRules(page), ['demo.things.rest'])
})

test('a failure shows the difference, the diagram and the bytes, all by keyboard', async () => {
  const { page, problems } = await open(broken)
  await page.locator('.obstacles a').first().focus()
  await page.keyboard.press('Enter')
  const opened = page.locator('[id="demo.things.work"]')
  await opened.locator('.panel .message').first().waitFor()
  assert.deepEqual(await opened.locator('.expected mark').allInnerTexts(), ['200 OK', '2'])
  assert.deepEqual(await opened.locator('.received mark').allInnerTexts(), ['409 Conflict', '8'])
  assert.equal(await opened.locator('.step').count(), 4)
  assert.match(
    await opened.locator('.step.decisive').innerText(),
    /POST \/things\/2\s+409 Conflict\s+this one decided/,
  )
  assert.match(await opened.locator('.panel').innerText(), /"name": "thing"/)
  await opened.getByRole('button', { name: 'raw' }).press('Enter')
  assert.match(
    await opened.locator('.panel').innerText(),
    /Content-Type: application\/json\s+\{"name":"thing"\}/,
  )

  await opened.locator('.step').nth(2).press('Enter')
  assert.match(await opened.locator('.step').nth(2).innerText(), /^callback POST/)
  await opened.locator('.step').nth(3).press('Enter')
  const frames = await opened.locator('.panel').innerText()
  assert.match(frames, /assay sent\s+\{"jsonrpc":"2\.0","id":1\}[\s\S]*the target sent\s+000000 {2}01 02 ff/)
  assert.deepEqual(problems, [])
})

test('the command that repeats a failure can be copied', async () => {
  const { page } = await open(broken)
  await page.locator('.obstacles a').first().click()
  await page.locator('.copy').click()
  await page.locator('.copy', { hasText: 'Copied' }).waitFor()
})

test('a state machine is drawn, and told as a table', async () => {
  const { page } = await open(broken)
  assert.equal(await page.locator('.machine svg .state').count(), 3)
  assert.equal(await page.locator('.machine svg path.arrow').count(), 3)
  assert.equal(await page.locator('.machine svg path.arrow.bad').count(), 1)
  assert.match(await page.locator('.machine table').innerText(), /illegal ✓ 1/)
})

test('what a hostile target sent is text: no script, no layout, no network', async () => {
  const judged = verdict([
    rule('demo.things.work', {
      verdict: 'fail',
      failed: 1,
      failures: [
        failure(1, { summary: HOSTILE, expected: 'x', received: HOSTILE, request: HOSTILE, repeat: HOSTILE }),
      ],
    }),
    rule('demo.things.rest', { verdict: 'not-tested', reason: HOSTILE }),
  ])
  const hostile = htmlReport(
    { ...judged, suites: judged.suites.map(suite => ({ ...suite, target: HOSTILE })) },
    archive([
      entry(1, {
        request: {
          ...entry(1).request,
          url: `http://127.0.0.1/${HOSTILE}`,
          headers: [{ name: HOSTILE, value: HOSTILE }],
        },
        response: {
          ...entry(1).response,
          statusText: HOSTILE,
          headers: [{ name: HOSTILE, value: HOSTILE }],
          content: { size: 1, mimeType: 'text/html', text: HOSTILE },
        },
      }),
    ]),
  )
  const { page, problems } = await open(hostile, { viewport: { width: 900, height: 700 } })
  await page.locator('.rule summary').first().click()
  await page.locator('.panel .message').first().waitFor()
  await page.getByRole('button', { name: 'raw' }).click()
  const seen = await page.evaluate<Record<string, unknown>>(`({
    hacked: window.hacked,
    scripts: document.scripts.length,
    images: document.images.length,
    headings: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
    text: document.querySelector('.panel').textContent,
  })`)
  assert.equal(seen['hacked'], undefined)
  assert.equal(seen['scripts'], 3)
  assert.equal(seen['images'], 0)
  assert.equal(seen['headings'], 1)
  assert.equal(seen['handlers'], 0)
  assert.ok(Number(seen['wide']) <= 0, 'the page does not scroll sideways')
  assert.match(String(seen['text']), /<img src=x onerror="window\.hacked = 1">/)
  assert.match(String(seen['text']), /⟨U\+202E⟩gnp\.exe⟨U\+0007⟩/)
  assert.deepEqual(problems, [])
})

test('script that is not the own one cannot run', async () => {
  const { page, problems } = await open(
    broken.replace('</main>', '</main><script>window.hacked = 1</script><img src="http://127.0.0.1:9/x">'),
  )
  assert.equal(await page.evaluate('window.hacked'), undefined)
  assert.match(problems.join('\n'), /Content Security Policy/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`texts have AA contrast in ${colorScheme}`, async () => {
    const { page } = await open(broken, { colorScheme })
    await page.locator('.rule summary').first().click()
    await page.locator('.panel .message').first().waitFor()
    assert.deepEqual(await page.evaluate(LOW_CONTRAST), [])
  })
}

test('a thousand rules and fifty thousand exchanges can be opened, filtered and read', async () => {
  const { verdict, archive } = largeRun(1000, 50_000)
  const html = htmlReport(verdict, archive)
  assert.ok(html.length < 12 * 1024 * 1024, `${html.length} characters`)
  const { page, problems } = await open(html)
  await page.locator('.chip.fail').click()
  assert.equal(await page.locator('#shown').innerText(), '100 of 1000 rules')
  await page.locator('.rule:visible summary').last().click()
  await page.locator('.rule:visible .panel .message').first().waitFor()
  assert.deepEqual(problems, [])
})

/** Texts whose colour is too near to the colour behind them, by WCAG 2.2: 4.5 to 1, of large text 3 to 1. */
const LOW_CONTRAST = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const channels = colour => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const over = (top, below) => top.slice(0, 3).map((value, i) => (value * top[3] + below[i] * (255 - top[3])) / 255)
  const light = rgb => {
    const [r, g, b] = rgb.map(value => value / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = node => {
    const chain = []
    for (let at = node; at; at = at.parentElement) chain.unshift(channels(getComputedStyle(at).backgroundColor))
    return chain.reduce((below, top) => over(top, below), [255, 255, 255])
  }
  const opacity = node => (node ? Number(getComputedStyle(node).opacity) * opacity(node.parentElement) : 1)
  return [...document.querySelectorAll('body *')].flatMap(node => {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim() !== '')
    if (!own || !node.checkVisibility() || ['SCRIPT', 'STYLE', 'TITLE'].includes(node.tagName)) return []
    const style = getComputedStyle(node)
    const back = behind(node)
    const colour = channels(node.namespaceURI.endsWith('svg') ? style.fill : style.color)
    const front = over([...colour.slice(0, 3), colour[3] * opacity(node)], back)
    const [high, low] = [light(front), light(back)].toSorted((a, b) => b - a)
    const ratio = (high + 0.05) / (low + 0.05)
    const size = parseFloat(style.fontSize)
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
    return ratio < needed ? [node.tagName + '.' + node.getAttribute('class') + ' ' + ratio.toFixed(2)] : []
  })
})()`
