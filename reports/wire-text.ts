import type { ArchiveEntry, ArchiveField, ArchiveText } from './har.js'

/** What was sent in an exchange of the evidence, as text in the form of the wire; of a socket every message. */
export function sentText({ request, _sent, _webSocketMessages: frames }: ArchiveEntry): string {
  if (_sent) return textOf(_sent)
  const target = request.url.replace(/^[a-z]+:\/\/[^/]*/i, '')
  const head = [`${request.method} ${target} ${request.httpVersion}`, ...lines(request.headers)]
  const messages = (frames ?? []).map(({ type, data }) => `${type === 'send' ? '>' : '<'} ${data}`)
  return [...head, '', ...(request.postData ? [textOf(request.postData)] : []), ...messages].join('\n')
}

/** What came back, or why nothing did. */
export function receivedText({ response, _received }: ArchiveEntry): string {
  const outcome = response._error === undefined ? '' : `\n(${response._error})`
  if (_received && (response.status === 0 || _received.text !== '')) return `${textOf(_received)}${outcome}`
  const head = [
    `${response.httpVersion} ${response.status} ${response.statusText}`.trim(),
    ...lines(response.headers),
  ]
  const { text = '', encoding } = response.content
  return [...head, '', textOf({ text, ...(encoding ? { encoding } : {}) })].join('\n') + outcome
}

function lines(fields: readonly ArchiveField[]): string[] {
  return fields.map(({ name, value }) => `${name}: ${value}`)
}

function textOf({ text, encoding }: ArchiveText): string {
  return encoding === 'base64' ? `(base64) ${text}` : text
}
