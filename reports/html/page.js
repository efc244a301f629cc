// The script of the report: it filters rules and shows exchanges. Whatever a target sent is only ever set as text.
;(() => {
  'use strict'

  const index = JSON.parse(document.getElementById('evidence').textContent)
  const chunks = new Map()

  // Building blocks: elements are made here and nowhere from markup.

  function element(name, options = {}, ...children) {
    const made = document.createElement(name)
    const { className, ...attributes } = options
    if (className) made.className = className
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) made.addEventListener(key.slice(2), value)
      else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
    }
    made.append(...children.filter(child => child !== undefined && child !== ''))
    return made
  }

  const UNSEEN =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

  function visible(text) {
    return text
      .replaceAll('\r\n', '\n')
      .replace(UNSEEN, sign => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
  }

  // Exchanges: a chunk is decompressed when the first of its scenarios is asked for.

  function chunk(number) {
    if (!chunks.has(number)) chunks.set(number, unpack(document.getElementById(`chunk-${number}`)))
    return chunks.get(number)
  }

  async function unpack(holder) {
    const bytes = Uint8Array.from(atob(holder.textContent), sign => sign.charCodeAt(0))
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
    return JSON.parse(await new Response(stream).text())
  }

  async function exchangesOf(scenario) {
    const place = index.scenarios[scenario]
    if (!place) return { exchanges: [], total: 0 }
    const [number, total] = place
    const found = await chunk(number)
    return { exchanges: found[scenario] || [], total }
  }

  // Bytes as people read them.

  function decoded(part) {
    if (!part) return ''
    if (!part.base64) return part.text
    return hexDump(atob(part.text.slice(0, part.text.length - (part.text.length % 4))))
  }

  function hexDump(bytes) {
    const lines = []
    for (let at = 0; at < Math.min(bytes.length, 4096); at += 16) {
      const row = bytes.slice(at, at + 16)
      const digits = [...row].map(sign => sign.charCodeAt(0).toString(16).padStart(2, '0')).join(' ')
      const signs = [...row].map(sign => (sign >= ' ' && sign <= '~' ? sign : '·')).join('')
      lines.push(`${at.toString(16).padStart(6, '0')}  ${digits.padEnd(48)} ${signs}`)
    }
    return lines.join('\n')
  }

  function pretty(text, mediaType = '') {
    const start = text.trimStart()[0]
    if (start === '{' || start === '[') {
      try {
        return JSON.stringify(JSON.parse(text), undefined, 2)
      } catch {
        return text
      }
    }
    if (mediaType.includes('form-urlencoded')) return text.split('&').map(formField).join('\n')
    if (start === '<') return prettyXml(text)
    return text
  }

  function formField(field) {
    try {
      return decodeURIComponent(field.replaceAll('+', ' ')).replace('=', ' = ')
    } catch {
      return field
    }
  }

  function prettyXml(text) {
    let depth = 0
    return text
      .replace(/>\s*</g, '>\n<')
      .split('\n')
      .map(line => {
        if (line.startsWith('</')) depth = Math.max(0, depth - 1)
        const shown = '  '.repeat(Math.min(depth, 20)) + line
        if (/^<[^!?/][^>]*[^/]>$|^<[^!?/]>$/.test(line)) depth += 1
        return shown
      })
      .join('\n')
  }

  function mediaTypeOf(headers) {
    const found = headers.find(([name]) => name.toLowerCase() === 'content-type')
    return found ? found[1].toLowerCase() : ''
  }

  function pathOf(url) {
    return url.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/'
  }

  // One side of an exchange: its start line, its headers, its body; raw as on the wire, or pretty.

  function side(title, start, headers, body, wire, mode) {
    const block = element('section', { className: 'message' }, element('h6', {}, title))
    if (mode === 'raw') {
      const head = [start, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n')
      const text = wire ? decoded(wire) : `${head}\n\n${decoded(body)}`
      block.append(element('pre', { tabindex: '0' }, visible(text)))
    } else {
      block.append(element('p', { className: 'start' }, visible(start)))
      const list = element('dl', { className: 'headers' })
      for (const [name, value] of headers) {
        list.append(element('dt', {}, visible(name)), element('dd', {}, visible(value)))
      }
      block.append(list)
      const text = body ? (body.base64 ? decoded(body) : pretty(body.text, mediaTypeOf(headers))) : ''
      if (text !== '') block.append(element('pre', { tabindex: '0' }, visible(text)))
      else if (wire && headers.length === 0)
        block.append(element('pre', { tabindex: '0' }, visible(decoded(wire))))
    }
    const missing = (mode === 'raw' && wire ? wire.missing : body && body.missing) || 0
    if (missing > 0)
      block.append(element('p', { className: 'quiet' }, `${missing} more characters in evidence.har`))
    return block
  }

  function detail(exchange, mode) {
    const { method, url, sentHeaders, sentBody, headers, body, status, reason, version, error } = exchange
    const asked = side('Request', `${method} ${pathOf(url)}`, sentHeaders, sentBody, exchange.wireSent, mode)
    const start = status === undefined ? error || 'no answer' : `${version} ${status} ${reason}`.trim()
    const answered = side('Answer', start, headers, body, exchange.wireReceived, mode)
    if (error && status !== undefined) answered.append(element('p', { className: 'trouble' }, visible(error)))
    const parts = [asked, answered]
    if (exchange.frames) {
      const frames = element('section', { className: 'message' }, element('h6', {}, 'Messages of the socket'))
      for (const frame of exchange.frames) {
        const text = frame.base64 ? decoded(frame) : mode === 'raw' ? frame.text : pretty(frame.text)
        frames.append(
          element('p', { className: 'start' }, frame.sent ? 'assay sent' : 'the target sent'),
          element('pre', { tabindex: '0' }, visible(text)),
        )
      }
      const unseen = exchange.frameCount - exchange.frames.length
      if (unseen > 0)
        frames.append(element('p', { className: 'quiet' }, `${unseen} more messages in evidence.har`))
      parts.push(frames)
    }
    return parts
  }

  // The sequence diagram: a line of life for assay and one for the target, and an arrow for each message.

  const toTarget = exchange => exchange.kind !== 'callback'

  function arrowRow(rightwards, label, options = {}) {
    const classes = ['arrow-row', rightwards ? 'right' : 'left', ...(options.classes || [])]
    return element(
      'span',
      { className: classes.join(' ') },
      element('span', { className: 'label' }, visible(label)),
      element('span', { className: 'line', 'aria-hidden': 'true' }),
    )
  }

  function step(exchange, isDecisive, select) {
    const { method, url, status, reason, error, frames, kind } = exchange
    const there = toTarget(exchange)
    const asks = `${kind === 'callback' ? 'callback ' : ''}${method} ${shorten(pathOf(url), 60)}`
    const answers = status === undefined ? `✕ ${shorten(error || 'no answer', 60)}` : `${status} ${reason}`
    const button = element(
      'button',
      {
        type: 'button',
        className: isDecisive ? 'step decisive' : 'step',
        'aria-pressed': 'false',
        onclick: select,
      },
      arrowRow(there, asks),
      arrowRow(!there, answers, { classes: [status === undefined ? 'lost' : 'answer'] }),
    )
    for (const frame of (frames || []).slice(0, 12)) {
      button.append(arrowRow(frame.sent, shorten(frame.base64 ? 'binary message' : frame.text, 60)))
    }
    if (isDecisive) button.append(element('span', { className: 'flag' }, 'this one decided'))
    return element('li', {}, button)
  }

  function shorten(text, longest) {
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  }

  async function showExchanges(holder, scenario, decisive) {
    const { exchanges, total } = await exchangesOf(index.decisive[decisive] ?? scenario)
    if (exchanges.length === 0) {
      const why =
        scenario && index.scenarios[scenario] === undefined && index.carried < index.total
          ? 'This page leaves these exchanges out; they are in evidence.har.'
          : 'No exchange belongs to this scenario alone.'
      holder.replaceChildren(element('p', { className: 'quiet' }, why))
      return
    }
    const panel = element('div', { className: 'panel' })
    let mode = 'pretty'
    let chosen = exchanges.find(({ id }) => id === decisive) || exchanges[exchanges.length - 1]
    const steps = exchanges.map(exchange => step(exchange, exchange.id === decisive, () => choose(exchange)))
    const modes = element('div', { className: 'modes', role: 'group', 'aria-label': 'Form of the messages' })
    for (const name of ['pretty', 'raw']) {
      modes.append(
        element('button', { type: 'button', onclick: () => switchTo(name), 'data-mode': name }, name),
      )
    }
    function draw() {
      const { id, ms } = chosen
      const heading = element('p', { className: 'which' }, element('code', {}, id), ` took ${ms} ms`)
      panel.replaceChildren(
        element('div', { className: 'bar-of-panel' }, heading, modes),
        ...detail(chosen, mode),
      )
      for (const button of modes.children)
        button.setAttribute('aria-pressed', String(button.dataset.mode === mode))
      steps.forEach((item, at) =>
        item.firstChild.setAttribute('aria-pressed', String(exchanges[at] === chosen)),
      )
    }
    function choose(exchange) {
      chosen = exchange
      draw()
    }
    function switchTo(name) {
      mode = name
      draw()
    }
    draw()
    const lanes = element(
      'div',
      { className: 'lanes', 'aria-hidden': 'true' },
      element('span', {}, 'assay'),
      element('span', {}, 'target'),
    )
    const left = total - exchanges.length
    const note =
      left > 0
        ? element('p', { className: 'quiet' }, `${left} more exchanges of this scenario in evidence.har`)
        : ''
    const diagram = element(
      'div',
      { className: 'diagram' },
      lanes,
      element('ol', { className: 'steps' }, ...steps),
      note,
    )
    holder.replaceChildren(diagram, panel)
    const decided = steps[exchanges.indexOf(chosen)]
    const list = diagram.querySelector('.steps')
    list.scrollTop = Math.max(0, decided.offsetTop - list.offsetTop - 80)
  }

  // Buttons of a rule: the exchanges of a scenario open below the button, once.

  function toggleScenario(button) {
    const open = button.getAttribute('aria-expanded') === 'true'
    button.setAttribute('aria-expanded', String(!open))
    let holder = button.nextElementSibling
    if (!holder || !holder.classList.contains('exchanges')) {
      holder = element('div', { className: 'exchanges' }, 'Reading…')
      button.after(holder)
      void showExchanges(holder, button.dataset.scenario, button.dataset.exchange).catch(error => {
        holder.textContent = `The exchanges cannot be read: ${error}`
      })
    }
    holder.hidden = open
  }

  async function copy(button) {
    const text = button.previousElementSibling.textContent
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      const range = document.createRange()
      range.selectNodeContents(button.previousElementSibling)
      getSelection().removeAllRanges()
      getSelection().addRange(range)
      document.execCommand('copy')
    }
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 1500)
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button')
    if (!button) return
    if (button.classList.contains('scenario')) toggleScenario(button)
    else if (button.classList.contains('copy')) void copy(button)
    else if (button.classList.contains('chip')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'))
      filter()
    }
  })

  // A rule that is opened shows the exchanges of its first failure at once.
  document.addEventListener(
    'toggle',
    event => {
      if (!event.target.open) return
      const first = event.target.querySelector('.failure .scenario.first')
      if (first && first.getAttribute('aria-expanded') === 'false') toggleScenario(first)
    },
    true,
  )

  // Filters.

  const form = document.getElementById('filters')
  const search = document.getElementById('search')
  const shown = document.getElementById('shown')
  const rules = [...document.querySelectorAll('.rule')].map(node => ({
    node,
    api: node.closest('.api').dataset.api,
    feature: node.closest('.feature'),
    section: node.closest('.api'),
    ...node.dataset,
  }))

  function textOf(rule) {
    rule.text ??= rule.node.textContent.toLowerCase()
    return rule.text
  }

  function filter() {
    const verdicts = [...form.querySelectorAll('.chip[aria-pressed="true"]')].map(chip => chip.dataset.value)
    const chosen = [...form.querySelectorAll('select')].filter(({ value }) => value !== '')
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    const matches = rule =>
      (verdicts.length === 0 || verdicts.includes(rule.verdict)) &&
      chosen.every(({ dataset, value }) => rule[dataset.filter] === value) &&
      words.every(word => textOf(rule).includes(word))
    const kept = rules.filter(matches)
    const visibleRules = new Set(kept)
    const parents = new Set(kept.flatMap(({ feature, section }) => [feature, section]))
    for (const rule of rules) rule.node.hidden = !visibleRules.has(rule)
    for (const parent of document.querySelectorAll('.feature, .api')) parent.hidden = !parents.has(parent)
    document.body.classList.toggle('filtered', kept.length !== rules.length)
    shown.textContent =
      kept.length === rules.length ? `${rules.length} rules` : `${kept.length} of ${rules.length} rules`
  }

  let waiting
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(filter, 80)
  })
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('reset', () => {
    for (const chip of form.querySelectorAll('.chip')) chip.setAttribute('aria-pressed', 'false')
    setTimeout(filter)
  })

  // Links to rules open them; a rule that a filter hides is shown again.

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!target || !target.classList.contains('rule')) return
    if (target.hidden) form.reset()
    setTimeout(() => {
      target.firstElementChild.open = true
      target.scrollIntoView({ block: 'start' })
      target.querySelector('summary').focus({ preventScroll: true })
    })
  }
  addEventListener('hashchange', openTarget)
  document.addEventListener('click', event => {
    const link = event.target.closest('a.rule-link')
    if (link && link.hash === location.hash) openTarget()
  })
  openTarget()

  // Keys: "/" goes to the search, j and k to the next and the previous rule.

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName))
      return
    if (event.key === '/') {
      event.preventDefault()
      search.focus()
    } else if (event.key === 'j' || event.key === 'k') {
      const open = rules.filter(({ node }) => !node.hidden).map(({ node }) => node.querySelector('summary'))
      const here = open.indexOf(document.activeElement)
      const next = open[event.key === 'j' ? here + 1 : Math.max(0, here - 1)]
      if (next) next.focus()
    }
  })

  // On paper what failed is open.

  addEventListener('beforeprint', () => {
    for (const { node, verdict } of rules) {
      if (verdict === 'fail' || verdict === 'warn') node.firstElementChild.open = true
    }
  })
})()
