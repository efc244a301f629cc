import type { Machine, Transition } from '../../harness/verdict.js'
import { inert } from './inert.js'

const WIDTH = 760
const HEIGHT = 460
const BOX = { width: 186, height: 34 }

interface Point {
  readonly x: number
  readonly y: number
}

/** A state machine as a picture of its legal transitions, and as a table of all that were tried. */
export function machinePicture({ name, states, transitions }: Machine): string {
  const places = new Map(states.map((state, index) => [state, placeOf(index, states.length)]))
  const drawn = transitions.filter(({ legal, failed }) => legal || failed > 0)
  const arrows = drawn.flatMap(transition => {
    const [from, to] = [places.get(transition.from), places.get(transition.to)]
    return from && to ? [arrow(transition, from, to)] : []
  })
  const boxes = [...places].map(
    ([state, { x, y }]) =>
      `<g class="state"><rect x="${x - BOX.width / 2}" y="${y - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="17"/><text x="${x}" y="${y + 5}" text-anchor="middle">${inert(clipped(state))}</text></g>`,
  )
  return `<figure class="machine"><figcaption>${inert(name)} <span class="quiet">state by state; the numbers are how often each transition was tried</span></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${inert(`States of ${name}; the table below says the same`)}">
<defs>${['good', 'bad', 'unseen'].map(kind => `<marker id="head-${kind}" class="${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker>`).join('')}</defs>
${arrows.join('\n')}
${boxes.join('\n')}
</svg>
<p class="legend"><span class="key good"></span> behaves as it must <span class="key bad"></span> does not <span class="key unseen"></span> legal, not tried</p>
${table(states, transitions)}</figure>`
}

function table(states: readonly string[], transitions: readonly Transition[]): string {
  const found = (from: string, to: string): readonly Transition[] =>
    transitions.filter(transition => transition.from === from && transition.to === to)
  const row = (from: string): string =>
    `<tr><th scope="row">${inert(from)}</th>${states.map(to => cell(found(from, to))).join('')}</tr>`
  return `<div class="scroll"><table><thead><tr><th scope="col">from \\ to</th>${states
    .map(state => `<th scope="col">${inert(state)}</th>`)
    .join('')}</tr></thead><tbody>${states.map(row).join('')}</tbody></table></div>`
}

/** A cell has a line for each kind: the same step may be legal for one party and illegal for another. */
function cell(transitions: readonly Transition[]): string {
  if (transitions.length === 0) return '<td class="none"></td>'
  const lines = transitions.map(transition => {
    const { legal, passed, failed } = transition
    const tried =
      passed + failed === 0 ? 'not tried' : failed > 0 ? `✕ ${failed} of ${passed + failed}` : `✓ ${passed}`
    return `<span class="${kindOf(transition)}">${legal ? 'legal' : 'illegal'} ${tried}</span>`
  })
  return `<td>${lines.join('<br>')}</td>`
}

function kindOf({ passed, failed }: Transition): 'good' | 'bad' | 'unseen' {
  if (failed > 0) return 'bad'
  return passed > 0 ? 'good' : 'unseen'
}

function placeOf(index: number, count: number): Point {
  const angle = (2 * Math.PI * index) / count - Math.PI / 2
  const [radiusX, radiusY] = [WIDTH / 2 - BOX.width / 2 - 12, HEIGHT / 2 - BOX.height / 2 - 24]
  return {
    x: Math.round(WIDTH / 2 + radiusX * Math.cos(angle)),
    y: Math.round(HEIGHT / 2 + radiusY * Math.sin(angle)),
  }
}

/** A bent arrow, so that there and back are two lines; a loop where a state leads to itself. */
function arrow(transition: Transition, from: Point, to: Point): string {
  const kind = kindOf(transition)
  const { legal, passed, failed } = transition
  const label = passed + failed === 0 ? '' : failed > 0 ? `✕ ${failed}` : `✓ ${passed}`
  const title = `<title>${inert(`${transition.from} to ${transition.to}: ${legal ? 'legal' : 'illegal'}, ${passed} as it must, ${failed} not`)}</title>`
  const line = `class="arrow ${kind}${legal ? '' : ' illegal'}" marker-end="url(#head-${kind})"`
  if (from.x === to.x && from.y === to.y) {
    const top = from.y - BOX.height / 2
    return `<g>${title}<path ${line} d="M${from.x - 24} ${top}C${from.x - 34} ${top - 34} ${from.x + 34} ${top - 34} ${from.x + 24} ${top}"/><text class="count ${kind}" x="${from.x}" y="${top - 14}" text-anchor="middle">${label}</text></g>`
  }
  const bend = {
    x: (from.x + to.x) / 2 - (to.y - from.y) * 0.14,
    y: (from.y + to.y) / 2 + (to.x - from.x) * 0.14,
  }
  const [start, end] = [edge(from, bend), edge(to, bend)]
  const middle = {
    x: Math.round((start.x + 2 * bend.x + end.x) / 4),
    y: Math.round((start.y + 2 * bend.y + end.y) / 4),
  }
  return `<g>${title}<path ${line} d="M${start.x} ${start.y}Q${Math.round(bend.x)} ${Math.round(bend.y)} ${end.x} ${end.y}"/><text class="count ${kind}" x="${middle.x}" y="${middle.y - 3}" text-anchor="middle">${label}</text></g>`
}

/** Where the line from a box's middle to another point leaves the box. */
function edge(box: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y]
  const scale = Math.min(
    dx === 0 ? Infinity : (BOX.width / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (BOX.height / 2 + 3) / Math.abs(dy),
  )
  return { x: Math.round(box.x + dx * scale), y: Math.round(box.y + dy * scale) }
}

function clipped(state: string): string {
  return state.length <= 24 ? state : `${state.slice(0, 23)}…`
}
