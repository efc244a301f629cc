import { header, type Answer, type Exchange, type SocketMessage } from './exchange.js'

const LONGEST = 120

/** A request in one line: method, target and the beginning of its body; of a socket, of the last message sent. */
export function describeRequest(exchange: Exchange): string {
  const { method, target, body } = exchange.request
  const sent = exchange.messages?.findLast(({ direction }) => direction === 'sent')?.data ?? body
  return [method, target, sent.length > 0 ? ` ${excerpt(sent)}` : ''].join(' ').trimEnd()
}

/** What came back, in one line: status, media type, length and the beginning of the body, or why there is nothing. */
export function describeAnswer(exchange: Exchange): string {
  const { answer, failure, messages } = exchange
  if (messages) return describeLast(messages)
  return answer ? describe(answer) : `no answer: ${failure?.message ?? 'none came'}`
}

/** The beginning of bytes as text; bytes that are no printable text as hexadecimal digits. */
export function excerpt(bytes: Buffer, longest = LONGEST): string {
  const text = bytes.toString('utf8')
  const printable = !/[^\P{Cc}\t\r\n]|\ufffd/u.test(text)
  const shown = printable ? JSON.stringify(text).slice(1, -1) : bytes.toString('hex')
  return shown.length > longest ? `${shown.slice(0, longest)}...` : shown
}

function describeLast(messages: readonly SocketMessage[]): string {
  const last = messages.at(-1)
  if (last?.direction !== 'received') return 'no message'
  return `a ${last.binary ? 'binary' : 'text'} message, ${last.data.length} bytes "${excerpt(last.data)}"`
}

function describe(answer: Answer): string {
  const parts = [
    `${answer.status} ${answer.reason}`.trim(),
    header(answer.headers, 'content-type') ?? 'no Content-Type',
    `${answer.body.length} bytes`,
  ]
  return parts.join(', ') + (answer.body.length > 0 ? ` "${excerpt(answer.body)}"` : '')
}
