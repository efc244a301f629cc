import { When } from '@cucumber/cucumber'
import { NotApplicable, NotTested } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import type { Call } from './calls.js'
import { nameOf, type Designator } from './message.js'
import type { ThunderWorld } from './world.js'

/** One change to the name of a method, with all the ways to make it. */
interface Edit {
  readonly names: (right: Designator, world: ThunderWorld) => readonly string[]
  /** The rule that promises the refusal, where another one says as what. */
  readonly refusedBy?: string
}

const LETTERS = 'bcdfghjklmnpqrstvwxz'

const EDITS: Readonly<Record<string, Edit>> = {
  'with the member in another case': {
    names: right => inOtherCases(right.member).map(member => nameOf({ ...right, member })),
  },
  'with the callsign in another case': {
    names: (right, { settings }) =>
      inOtherCases(settings.callsign).map(callsign => nameOf({ ...right, callsign })),
  },
  'with another callsign': {
    names: (right, { random, settings }) => [
      nameOf({ ...right, callsign: settings.callsign + random.word(4, LETTERS) }),
    ],
    refusedBy: 'thunder.naming.refuses-unknown-callsigns',
  },
  'with an unsupported version': {
    names: (right, { random }) => [
      nameOf({ ...right, version: String((Number(right.version) + random.integer(20, 90)) % 256) }),
    ],
  },
  'with a digit more in the version': {
    names: (right, { random }) => [
      nameOf({ ...right, version: right.version + String(random.integer(0, 9)) }),
    ],
  },
  'with a word for a version': {
    names: (right, { random }) => [nameOf({ ...right, version: random.word(5, LETTERS) })],
  },
  'without a callsign': {
    names: (right, world) => {
      if (namesCallsignInPath(world)) {
        throw new NotApplicable('The path of the target holds the callsign, so a method need not.')
      }
      return [right.member, nameOf({ ...right, callsign: undefined })]
    },
  },
  'without a version': { names: right => [nameOf({ ...right, version: undefined })] },
  'with an index behind its name': {
    names: (right, { random }) => [`${nameOf(right)}@${random.integer(10, 99)}`],
  },
  'with a letter more': {
    names: (right, { random }) => [`${nameOf(right)}${random.word(1, LETTERS)}`],
  },
  'with a letter less': { names: right => [nameOf(right).slice(0, -1)] },
  'with a NUL behind it': { names: right => [`${nameOf(right)}\0`] },
  'with a blank behind it': { names: right => [`${nameOf(right)} `] },
  'with a blank before it': { names: right => [nameOf({ ...right, member: ` ${right.member}` })] },
  'with a reserved name': { names: right => [`rpc.${right.member}`, `rpc.${nameOf(right)}`] },
}

defineWords('edit', EDITS)

When('the client calls {call} {edit}', async function (this: ThunderWorld, call: Call, edit: Edit) {
  const { callsign, version } = this.settings
  const member = call.member(this)
  this.call = call
  this.refusedBy = edit.refusedBy
  this.twin = () => this.requireTaken(call)
  for (const name of edit.names({ callsign, version: String(version), member }, this)) {
    this.replies = [...this.replies, await this.ask(this.client, member, call.params(this), { name })]
  }
})

function namesCallsignInPath({ settings, client }: ThunderWorld): boolean {
  const { callsign, httpPath, websocketPath, websocketUrl = websocketPath } = settings
  return (client.transport === 'http' ? httpPath : websocketUrl).includes(callsign)
}

/** The name with its first letter in the other case, and all in capitals. */
function inOtherCases(name: string): string[] {
  const [first = ''] = name
  const flipped = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()
  const others = new Set([flipped + name.slice(1), name.toUpperCase(), name.toLowerCase()])
  others.delete(name)
  if (others.size === 0) throw new NotTested(`"${name}" has no letter that could be in another case.`)
  return [...others]
}
