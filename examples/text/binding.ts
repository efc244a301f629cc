import type { Body } from '../blocks/example.js'
import { add, firstIndex } from '../group.js'
import type { Document } from '../reading/document.js'
import type { Shape } from './definitions.js'
import type { TreeExample, TreeNode } from './tree.js'

/** An example that a shape describes, with the value that the paths of the shape begin at. */
export interface Bound {
  readonly shape: Shape
  readonly body: Body
  readonly root: TreeNode
}

/** Most examples that one table or group of sections is compared with. */
const MOST = 100

/** Finds for each shape the examples that it describes: by the name of their root, or because they stand beside it. */
export function bind(
  document: Document,
  examples: readonly TreeExample[],
  shapes: readonly Shape[],
): Bound[] {
  const trees = examples.toSorted((a, b) => a.section - b.section)
  const named = bindByRoot(document, trees, shapes)
  const done = new Set(named.map(({ shape }) => shape.name))
  const ends = endsOf(document)
  const beside = shapes.flatMap(shape =>
    done.has(shape.name) ? [] : bindBeside(document, trees, shape, ends),
  )
  return [...named, ...beside]
}

/** Each example whose root is named after a type belongs to the nearest description of that type before it. */
function bindByRoot(document: Document, trees: readonly TreeExample[], shapes: readonly Shape[]): Bound[] {
  const roots = rootElements(document)
  const byRoot = new Map<string, Shape[]>()
  for (const shape of shapes) {
    const { name } = shape
    const root =
      roots.get(name) ?? (/^[A-Z]\w*$/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : '')
    if (root !== '') add(byRoot, root, shape)
  }
  return trees.flatMap(({ body, section, tree }) => {
    const only = tree.children.length === 1 ? tree.children[0] : undefined
    const root = tree.root === '' ? only?.[1] : tree
    const candidates = byRoot.get(tree.root === '' ? (only?.[0] ?? '') : tree.root)
    if (!candidates || !root) return []
    const next = firstIndex(candidates, shape => shape.section > section)
    const shape = candidates[Math.max(0, next - 1)]
    return shape ? [{ shape, body, root }] : []
  })
}

/** "A root element named x of type Y". */
function rootElements(document: Document): Map<string, string> {
  const roots = new Map<string, string>()
  for (const { text } of document.prose) {
    const match = /\broot element named ["'“‘]?(\w+)["'”’]? of type ["'“‘]?(\w+)/i.exec(text)
    if (match) roots.set(match[2] ?? '', match[1] ?? '')
  }
  return roots
}

/** Index after the last section that is part of each section. */
function endsOf({ sections }: Document): number[] {
  const ends = sections.map(({ index }) => index + 1)
  for (const { index, parent } of sections.toReversed()) {
    if (parent >= 0) ends[parent] = Math.max(ends[parent] ?? 0, ends[index] ?? 0)
  }
  return ends
}

/** The examples in the section of a shape, or in those beside it where its title says whose part it describes. */
function bindBeside(
  document: Document,
  trees: readonly TreeExample[],
  shape: Shape,
  ends: readonly number[],
): Bound[] {
  const owner = document.sections[shape.section]
  if (!owner) return []
  const title = owner.title.toLowerCase()
  const isAnswer = /\b(?:results?|value|response|answer|reply|returns?)\b/.test(title)
  const isRequest = /\b(?:parameters?|params|request|arguments?|body)\b/.test(title)
  const own = trees[firstIndex(trees, ({ section }) => section >= shape.section)]
  const holdsExamples = own !== undefined && own.section < (ends[shape.section] ?? 0)
  const area = holdsExamples || !(isAnswer || isRequest) ? shape.section : owner.parent
  if (area <= 0) return []
  const found: Bound[] = []
  const start = firstIndex(trees, ({ section }) => section >= area)
  for (const one of trees.slice(start, start + MOST)) {
    if (one.section >= (ends[area] ?? 0)) break
    if (
      one.tree.root !== '' ||
      (isAnswer && one.example.role === 'request') ||
      (isRequest && one.example.role === 'response')
    )
      continue
    const root = startIn(one.tree, shape, isAnswer)
    if (root) found.push({ shape, body: one.body, root })
  }
  return found
}

/** The value at which the paths of a shape begin: in a message of JSON-RPC its params or its result. */
function startIn(tree: TreeNode, shape: Shape, isAnswer: boolean): TreeNode | undefined {
  const has = (name: string): boolean => tree.children.some(([child]) => child === name)
  if (has('jsonrpc') || has('result')) {
    if (isAnswer && has('error')) return undefined
    const first = shape.members[0]?.path[0] ?? ''
    if (first === 'params' || first === 'result') {
      return { ...tree, children: tree.children.filter(([child]) => child === first) }
    }
    const name = isAnswer ? 'result' : 'params'
    const part = tree.children.find(([child]) => child === name)?.[1]
    if (first === 'property') return part && { ...part, kind: 'object', children: [['property', part]] }
    return part
  }
  return tree
}
