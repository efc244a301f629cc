import type { HttpReply, HttpRequest } from '../simulator.js'
import { defect, override, type Defects } from '../simulator.js'
import {
  editAnswer,
  editReader,
  editSubscription,
  refusesTransitions,
  withCallback,
  without,
  writable,
} from './altering.js'
import { childrenOf } from './body.js'
import type { RoamingCore } from './core.js'
import type { Format, StoredStatus, Subscription } from './model.js'
import { formatOfBody, field, MEDIA_TYPES } from './negotiation.js'
import { Problem, type Exception } from './problem.js'
import { pathOf } from './route.js'
import type { Element, Elements } from './writing.js'

/** Wrong methods, formats, values, types, errors and authorization. */
export const defectsOfForms: Defects<RoamingCore> = {
  'roaming.methods.factory-only-creates': [
    defect('answers GET of the collection with an empty list', core =>
      editMethodRefusal(core, 'POST', 'GET', reply => ({ ...reply, status: 200, body: '' })),
    ),
    defect('knows no collection to put to', core => editMethodRefusal(core, 'POST', 'PUT', withStatus(404))),
    defect('does not implement DELETE of the collection', core =>
      editMethodRefusal(core, 'POST', 'DELETE', withStatus(501)),
    ),
  ],
  'roaming.methods.factory-answers-with-allow': [
    defect('refuses methods of the collection without Allow', core =>
      editAllow(core, 'POST', () => undefined),
    ),
  ],
  'roaming.methods.factory-allows-post': [
    defect('claims that the collection allows GET', core => editAllow(core, 'POST', () => 'GET, POST')),
  ],
  'roaming.methods.subscription-is-only-retrieved-and-updated': [
    defect('answers DELETE of a subscription with 204', core =>
      editMethodRefusal(core, 'GET, PUT', 'DELETE', () => ({ status: 204, headers: {}, body: '' })),
    ),
    defect('answers DELETE of a Deactivated subscription with 204', core =>
      override(core, original => ({
        dispatch: (request, route, format) => {
          const isOver =
            request.method === 'DELETE' &&
            route.subscriptionId !== undefined &&
            original.find(route).status === 'Deactivated'
          return isOver ? { status: 204, headers: {}, body: '' } : original.dispatch(request, route, format)
        },
      })),
    ),
    defect('takes POST to a subscription for an update', core =>
      override(core, original => ({
        dispatch: (request, route, format) =>
          original.dispatch(
            route.subscriptionId !== undefined && request.method === 'POST'
              ? { ...request, method: 'PUT' }
              : request,
            route,
            format,
          ),
      })),
    ),
    defect('does not find what is to be deleted', core =>
      editMethodRefusal(core, 'GET, PUT', 'DELETE', withStatus(404)),
    ),
  ],
  'roaming.methods.subscription-survives-a-delete': [
    defect('refuses DELETE, and deletes', core =>
      override(core, original => ({
        dispatch: (request, route, format) => {
          if (request.method === 'DELETE' && route.subscriptionId !== undefined) {
            core.provider.subscriptions.remove(core.find(route))
          }
          return original.dispatch(request, route, format)
        },
      })),
    ),
  ],
  'roaming.methods.subscription-answers-with-allow': [
    defect('refuses methods of a subscription without Allow', core =>
      editAllow(core, 'GET, PUT', () => undefined),
    ),
  ],
  'roaming.methods.subscription-allows-get-and-put': [
    defect('claims that a subscription allows DELETE', core =>
      editAllow(core, 'GET, PUT', () => 'GET, PUT, DELETE'),
    ),
    defect('forgets that a subscription allows PUT', core => editAllow(core, 'GET, PUT', () => 'GET')),
  ],
  'roaming.methods.allow-is-a-list': [
    defect('writes Allow as the template does', core => editAllow(core, 'GET, PUT', () => '[GET/PUT]')),
    defect('separates the methods in Allow by a slash', core => editAllow(core, 'GET, PUT', () => 'GET/PUT')),
  ],

  'roaming.formats.reads-xml': [
    defect('creates from JSON only', core => reads(core, 'POST', 'JSON')),
    defect('updates from JSON only', core => reads(core, 'PUT', 'JSON')),
  ],
  'roaming.formats.reads-json': [
    defect('creates from XML only', core => reads(core, 'POST', 'XML')),
    defect('updates from XML only', core => reads(core, 'PUT', 'XML')),
    defect('needs an object for one userId in JSON', core =>
      refusesJson(core, /"userId":\s*\[\s*\{[^}]*\}\s*\]/),
    ),
  ],
  'roaming.formats.answers-in-the-format-wanted': [
    defect('retrieves always in XML', core => answersIn(core, 'retrieve', 'XML')),
    defect('retrieves always in JSON', core => answersIn(core, 'retrieve', 'JSON')),
    defect('answers updates always in XML', core => answersIn(core, 'update', 'XML')),
    defect('answers creations always in XML', core => answersIn(core, 'create', 'XML')),
  ],
  'roaming.formats.names-the-content-type': [
    defect('calls JSON XML', core =>
      override(core.rendering, () => ({ contentType: () => MEDIA_TYPES.XML })),
    ),
    defect('calls every answer text', core =>
      override(core, original => ({
        reply: (...args) => withHeader(original.reply(...args), 'content-type', 'text/plain; charset=utf-8'),
      })),
    ),
    defect('calls XML errors JSON', core =>
      override(core, original => ({
        refusal: (...args) => withHeader(original.refusal(...args), 'content-type', MEDIA_TYPES.JSON),
      })),
    ),
  ],
  'roaming.formats.answers-in-the-format-of-the-request': [
    defect('answers in XML whoever accepts anything', core =>
      override(core, original => ({
        negotiate: (request, route) =>
          field(request, 'accept') === '*/*' || field(request, 'accept') === undefined
            ? 'XML'
            : original.negotiate(request, route),
      })),
    ),
  ],
  'roaming.formats.lets-the-url-choose': [
    defect('does not know resFormat', core =>
      override(core, original => ({
        negotiate: (request, route) => original.negotiate(request, { ...route, query: '' }),
      })),
    ),
  ],
  'roaming.formats.refuses-what-it-cannot-write': [
    defect('answers in XML whoever accepts neither format', core =>
      override(core, () => ({ refuseFormats: () => undefined })),
    ),
  ],
  'roaming.formats.refuses-what-it-cannot-read': [
    defect('takes another media type for XML', core =>
      override(core, () => ({
        languageOf: request => formatOfBody(field(request, 'content-type')) ?? 'XML',
      })),
    ),
  ],
  'roaming.formats.may-read-forms': [
    defect('fails on forms', core =>
      override(core, original => ({
        languageOf: request => {
          const form = field(request, 'content-type')?.startsWith('application/x-www-form-urlencoded')
          if (form) throw new Problem('body', ['Request body: a form'])
          return original.languageOf(request)
        },
      })),
    ),
  ],
  'roaming.formats.uses-its-namespace': [
    defect('answers in a namespace of its own', core =>
      inNamespace(core, 'urn:example:roamingProvisioning:1'),
    ),
    defect('answers in the namespace of the common types', core =>
      inNamespace(core, 'urn:oma:xml:rest:netapi:common:1'),
    ),
    defect('notifies in the namespace of another version', core =>
      inNamespace(core, 'urn:oma:xml:rest:roamingProvisioning:2', 'roamingSubscriptionNotification'),
    ),
  ],
  'roaming.formats.understands-any-prefix': [
    defect('does not know the prefix ns2', core => refusesXml(core, /<ns2:/)),
    defect('does not know a default namespace', core => refusesXml(core, /<roamingSubscription[\s>]/)),
  ],
  'roaming.formats.json-has-the-root-as-its-one-member': [
    defect('answers in JSON without the root member', core => writesJson(core, (_name, content) => content)),
    defect('answers in JSON with a prefix', core =>
      writesJson(core, (name, content) => ({ [`rp:${name}`]: content })),
    ),
    defect('answers in JSON with a namespace beside the root', core =>
      writesJson(core, (name, content) => ({
        [name]: content,
        xmlns: 'urn:oma:xml:rest:roamingProvisioning:1',
      })),
    ),
  ],
  'roaming.formats.reads-both-forms-of-one-item': [
    defect('needs an array for one userId in JSON', core => refusesJson(core, /"userId":\s*\{/)),
  ],
  'roaming.formats.reads-null-as-an-empty-element': [
    defect('needs a string wherever there is a member', core => refusesJson(core, /:\s*null/)),
  ],

  'roaming.values.json-keeps-strings': [
    defect('answers a creation with callbackData as a number', core =>
      editAnswer(core, 'created', (content, { callback }) =>
        withCallbackData(content, literalFrom(callback.callbackData)),
      ),
    ),
  ],
  'roaming.values.takes-no-number-for-nothing': [
    defect('takes whatever is no text for an empty one', core =>
      editReader(core, 'POST', original => ({
        optional: (node, name) => {
          const [found] = childrenOf(node, name)
          return typeof found === 'number' ? '' : original.optional(node, name)
        },
      })),
    ),
  ],
  'roaming.values.xml-string-stays-a-string-in-json': [
    defect('shows literals that came in XML as what they look like', core =>
      editAnswer(core, 'retrieve', (content, { callback, format }) =>
        format === 'XML' ? withCallbackData(content, literalFrom(callback.callbackData)) : content,
      ),
    ),
  ],
  'roaming.values.keeps-every-character': [
    defect('answers a creation without characters beyond ASCII', core =>
      editsData(core, data => data.replace(/[^\t\n -~]/gu, '?')),
    ),
    defect('answers a creation with escaped markup', core =>
      editsData(core, data => data.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
    ),
    defect('answers a creation with trimmed callbackData', core => editsData(core, data => data.trim())),
  ],

  'roaming.robustness.refuses-what-is-malformed': [
    defect('fails on an empty body', core => failsOn(core, ({ body }) => body.length === 0)),
    defect('fails on truncated XML', core =>
      failsOn(core, ({ body }) => /^\s*<(?!.*roamingSubscription>\s*$)/s.test(body.toString('latin1'))),
    ),
    defect('reads JSON of any root', core =>
      override(core, original => ({
        read: (request, language) =>
          original.read(language === 'JSON' ? renameRoot(request) : request, language),
      })),
    ),
  ],
  'roaming.robustness.survives-hostile-bodies': [
    defect('fails on a document type', core => failsOn(core, ({ body }) => body.includes('<!DOCTYPE'))),
    defect('fails on nested elements', core => failsOn(core, ({ body }) => body.length > 200_000)),
    defect('fails on a lone surrogate', core =>
      failsOn(core, ({ body }) => /\\ud[89a-f]/i.test(body.toString('latin1'))),
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
  ],
}

function withStatus(status: number): (reply: HttpReply) => HttpReply {
  return reply => ({ ...reply, status })
}

function withHeader(reply: HttpReply, name: string, value: string): HttpReply {
  return { ...reply, headers: { ...reply.headers, [name]: value } }
}

/** Changes the refusal of one method by the resource that allows `allow`. */
function editMethodRefusal(
  core: RoamingCore,
  allow: string,
  method: string,
  edit: (reply: HttpReply) => HttpReply,
): void {
  override(core, original => ({
    dispatch: (request, route, format) => {
      const allowed = route.subscriptionId === undefined ? 'POST' : 'GET, PUT'
      if (request.method !== method || allowed !== allow) return original.dispatch(request, route, format)
      return edit(original.refusal(new Problem('method', ['method not allowed'], { allow }), format))
    },
  }))
}

function editAllow(core: RoamingCore, allow: string, edit: (allow: string) => string | undefined): void {
  override(core, original => ({
    methodNotAllowed: allowed => {
      const edited = allowed === allow ? edit(allowed) : allowed
      if (edited !== undefined) return original.methodNotAllowed(edited)
      throw new Problem('method', ['method not allowed'])
    },
  }))
}

function reads(core: RoamingCore, method: string, only: Format): void {
  override(core, original => ({
    read: (request, language) => {
      if (request.method === method && language !== only)
        throw new Problem('media type', [`only ${only} is read`])
      return original.read(request, language)
    },
  }))
}

function answersIn(core: RoamingCore, operation: 'create' | 'retrieve' | 'update', format: Format): void {
  override(core, original => {
    if (operation === 'create') return { create: (request, route) => original.create(request, route, format) }
    return operation === 'retrieve'
      ? { retrieve: (request, route) => original.retrieve(request, route, format) }
      : { update: (request, route) => original.update(request, route, format) }
  })
}

function inNamespace(core: RoamingCore, namespace: string, name = 'roamingSubscription'): void {
  override(core.rendering, original => ({
    root: wanted => ({ ...original.root(wanted), ...(wanted === name ? { namespace } : {}) }),
  }))
}

function refusesXml(core: RoamingCore, pattern: RegExp): void {
  refusesBody(core, 'XML', pattern)
}

function refusesJson(core: RoamingCore, pattern: RegExp): void {
  refusesBody(core, 'JSON', pattern)
}

function refusesBody(core: RoamingCore, format: Format, pattern: RegExp): void {
  override(core, original => ({
    read: (request, language) => {
      if (language === format && pattern.test(request.body.toString('latin1'))) {
        throw new Problem('body', ['Request body: unknown form'])
      }
      return original.read(request, language)
    },
  }))
}

/** Writes JSON other than errors in another way. */
function writesJson(core: RoamingCore, edit: (name: string, content: Elements) => unknown): void {
  override(core.rendering, original => ({
    write: (format, root, content) =>
      format === 'JSON' && root.name !== 'requestError'
        ? JSON.stringify(edit(root.name, content))
        : original.write(format, root, content),
  }))
}

/** The JSON value that a text looks like. */
function literalFrom(text: string | undefined): Element | undefined {
  if (text === undefined || !/^(\d+|\d+e\d+|true|false|null)$/.test(text)) return text
  return (/^\d/.test(text) ? Number(text) : JSON.parse(text)) as Element
}

function withCallbackData(content: Elements, data: Element | undefined): Elements {
  if (data === undefined) return content
  return {
    ...content,
    callbackReference: { ...(content['callbackReference'] as Elements), callbackData: data },
  }
}

function editsData(core: RoamingCore, edit: (data: string) => string): void {
  editAnswer(core, 'created', (content, { callback }: Subscription) =>
    callback.callbackData === undefined
      ? content
      : withCallback(content, 'callbackData', edit(callback.callbackData)),
  )
}

function failsOn(core: RoamingCore, of: (request: HttpRequest) => boolean): void {
  override(core, original => ({
    create: (request, route, format) => {
      try {
        return original.create(request, route, format)
      } catch (error) {
        if (!of(request)) throw error
        return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'failed\n' }
      }
    },
  }))
}

function renameRoot(request: HttpRequest): HttpRequest {
  try {
    const [content] = Object.values(JSON.parse(request.body.toString()) as object) as unknown[]
    return { ...request, body: Buffer.from(JSON.stringify({ roamingSubscription: content })) }
  } catch {
    return request
  }
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
