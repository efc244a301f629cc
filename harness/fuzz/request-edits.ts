import * as fc from 'fast-check'
import type { Exchange } from '../exchange.js'
import { tellTextEdit, textEdits, type TextEdit } from './text-edits.js'
import { tellEdit, wireEdits, type WireEdit } from './wire-edits.js'

/** One edit of a request: of its text, or of the way it is sent. */
export type RequestEdit = { readonly text: TextEdit } | { readonly wire: WireEdit }

/** Edits of a request that has a body; of its header fields, those named and the ones it has. */
export function requestEdits(headers: readonly string[]): fc.Arbitrary<RequestEdit> {
  return fc.oneof(
    textEdits.map(text => ({ text })),
    wireEdits(headers).map(wire => ({ wire })),
  )
}

/** An edit in words, to stand behind what is done. */
export function tellRequestEdit(edit: RequestEdit): string {
  return 'text' in edit ? tellTextEdit(edit.text) : tellEdit(edit.wire)
}

/** The kind of an edit, as coverage counts it. */
export function kindOfRequestEdit(edit: RequestEdit): string {
  if ('text' in edit) return `text: ${edit.text.edit === 'whole' ? edit.text.of : edit.text.edit}`
  return edit.wire.edit === 'framing' ? `framing: ${edit.wire.mistake}` : edit.wire.edit
}

/** Whether an edit breaks the framing, so that no answer need come. */
export function breaksFraming(edit: RequestEdit): boolean {
  return 'wire' in edit && edit.wire.edit === 'framing'
}

/** Whether a server took the blame for a request. 501 and 505 say what it lacks, and blame it on nobody. */
export function tookTheBlame({ answer }: Exchange): boolean {
  const { status = 0 } = answer ?? {}
  return status >= 500 && status !== 501 && status !== 505
}
