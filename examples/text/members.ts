import { finding, related, type Finding, type Place } from '../finding.js'
import type { Body } from '../blocks/example.js'
import { isPlaceholder } from '../blocks/placeholder.js'
import { add, groupBy } from '../group.js'
import type { Document } from '../reading/document.js'
import { bind, type Bound } from './binding.js'
import type { Enumeration, Member, Shape } from './definitions.js'
import { lineOf, placeOf, valuesAt, type TreeExample, type TreeNode } from './tree.js'
import { mismatch } from './value-types.js'

/** Where examples and what tables and sections say about members disagree. */
export function judgeMembers(
  document: Document,
  examples: readonly TreeExample[],
  shapes: readonly Shape[],
  enumerations: readonly Enumeration[],
): Finding[] {
  const bound = bind(document, examples, shapes)
  const byName = new Map(enumerations.toReversed().map(one => [one.name, one]))
  return [
    ...bound.flatMap(missing),
    ...judgeUnknown(bound),
    ...judgeTypes(bound),
    ...bound.flatMap(one => unlisted(one, byName)),
    ...bound.flatMap(lists),
  ]
}

function missing({ shape, body, root }: Bound): Finding[] {
  return shape.members.flatMap(member => {
    if (member.optional !== false) return []
    const name = member.path.at(-1) ?? ''
    if (name === '[]') return []
    return valuesAt(root, member.path.slice(0, -1)).flatMap(parent => {
      const parents = parent.kind === 'array' ? parent.children.map(([, item]) => item) : [parent]
      return parents.flatMap(owner => {
        if (!['object', 'element'].includes(owner.kind) || owner.partial) return []
        if (owner.children.some(([child]) => child === name)) return []
        return [
          finding(
            'error',
            'member.missing',
            placeOf(body, owner),
            lineOf(body, owner),
            `The example lacks "${member.path.join('.')}", which is mandatory.`,
            {
              related: [related(member, `"${name}" is described here`)],
            },
          ),
        ]
      })
    })
  })
}

/** Members that no row describes, in objects of which at least two rows describe members. */
function judgeUnknown(bound: readonly Bound[]): Finding[] {
  return [...groupBy(bound, ({ shape }) => shape)].flatMap(([shape, group]) => {
    const parents = membersByParent(shape)
    return group.flatMap(one => unknown(one, parents))
  })
}

function membersByParent(shape: Shape): Map<string, Member[]> {
  const byParent = new Map<string, Member[]>()
  for (const member of shape.members) {
    for (let length = 1; length <= member.path.length; length += 1) {
      const key = member.path.slice(0, length - 1).join('.')
      add(byParent, key, { ...member, path: member.path.slice(0, length) })
    }
  }
  return byParent
}

function unknown({ shape, body, root }: Bound, byParent: ReadonlyMap<string, readonly Member[]>): Finding[] {
  return [...byParent].flatMap(([key, members]) => {
    if (members.length < 2 || members.some(({ path }) => path.at(-1) === '[]')) return []
    const names = new Set(members.map(({ path }) => path.at(-1) ?? ''))
    const first = members[0]
    return valuesAt(root, key === '' ? [] : key.split('.')).flatMap(owner => {
      const owners = owner.kind === 'array' ? owner.children.map(([, item]) => item) : [owner]
      return owners.flatMap(({ children }) =>
        children
          .filter(([name]) => name !== '[]' && !names.has(name) && !isPlaceholder(name))
          .map(([name, node]) =>
            finding(
              'warning',
              'member.unknown',
              placeOf(body, node),
              lineOf(body, node),
              `The example has "${name}", which the document does not describe among the members of ${shape.name === '' ? 'this body' : `"${shape.name}"`}.`,
              {
                related: first ? [related(first, 'the members are described here')] : [],
              },
            ),
          ),
      )
    })
  })
}

/** Values of another type than the declared one: one finding at the declaration where every example contradicts it. */
function judgeTypes(bound: readonly Bound[]): Finding[] {
  const byMember = new Map<Member, { body: Body; node: TreeNode; what: string | undefined }[]>()
  for (const { shape, body, root } of bound) {
    for (const member of shape.members) {
      const values = valuesAt(root, member.path).map(node => ({
        body,
        node,
        what: member.repeated && node.kind === 'array' ? undefined : mismatch(node, member.type),
      }))
      for (const value of values) add(byMember, member, value)
    }
  }
  return [...byMember].flatMap(([member, values]) => {
    const wrong = values.filter(({ what }) => what !== undefined)
    const first = wrong[0]
    if (!first) return []
    const path = member.path.join('.')
    if (wrong.length === values.length && wrong.length > 1) {
      const places: Place[] = wrong.map(({ body, node }) => placeOf(body, node))
      return [
        finding(
          'error',
          'member.type',
          member.declared,
          `${path} ${member.type}`,
          `"${path}" is declared as ${member.type}; every example gives it as ${first.what}.`,
          {
            related: places.map(place => related(place, first.node.text)),
          },
        ),
      ]
    }
    return wrong.map(({ body, node, what }) =>
      finding(
        'error',
        'member.type',
        placeOf(body, node),
        lineOf(body, node),
        `"${path}" is declared as ${member.type}; the example gives ${what}.`,
        {
          related: [related(member.declared, 'the declaration')],
        },
      ),
    )
  })
}

/** Values that the enumeration of their member does not list. */
function unlisted({ shape, body, root }: Bound, enumerations: ReadonlyMap<string, Enumeration>): Finding[] {
  return shape.members.flatMap(member => {
    const name = member.path.join('.')
    const enumeration =
      enumerations.get(member.type) ?? (/enum/i.test(member.type) ? enumerations.get(name) : undefined)
    if (!enumeration) return []
    const listed = enumeration.values.map(({ value }) => value)
    return valuesAt(root, member.path)
      .filter(
        ({ kind, text, children }) =>
          children.length === 0 && kind !== 'elided' && text !== '' && !isPlaceholder(text),
      )
      .filter(({ text }) => !listed.includes(text))
      .map(node => {
        const first = enumeration.values[0]
        return finding(
          'error',
          'enumeration.unlisted',
          placeOf(body, node),
          lineOf(body, node),
          `"${node.text}" is no value of ${enumeration.name}: ${listed.join(', ')}.`,
          {
            related: first ? [related(first, 'the values are listed here')] : [],
          },
        )
      })
  })
}

/** A list of one string that holds several words with commas between them. */
function lists({ shape, body, root }: Bound): Finding[] {
  return shape.members.flatMap(member => {
    if (member.path.at(-1) !== '[]' && !/array|list/i.test(member.type)) return []
    const path = member.path.at(-1) === '[]' ? member.path.slice(0, -1) : member.path
    return valuesAt(root, path).flatMap(node => {
      const only = node.kind === 'array' && node.children.length === 1 ? node.children[0]?.[1] : undefined
      if (only?.kind !== 'string' || !/^[\w.-]+(?:,\s*[\w.-]+)+$/.test(only.text)) return []
      return [
        finding(
          'warning',
          'member.list-in-string',
          placeOf(body, only),
          lineOf(body, only),
          `"${path.join('.')}" is a list, but the example puts several items into one string.`,
          {
            related: [related(member, 'described as a list here')],
          },
        ),
      ]
    })
  })
}
