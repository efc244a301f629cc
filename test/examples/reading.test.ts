import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Code } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { visit } from 'unist-util-visit'
import { readDocument } from '../../examples/reading/read-document.js'
import { textOf } from '../../examples/reading/passage.js'
import { checkText, documentText } from './checked.js'

const NESTED = [
  '# Nested',
  '',
  '- a list',
  '',
  '  ```json',
  '  {',
  '    "a": 1',
  '  }',
  '  ```',
  '',
  '1. numbered',
  '   - deeper',
  '',
  '     ~~~xml',
  '     <a>',
  '     ```',
  '     </a>',
  '     ~~~',
  '',
  '> quoted',
  '>',
  '> ```http',
  '> GET / HTTP/1.1',
  '> ```',
  '',
  '````markdown',
  '```json',
  '{}',
  '```',
  '````',
  '',
  '    indented',
  '    code',
  '',
  'Text with `code` in it.',
  '',
  '``` json title="x"',
  '[]',
  '```',
  '',
  '```',
  'never closed',
].join('\n')

/** The blocks of code as a parser of the whole syntax sees them. */
function blocksByParser(text: string): { language: string; line: number; value: string }[] {
  const blocks: { language: string; line: number; value: string }[] = []
  visit(fromMarkdown(text), 'code', (node: Code) => {
    const start = node.position?.start.line ?? 0
    const isFence = /^\s*(?:>\s*)*(?:[-*+]\s+)*[`~]{3}/.test(text.split('\n')[start - 1] ?? '')
    blocks.push({
      language: (node.lang ?? '').toLowerCase(),
      line: isFence ? start + 1 : start,
      value: node.value,
    })
  })
  return blocks
}

for (const [name, text] of [
  ['nested', NESTED],
  ...['parcels.md', 'meters.md', 'commands.md', 'onapi.md', 'thunder.md', 'seram.md', 'exosite.md'].map(
    file => [file, documentText(file)] as const,
  ),
] as const) {
  test(`blocks of ${name} are those that a parser of Markdown sees`, () => {
    const { blocks } = readDocument('a.md', text)
    assert.deepEqual(
      blocks.map(({ language, passage }) => ({
        language,
        line: passage.lines[0]?.line,
        value: textOf(passage),
      })),
      blocksByParser(text),
    )
  })
}

test('places are exact: line and column of a value in a nested block', async () => {
  const text = '- item\n\n  ```json\n  {\n    "a": 1,\n    "a": 2\n  }\n  ```\n'
  const { findings } = await checkText('a.md', text)
  assert.deepEqual(
    findings.map(({ line, column }) => [line, column]),
    [[6, 5]],
  )
})

test('headings, tables and examples of exported text are told apart', () => {
  const document = readDocument('tickets.txt', documentText('tickets.txt'))
  assert.equal(document.format, 'text')
  assert.deepEqual(
    document.sections.map(({ number }) => number).filter(number => number !== ''),
    [
      '1',
      '2',
      '3',
      '3.1',
      '3.2',
      '3.3',
      '3.4',
      '4',
      '4.1',
      '4.1.1',
      '4.1.1.1',
      '4.1.1.2',
      '4.2',
      '5',
      '5.1',
      '5.2',
    ],
  )
  assert.deepEqual(document.tables.map(({ head, rows }) => [head[0]?.text, rows.length]).slice(1, 4), [
    ['Element', 5],
    ['Element', 2],
    ['Enumeration', 3],
  ])
  assert.equal(document.blocks.length, 2)
})

test('indented examples of plain text are blocks', () => {
  const lines = [
    'Asking',
    '',
    '    GET /keys HTTP/1.1',
    '    Host: example.com',
    '',
    'It is answered.',
    '',
    '\tHTTP/1.1 200 OK',
    '\tContent-Type: application/json',
    '\t',
    '\t{"a": 1}',
    '',
    'Done.',
  ]
  const { blocks } = readDocument('a.txt', lines.join('\n'))
  assert.deepEqual(
    blocks.map(({ passage }) => textOf(passage).split('\n')[0]),
    ['GET /keys HTTP/1.1', 'HTTP/1.1 200 OK'],
  )
})

for (const [what, bytes, message] of [
  ['UTF-16', Buffer.from('\uFEFFtext', 'utf16le'), /a\.md is text in UTF-16.*iconv -f UTF-16/],
  ['UTF-16 without a mark', Buffer.from('text', 'utf16le'), /a\.md is text in UTF-16LE.*iconv -f UTF-16LE/],
  ['UTF-16 of the other order', Buffer.from('text', 'utf16le').swap16(), /a\.md is text in UTF-16BE/],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), /a\.md is text in UTF-32/],
  ['a PDF', Buffer.from('%PDF-1.7\n'), /a\.md is a PDF document/],
  [
    'a DOCX',
    Buffer.from([0x50, 0x4b, 3, 4, 9, 9]),
    /a\.md is a ZIP archive, such as a word processor writes/,
  ],
  ['an empty file', Buffer.alloc(0), /a\.md is empty/],
  ['bytes', Buffer.from([0x41, 0, 0x42]), /a\.md is binary \(a zero byte at offset 1\)/],
  [
    'Latin-1',
    Buffer.from('one\ntwo caf\u00e9 three\n', 'latin1'),
    /a\.md is not UTF-8: line 2 has the byte 0xe9.*iconv/,
  ],
  [
    'a file that was cut off',
    Buffer.from('one\ntwo €').subarray(0, -1),
    /a\.md is not UTF-8: it ends in the middle of a character, at line 2/,
  ],
] as const) {
  test(`${what} is a misuse with a clear message`, async () => {
    const { checkDocument } = await import('../../examples/check-document.js')
    await assert.rejects(checkDocument('a.md', bytes), message)
  })
}

test('line ends and byte order marks of Windows change nothing', async () => {
  for (const name of ['parcels.md', 'tickets.txt']) {
    const { findings } = await checkText(name, `\uFEFF${documentText(name).replaceAll('\n', '\r\n')}`)
    assert.deepEqual(findings, [])
  }
})

for (const name of ['parcels.md', 'meters.md', 'tickets.txt', 'keys.html', 'gateway.md', 'leases.txt']) {
  test(`ten times ${name} takes no more than some ten times as long`, async () => {
    const text = documentText(name)
    const processorTime = async (size: number): Promise<number> => {
      const long = `${text}\n\n`.repeat(Math.ceil(size / text.length))
      const before = process.cpuUsage()
      await checkText(name, long)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }
    await processorTime(50_000)
    const [small, large] = [await processorTime(200_000), await processorTime(2_000_000)]
    assert.ok(large < 25 * small + 300, `${small} ms, then ${large} ms`)
  })
}

test('a line of any length and any content ends soon', async () => {
  for (const piece of [
    'a',
    'aB',
    '<a',
    '](#',
    '[',
    '{',
    '{"a":',
    '|',
    '`',
    '\t',
    '/a/b',
    'section 1.1 ',
    '1.',
    '404 if ',
  ]) {
    for (const name of ['a.md', 'a.txt', 'a.html']) {
      const line = piece.repeat(20_000 / piece.length)
      const before = process.cpuUsage()
      await checkText(name, `# A\n\n${line}\n\n\`\`\`json\n${line}\n\`\`\`\n`)
      const { user } = process.cpuUsage(before)
      assert.ok(user < 3_000_000, `${name} "${piece}": ${user / 1000} ms`)
    }
  }
})
