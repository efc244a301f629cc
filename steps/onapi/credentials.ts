import { NotApplicable } from '../../harness/finding.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { defineWords } from '../../harness/words.js'
import { missing, type OnapiWorld } from './world.js'

/** A user of HTTP Basic authentication. */
export interface User {
  readonly username: string
  readonly password: string
}

/** The value of the Authorization field that a portal sends instead of its own; none if undefined. */
export type Credentials = (world: OnapiWorld) => string | undefined

const CREDENTIALS: Readonly<Record<string, Credentials>> = {
  'no credentials': withCredentials(() => undefined),
  'its credentials under basic in lower case': world => basic(userOf(world)).replace('Basic', 'basic'),
  'these credentials': ({ user }) => basic(user ?? missing('credentials')),
  'a wrong password': changed((user, { random }) => ({
    ...user,
    password: unknownLike(user.password, random),
  })),
  'an empty password': changed(user => ({ ...user, password: '' })),
  'the password cut by one letter': changed(user => ({ ...user, password: user.password.slice(0, -1) })),
  'the password in another case': changed(user => ({ ...user, password: inOtherCase(user.password) })),
  'the password with one letter more': changed((user, { random }) => ({
    ...user,
    password: user.password + random.word(1),
  })),
  'the password with a blank after it': changed(user => ({ ...user, password: `${user.password} ` })),
  'an unknown user': changed((user, { random }) => ({
    ...user,
    username: unknownLike(user.username, random),
  })),
  'credentials that are not base64': world => `Basic ${userOf(world).username}:!`,
  'a name without a password': world =>
    `Basic ${Buffer.from(userOf(world).username.replaceAll(':', '')).toString('base64')}`,
  'credentials of another scheme': world => basic(userOf(world)).replace('Basic', 'Bearer'),
}

defineWords('credentials', CREDENTIALS)

/** The password of the portal in another spelling of the same length. */
export const wrongPassword: Credentials = world => CREDENTIALS['a wrong password']?.(world)

function changed(change: (user: User, world: OnapiWorld) => User): Credentials {
  return world => basic(change(userOf(world), world))
}

function userOf({ session }: OnapiWorld): User {
  const { auth } = session.target
  if (auth.type === 'basic') return auth
  throw new NotApplicable(
    'The target file has no "auth" of the type basic from which other credentials could be made.',
  )
}

/** What is sent by a target's portal that has credentials; a target without any is open to everyone. */
function withCredentials(credentials: Credentials): Credentials {
  return world => {
    if (world.session.target.auth.type === 'none') {
      throw new NotApplicable('The target file has no credentials, so that the target needs none.')
    }
    return credentials(world)
  }
}

function inOtherCase(text: string): string {
  const upper = text.toUpperCase()
  const other = text === upper ? text.toLowerCase() : upper
  if (other === text) throw new NotApplicable('The password has no letter that could be in another case.')
  return other
}

/** RFC 7617: the user and the password with a colon between them, in UTF-8 and base64. */
export function basic({ username, password }: User): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
