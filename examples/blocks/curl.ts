import { startOf, textOf, type Passage, type PassageLine } from '../reading/passage.js'
import type { Example } from './example.js'
import { readBody } from './example.js'
import type { Header } from './http-text.js'

/** Reads a command line of curl as the request that it sends; `undefined` if the passage is none. */
export function readCurl(passage: Passage): Pick<Example, 'http' | 'body' | 'role'> | undefined {
  const text = textOf(passage)
  if (!/^\s*(?:\$\s*)?curl\s/.test(text)) return undefined
  const words = splitWords(text.replace(/^\s*(?:\$\s*)?curl\s+/, '').replaceAll(/\\\n/g, ' '))
  const place = startOf(passage)
  const headers: Header[] = []
  let method: string | undefined
  let data: string | undefined
  let url: string | undefined
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const value = words[index + 1] ?? ''
    const attached = /^-X([A-Z]+)$/.exec(word)?.[1]
    if (attached !== undefined) {
      method = attached
      continue
    }
    if (/^(?:-X|--request)$/.test(word)) method = value
    else if (word === '--url') url = value
    else if (/^(?:-H|--header)$/.test(word)) {
      const [, name = '', content = ''] = /^([^:]+):\s*(.*)$/.exec(value) ?? []
      const at = lineWith(passage, value)
      headers.push({
        name,
        value: content,
        text: value,
        optional: false,
        line: at.line,
        column: at.column + Math.max(0, at.text.indexOf(value)),
      })
    } else if (/^(?:-d|--data(?:-raw|-binary|-ascii)?)$/.test(word))
      data = data === undefined ? value : `${data}&${value}`
    else if (TAKES_VALUE.test(word)) {
      // Its value is the next word and none of the request's.
    } else {
      if (!word.startsWith('-') && url === undefined) url = word
      continue
    }
    index += 1
  }
  const body = data === undefined || data.startsWith('@') ? undefined : bodyOf(passage, data, headers)
  if (url === undefined) return body && { role: 'request', body }
  const line = lineWith(passage, url)
  return {
    role: 'request',
    http: {
      role: 'request',
      method: method ?? (data === undefined ? 'GET' : 'POST'),
      target: url,
      version: '',
      start: { text: url, line: line.line, column: line.column + Math.max(0, line.text.indexOf(url)) },
      headers,
      strays: [],
      joined: false,
      body: { lines: [] },
    },
    ...(body && { body }),
  }
  function lineWith(passage: Passage, words: string): PassageLine {
    return passage.lines.find(({ text }) => text.includes(words)) ?? { text: '', ...place }
  }
}

const TAKES_VALUE =
  /^(?:-[uoAebmFTwxEcC]|--(?:user|output|user-agent|cookie|cookie-jar|max-time|form|form-string|upload-file|proxy|cert|cacert|key|connect-timeout|data-urlencode|json|write-out|referer|retry|resolve|unix-socket|oauth2-bearer))$/

function bodyOf(passage: Passage, data: string, headers: readonly Header[]): Example['body'] {
  const firstLine = data.split('\n')[0] ?? ''
  const index = passage.lines.findIndex(({ text }) => text.includes(firstLine))
  const at = passage.lines[index]
  if (at === undefined) return undefined
  const offset = at.text.indexOf(firstLine)
  const lines = data.split('\n').map((text, step) => ({
    text,
    line: at.line + step,
    column: step === 0 ? at.column + offset : (passage.lines[index + step]?.column ?? 1),
  }))
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? ''
  return readBody({ lines }, type, '')
}

/** The words of a command line, without the quotation marks of the shell. */
function splitWords(text: string): string[] {
  const words: string[] = []
  for (const match of text.matchAll(/(?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/g)) {
    words.push(
      match[0].replaceAll(
        /"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g,
        (_, double: string | undefined, single: string | undefined) =>
          double === undefined ? (single ?? '') : double.replaceAll(/\\(["\\$`])/g, '$1'),
      ),
    )
  }
  return words
}
