/** A JSON Schema as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A named value of a state: its schema, what it means, and (in the type only) the TypeScript type of the value. */
export interface Field<Value> {
  readonly schema: JsonSchema
  readonly means: string
  readonly optional: boolean
  /** Whether values must not be printed. */
  readonly secret?: boolean
  readonly value?: Value
}

/** A set of named fields. */
export type Fields = Readonly<Record<string, Field<unknown>>>

type OptionalKeys<F extends Fields> = {
  [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never
}[keyof F]

type ValueOf<F> = F extends Field<infer Value> ? Value : never

/** The TypeScript type of an object that has these fields. */
export type Values<F extends Fields> = {
  [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]>
} & { [K in OptionalKeys<F>]?: Exclude<ValueOf<F[K]>, undefined> }

/** A string. */
export function text(means: string, constraints: JsonSchema = {}): Field<string> {
  return field<string>({ type: 'string', ...constraints }, means)
}

/** A whole number. */
export function integer(means: string, constraints: JsonSchema = {}): Field<number> {
  return field<number>({ type: 'integer', ...constraints }, means)
}

/** A boolean. */
export function flag(means: string): Field<boolean> {
  return field<boolean>({ type: 'boolean' }, means)
}

/** Any JSON value. */
export function anything(means: string): Field<unknown> {
  return field<unknown>({}, means)
}

/** One of the given strings. */
export function oneOf<const Value extends string>(means: string, values: readonly Value[]): Field<Value> {
  return field<Value>({ type: 'string', enum: values }, means)
}

/** An object with the given fields and no others. */
export function object<F extends Fields>(means: string, fields: F): Field<Values<F>> {
  return field<Values<F>>(objectSchema(fields), means)
}

/** A list whose items are all of one kind. */
export function list<Value>(means: string, item: Field<Value>): Field<Value[]> {
  return field<Value[]>({ type: 'array', items: item.schema }, means)
}

/** A field that may be absent. */
export function optional<Value>(of: Field<Value>): Field<Value | undefined> {
  return { ...(of as Field<Value | undefined>), optional: true }
}

/** A field whose values are kept out of everything that a run prints or leaves. */
export function secret<Value>(of: Field<Value>): Field<Value> {
  return { ...of, secret: true }
}

/** The JSON Schema of an object with the given fields and no others. */
export function objectSchema(fields: Fields): JsonSchema {
  const entries = Object.entries(fields)
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([name, { schema, means }]) => [name, { ...schema, description: means }]),
    ),
    required: entries.filter(([, { optional }]) => !optional).map(([name]) => name),
    additionalProperties: false,
  }
}

function field<Value>(schema: JsonSchema, means: string): Field<Value> {
  return { schema, means, optional: false }
}
