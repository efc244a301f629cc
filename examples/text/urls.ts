import { finding, related, type Finding } from '../finding.js'
import { headerNamed } from '../blocks/http-text.js'
import type { Exchange } from '../blocks/pairing.js'
import { hasPlaceholder } from '../blocks/placeholder.js'
import { segmentsOf, variableOf, type PathText } from './paths.js'
import type { TreeExample, TreeNode } from './tree.js'

/** URLs that are spelt in two ways: other capitals, another name of a variable, with and without a slash. */
export function judgeUrls(paths: readonly PathText[]): Finding[] {
  return [...judgeSegments(paths), ...judgeVariables(paths), ...judgeSlashes(paths)]
}

function judgeSegments(paths: readonly PathText[]): Finding[] {
  const first = new Map<string, { segment: string; path: PathText }>()
  return paths.flatMap(path =>
    segmentsOf(path.path).flatMap(segment => {
      if (segment.length < 4 || !/^[A-Za-z][A-Za-z-]*$/.test(segment) || segmentsOf(path.path).length < 2)
        return []
      const known = first.get(segment.toLowerCase())
      if (known === undefined) first.set(segment.toLowerCase(), { segment, path })
      if (known === undefined || known.segment === segment) return []
      return [
        finding(
          'error',
          'url.spelling',
          path,
          segment,
          `The URL has "${segment}" where another one has "${known.segment}"; paths are case-sensitive.`,
          {
            related: [related(known.path, known.path.text)],
          },
        ),
      ]
    }),
  )
}

function judgeVariables(paths: readonly PathText[]): Finding[] {
  const first = new Map<string, { name: string; path: PathText }>()
  return paths.flatMap(path => {
    const segments = segmentsOf(path.path)
    return segments.flatMap((segment, index) => {
      const name = variableOf(segment)
      const before = segments[index - 1]
      if (name === undefined || before === undefined || variableOf(before) !== undefined) return []
      const key = before.toLowerCase()
      const known = first.get(key)
      if (known === undefined) first.set(key, { name, path })
      if (known === undefined || known.name === name) return []
      return [
        finding(
          'warning',
          'url.variable',
          path,
          segment,
          `The variable after "/${before}/" is called "${name}" here and "${known.name}" elsewhere.`,
          {
            related: [related(known.path, known.path.text)],
          },
        ),
      ]
    })
  })
}

/** A target of a request that differs from another path by a slash at its start or its end alone. */
function judgeSlashes(paths: readonly PathText[]): Finding[] {
  const bare = (path: string): string => segmentsOf(path).join('/')
  const others = new Map<string, PathText>()
  for (const path of paths)
    if (!path.isTarget && !others.has(bare(path.path))) others.set(bare(path.path), path)
  const spelt = new Set(paths.filter(({ isTarget }) => !isTarget).map(({ path }) => path))
  return paths.flatMap(path => {
    const other = path.isTarget ? others.get(bare(path.path)) : undefined
    if (!other || other.path === path.path || spelt.has(path.path) || bare(path.path) === '') return []
    return [
      finding(
        'warning',
        'url.spelling',
        path,
        path.text,
        `The path is "${path.path}" here and "${other.path}" elsewhere.`,
        {
          related: [related(other, other.text)],
        },
      ),
    ]
  })
}

/** Addresses in bodies that end like the target of their request and yet are not its address. */
export function judgeAddresses(examples: readonly TreeExample[], exchanges: readonly Exchange[]): Finding[] {
  const requests = new Map(exchanges.map(({ request, response }) => [response, request]))
  return examples.flatMap(({ example, body, tree }) => {
    const request = example.http?.role === 'request' ? example : requests.get(example)
    if (request?.http?.role !== 'request') return []
    const host = headerNamed(request.http, 'host')
    const target = request.http.target.split('?')[0] ?? ''
    if (!host || hasPlaceholder(host.value) || hasPlaceholder(target) || !target.startsWith('/')) return []
    return leavesOf(tree).flatMap(node => {
      const match = /^https?:\/\/([^/\s]+)(\/[^?#\s]*)$/.exec(node.text)
      if (!match || hasPlaceholder(node.text)) return []
      const [, authority = '', path = ''] = match
      const [inBody, inTarget] = [segmentsOf(path), segmentsOf(target)]
      const shared = inBody.filter((segment, index) => segment === inTarget.at(index - inBody.length))
      const isSame = authority.toLowerCase() === host.value.toLowerCase() && path === target
      if (isSame || inBody.length < 2 || shared.length < Math.min(inBody.length, inTarget.length)) return []
      const expected = `http://${host.value}${target}`
      return [
        finding(
          'error',
          'url.base',
          body.placeOf(node.offset),
          node.text,
          `The address is not that of the request, which is ${expected}.`,
          {
            related: [related(request.http?.start ?? request.place, 'the request'), related(host, host.text)],
          },
        ),
      ]
    })
  })
}

function leavesOf(node: TreeNode): TreeNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(([, child]) => leavesOf(child))
}
