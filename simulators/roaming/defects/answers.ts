import { defect, override, type Defects, type HttpReply } from '../../simulator.js'
import { editAnswer, editSubscription, refusesTransitions, without, writable } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { StoredStatus } from '../model.js'
import { field } from '../negotiation.js'
import { Problem, type Exception } from '../problem.js'
import { pathOf } from '../route.js'
import type { Elements } from '../writing.js'
import { withHeader } from './shared.js'

/** Wrong errors, types and authorization. */
export const answerDefects: Defects<RoamingCore> = {
  'roaming.errors.are-request-errors': [
    defect('refuses in plain text', core =>
      editRefusal(core, reply => ({ ...withHeader(reply, 'content-type', 'text/plain'), body: 'refused\n' })),
    ),
    defect('refuses without a body', core => editRefusal(core, reply => ({ ...reply, body: '' }))),
    defect('calls the messageId exceptionId', core =>
      editError(core, content => renamed(content, 'messageId', 'exceptionId')),
    ),
    defect('refuses with two exceptions', core =>
      override(core.rendering, original => ({
        error: (exception, variables) => ({
          ...original.error(exception, variables),
          ...original.error({ ...exception, messageId: 'POL0001' }, variables),
        }),
      })),
    ),
    defect('refuses without a text', core => editError(core, content => without(content, 'text'))),
  ],
  'roaming.errors.come-in-the-format-wanted': [
    defect('refuses always in XML', core => override(core, () => ({ formatOfRefusal: () => 'XML' }))),
    defect('refuses always in JSON', core => override(core, () => ({ formatOfRefusal: () => 'JSON' }))),
  ],
  'roaming.errors.have-a-registered-kind-of-id': [
    defect('numbers its exceptions with one digit', core =>
      editException(core, exception => ({
        ...exception,
        messageId: exception.messageId.replace(/000(\d)$/, '$1'),
      })),
    ),
    defect('calls a policy code a service exception', core =>
      editError(core, content => ({ ...content, messageId: 'POL0001' })),
    ),
  ],
  'roaming.errors.text-fits-its-variables': [
    defect('fills in the variables of a text', core =>
      override(core.rendering, original => ({
        error: (exception, variables) =>
          original.error(
            {
              ...exception,
              text: exception.text.replace(/%(\d)/g, (_, n: string) => variables[Number(n) - 1] ?? ''),
            },
            variables,
          ),
      })),
    ),
  ],
  'roaming.errors.variables-fill-the-text': [
    defect('leaves the variables of a text out', core =>
      override(core.rendering, original => ({ error: exception => original.error(exception, []) })),
    ),
  ],
  'roaming.errors.names-the-unknown-address': [
    defect('calls an unknown subscription a service error', core =>
      override(core.rendering, original => ({
        exception: problem => ({
          ...original.exception(problem),
          ...(problem.kind === 'unknown' ? { messageId: 'SVC0001' } : {}),
        }),
      })),
    ),
  ],
  'roaming.errors.transition-has-a-status-of-conflict': [
    defect('refuses transitions with 422', core => refusesTransitions(core, 422)),
  ],
  'roaming.errors.transition-has-its-registered-id': [
    defect(
      'refuses transitions by SVC0002 although the API is published',
      core => {
        core.rendering.profile = 'published'
        override(core.rendering, original => ({
          exception: problem => ({
            ...original.exception(problem),
            ...(problem.kind === 'transition' ? { messageId: 'SVC0002' } : {}),
          }),
        }))
      },
      { profile: 'published' },
    ),
  ],

  'roaming.types.answers-have-their-type': [
    ...['dspId', 'arpId', 'userId', 'callbackReference'].map(name =>
      defect(`shows subscriptions without ${name} in the answer to an update`, (core: RoamingCore) =>
        editAnswer(core, 'updated', content => without(content, name)),
      ),
    ),
    defect('shows the status first', core =>
      editAnswer(core, 'retrieve', content => ({
        status: content['status'] ?? '',
        ...without(content, 'status'),
      })),
    ),
    defect('misspells an optional element', core =>
      editAnswer(core, 'created', content =>
        renamed(content, 'requestArrivalTimestamp', 'requestArrivalTimeStamp'),
      ),
    ),
    defect('shows the time of arrival in its own way', core =>
      editSubscription(core, content => ({
        ...content,
        requestArrivalTimestamp: (content['requestArrivalTimestamp'] as string).replace('T', ' '),
      })),
    ),
    defect('spells PreProvisioningPending as the figure does', core =>
      editSubscription(core, content =>
        content['status'] === 'PreProvisioningPending'
          ? { ...content, status: 'PreprovisioningPending' }
          : content,
      ),
    ),
  ],
  'roaming.types.subscriptions-are-never-cancelled': [
    defect('shows a denied subscription as Cancelled', core =>
      override(core.provider, original => ({
        deny: (subscription, event) => {
          original.become(subscription, 'Cancelled' as StoredStatus)
          original.announce(subscription, event)
        },
      })),
    ),
  ],
  'roaming.types.arrival-time-is-stable': [
    defect('takes the time of each update for the arrival', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          original.replaceCallback(subscription, callback)
          writable(subscription).arrivedAt += 1000
        },
      })),
    ),
  ],
  'roaming.types.urls-are-urls': [
    defect('shows only the path of a resourceURL', core =>
      editSubscription(core, (content, { arpId, id }) => ({ ...content, resourceURL: pathOf(arpId, id) })),
    ),
  ],

  'roaming.authorization.refuses-strangers': [
    defect('lets anybody retrieve without credentials', core =>
      override(core, original => ({
        authorize: (request, route) => {
          if (request.method !== 'GET' || field(request, 'authorization') !== undefined) {
            original.authorize(request, route)
          }
        },
      })),
    ),
    defect('takes the beginning of a password', core =>
      identifyAlso(core, (sent, known) => known.startsWith(sent) && !sent.endsWith(':')),
    ),
    defect('reads no more of a password than it has to', core =>
      identifyAlso(core, (sent, known) => sent.startsWith(known)),
    ),
    defect('believes any credentials of a retrieval', core =>
      override(core, original => ({
        authorize: (request, route) => {
          const unknown =
            original.identify(request) === undefined && field(request, 'authorization') !== undefined
          if (request.method !== 'GET' || !unknown) original.authorize(request, route)
        },
      })),
    ),
    defect('forbids strangers instead of asking who they are', core =>
      override(core, () => ({
        challenge: () => {
          throw new Problem('foreign', ['valid credentials are needed'])
        },
      })),
    ),
  ],
  'roaming.authorization.challenges-strangers': [
    defect('sends no challenge', core =>
      override(core, () => ({
        challenge: () => {
          throw new Problem('unauthorized', ['valid credentials are needed'])
        },
      })),
    ),

    defect('sends no challenge to whoever has wrong credentials', core =>
      override(core, original => ({
        authorize: (request, route) => {
          if (field(request, 'authorization') === undefined || original.identify(request) !== undefined) {
            return original.authorize(request, route)
          }
          throw new Problem('unauthorized', ['valid credentials are needed'])
        },
      })),
    ),
  ],
  'roaming.authorization.strangers-change-nothing': [
    defect('refuses strangers after it did what they want', core =>
      override(core, original => ({
        authorize: (request, route) => {
          if (request.method === 'PUT' && original.identify(request) === undefined) {
            void original.dispatch(request, route, 'XML')
          }
          original.authorize(request, route)
        },
      })),
    ),

    defect('refuses strangers after it created what they want', core =>
      override(core, original => ({
        authorize: (request, route) => {
          if (request.method === 'POST' && original.identify(request) === undefined) {
            void original.dispatch(request, route, 'XML')
          }
          original.authorize(request, route)
        },
      })),
    ),
  ],
  'roaming.authorization.takes-the-scheme-in-any-case': [
    defect('knows the scheme as it is usually written only', core =>
      override(core, original => ({
        identify: request =>
          field(request, 'authorization')?.startsWith('Basic ') ? original.identify(request) : undefined,
      })),
    ),
  ],
}

