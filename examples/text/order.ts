import { finding, related, type Finding } from '../finding.js'
import { add } from '../group.js'
import type { Document } from '../reading/document.js'
import { paragraphsOf, placeIn, type Paragraph } from './paragraphs.js'

const CONDITION =
  /\bif\s+(?:the\s+|an?\s+)?([\w-]+(?:\s+[\w-]+){0,4}?)\s+(fail|succeed|pass|expire)(?:s|es|ed)?\b/i
const OUTCOME = /\b(?:fail|succeed|pass|expire)(?:s|es|ed)?\b/i
const ACTION = /\b(?:the\s+)?([A-Z]\w+|server|client|device|platform|portal|gateway)\s+([a-z]+s)\b/g
const FURTHER = /\band\s+(?:then\s+)?([a-z]+s)\b/g

/** The verb that stands for others of one meaning. */
const SAME: Readonly<Record<string, string>> = {
  removes: 'deletes',
  drops: 'deletes',
  discards: 'deletes',
  informs: 'notifies',
  tells: 'notifies',
}

const NO_ACTION = new Set(['is', 'has', 'was', 'does', 'its', 'this', 'as', 'supports', 'needs', 'exists'])

interface Steps {
  readonly paragraph: Paragraph
  readonly offset: number
  readonly condition: string
  readonly outcome: string
  readonly actor: string
  /** What the actor does, in the order in which it is said. */
  readonly actions: readonly string[]
  /** The same in the words of the document. */
  readonly verbs: readonly string[]
}

/** Most statements about one outcome that are compared with one another. */
const MOST = 50

/** Two statements by which one actor takes two steps after one outcome, in one order here and in the other there. */
export function judgeOrder(document: Document): Finding[] {
  if (!document.prose.some(({ text }) => OUTCOME.test(text))) return []
  const byOutcome = new Map<string, Steps[]>()
  for (const paragraph of paragraphsOf(document.prose)) {
    if (!/\bif\b/i.test(paragraph.text)) continue
    for (const steps of stepsIn(paragraph)) add(byOutcome, `${steps.outcome} ${steps.actor}`, steps)
  }
  return [...byOutcome.values()].flatMap(group =>
    group.slice(0, MOST).flatMap((later, index) => {
      const earlier = group.slice(0, index).find(one => isSame(one, later) && isReverse(one, later))
      if (!earlier) return []
      const there = placeIn(earlier.paragraph, earlier.offset)
      return [
        finding(
          'warning',
          'claim.order',
          placeIn(later.paragraph, later.offset),
          later.paragraph.text.slice(later.offset),
          `Here ${later.actor} ${later.verbs.join(', then ')}; elsewhere it ${earlier.verbs.join(', then ')}.`,
          { related: [related(there, earlier.paragraph.text)] },
        ),
      ]
    }),
  )
}

function stepsIn(paragraph: Paragraph): Steps[] {
  const { text } = paragraph
  const match = CONDITION.exec(text)
  if (!match) return []
  const byActor = new Map<string, string[]>()
  for (const sentence of text.matchAll(/[^.;]+/g)) {
    for (const action of sentence[0].matchAll(ACTION)) {
      const actor = action[1] ?? ''
      add(byActor, actor, action[2] ?? '')
      const rest = sentence[0].slice(action.index + action[0].length)
      for (const further of rest.matchAll(FURTHER)) {
        add(byActor, actor, further[1] ?? '')
      }
    }
  }
  return [...byActor].flatMap(([actor, all]) => {
    const verbs = all.filter(verb => !NO_ACTION.has(verb))
    const actions = verbs.map(verb => SAME[verb] ?? verb)
    if (new Set(actions).size < 2) return []
    const condition = (match[1] ?? '').toLowerCase().replaceAll(/[^a-z]/g, '')
    const outcome = (match[2] ?? '').toLowerCase()
    return [{ paragraph, offset: match.index, condition, outcome, actor, actions, verbs }]
  })
}

const isSame = (a: Steps, b: Steps): boolean =>
  a.paragraph !== b.paragraph && (a.condition.startsWith(b.condition) || b.condition.startsWith(a.condition))

function isReverse({ actions: a }: Steps, { actions: b }: Steps): boolean {
  return a.some((first, index) =>
    a
      .slice(index + 1)
      .some(second => first !== second && !a.slice(0, index).includes(second) && isBefore(b, second, first)),
  )
}

/** Whether a step comes before another one, each time. */
const isBefore = (steps: readonly string[], one: string, other: string): boolean =>
  steps.includes(one) && steps.includes(other) && steps.lastIndexOf(one) < steps.indexOf(other)
