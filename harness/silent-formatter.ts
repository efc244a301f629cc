/** A formatter that writes nothing: what a run prints is made from verdicts, not from scenarios. */
const silentFormatter = { type: 'formatter', formatter: (): void => {} }

// The runner looks for a formatter in a module's default export.
// oxlint-disable-next-line import/no-default-export
export default silentFormatter