function editRefusal(core: RoamingCore, edit: (reply: HttpReply) => HttpReply): void {
  override(core, original => ({ refusal: (...args) => edit(original.refusal(...args)) }))
}

function editException(core: RoamingCore, edit: (exception: Exception) => Exception): void {
  override(core.rendering, original => ({ exception: problem => edit(original.exception(problem)) }))
}

function editError(core: RoamingCore, edit: (content: Elements) => Elements): void {
  override(core.rendering, original => ({
    error: (exception, variables) =>
      Object.fromEntries(
        Object.entries(original.error(exception, variables)).map(([kind, content]) => [
          kind,
          edit(content as Elements),
        ]),
      ),
  }))
}

function renamed(content: Elements, from: string, to: string): Elements {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [name === from ? to : name, value]),
  )
}

/** Takes an ARP for one whose name and password, with a colon between them, are like those that it sent. */
function identifyAlso(core: RoamingCore, isLike: (sent: string, known: string) => boolean): void {
  const pairOf = (credentials = ''): string =>
    Buffer.from(credentials.replace(/^basic +/i, ''), 'base64').toString()
  override(core, original => ({
    identify(request) {
      const sent = pairOf(field(request, 'authorization'))
      const like = [...core.credentials].find(([known]) => sent.includes(':') && isLike(sent, pairOf(known)))
      return original.identify(request) ?? like?.[1]
    },
  }))
}
