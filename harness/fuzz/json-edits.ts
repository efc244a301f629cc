/** Where a value lies in a JSON document. */
export type JsonPath = readonly (string | number)[]

/** One change to a JSON value, as plain data. */
export interface JsonEdit {
  readonly at: JsonPath
  readonly edit: 'left out' | 'misspelt' | 'retyped' | 'lengthened' | 'shortened' | 'emptied' | 'changed'
  /** The value in place of the one there; the name in place of the member's if it is misspelt. */
  readonly to?: unknown
}

/**
 * Every single edit within an object or list that makes it invalid: which those are is for the validator to say, so that nothing is
 * taken for wrong that the schema allows.
 */
export function breakingEdits(value: unknown, isValid: (value: unknown) => boolean): JsonEdit[] {
  return [...edits(value, [])].filter(edit => !isValid(editJson(value, edit)))
}

/** The value after an edit. */
export function editJson(value: unknown, { at, edit, to }: JsonEdit): unknown {
  const [key, ...rest] = at
  if (key === undefined) return to
  if (Array.isArray(value)) {
    const index = Number(key)
    if (rest.length === 0 && edit === 'left out') return value.toSpliced(index, 1)
    return value.with(index, editJson(value[index], { at: rest, edit, to }))
  }
  const entries = Object.entries(value as object)
  return Object.fromEntries(
    entries.flatMap(([name, member]) => {
      if (name !== key) return [[name, member]]
      if (rest.length > 0) return [[name, editJson(member, { at: rest, edit, to })]]
      if (edit === 'left out') return []
      return edit === 'misspelt' ? [[String(to), member]] : [[name, to]]
    }),
  )
}

/** An edit in words: "remoteManagementOrder.delay retyped to false". */
export function tellJsonEdit(edit: JsonEdit): string {
  const to =
    edit.to === undefined ? '' : ` ${edit.edit === 'misspelt' ? 'as' : 'to'} ${JSON.stringify(edit.to)}`
  return `${pathText(edit.at)} ${edit.edit}${to}`
}

/** An edit without what is particular to one value, for counting: "retyped: remoteManagementOrder.ramCommands[]". */
export function kindOfEdit({ at, edit }: JsonEdit): string {
  return `${edit}: ${pathText(at.map(key => (typeof key === 'number' ? '' : key)))}`
}

function pathText(at: JsonPath): string {
  if (at.length === 0) return 'the whole'
  const text = at.map(key => (typeof key === 'number' || key === '' ? `[${key}]` : `.${key}`)).join('')
  return text.replace(/^\./, '')
}

function* edits(value: unknown, at: JsonPath): Generator<JsonEdit> {
  if (at.length > 0) yield { at, edit: 'left out' }
  const last = at.at(-1)
  if (typeof last === 'string' && last.length > 1) yield { at, edit: 'misspelt', to: last.slice(0, -1) }
  // A null member is left to the readings of each API: many take it for none.
  for (const other of ['', 7, true, [], {}]) {
    if (at.length > 0 && kindOf(other) !== kindOf(value)) yield { at, edit: 'retyped', to: other }
  }
  if (typeof value === 'string') {
    yield { at, edit: 'lengthened', to: `${value}~` }
    if (value !== '') yield { at, edit: 'shortened', to: value.slice(0, -1) }
    if (value !== '') yield { at, edit: 'emptied', to: '' }
  }
  if (typeof value === 'number') {
    yield { at, edit: 'changed', to: value + 0.5 }
  }
  if (Array.isArray(value)) {
    if (value.length > 0) yield { at, edit: 'emptied', to: [] }
    for (const [index, item] of value.entries()) yield* edits(item, [...at, index])
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* edits(member, [...at, name])
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
