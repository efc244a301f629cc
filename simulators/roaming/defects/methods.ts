import { defect, override, type Defects, type HttpReply, type HttpRequest } from '../../simulator.js'
import type { RoamingCore } from '../core.js'
import { field } from '../negotiation.js'
import { Problem } from '../problem.js'
import { withStatus } from './shared.js'

/** Wrong methods, and requests that break the DSP. */
export const methodDefects: Defects<RoamingCore> = {
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
  'roaming.methods.nothing-but-put-changes-a-subscription': [
    defect('takes PATCH for PUT', core => takeForPut(core, 'PATCH')),
    defect('does what is posted to a subscription, and refuses it then', core =>
      override(core, original => ({
        dispatch: (request, route, format) => {
          if (request.method === 'POST' && route.subscriptionId !== undefined) {
            void original.update({ ...request, method: 'PUT' }, route, format)
          }
          return original.dispatch(request, route, format)
        },
      })),
    ),
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

    defect('takes an update without a body for one that changes nothing', core =>
      override(core, original => ({
        update: (request, route, format) =>
          request.body.length === 0
            ? original.retrieve(request, route, format)
            : original.update(request, route, format),
      })),
    ),
  ],
  'roaming.robustness.survives-hostile-bodies': [
    defect('fails on a document type', core => failsOn(core, ({ body }) => body.includes('<!DOCTYPE'))),
    defect('fails on nested elements', core => failsOn(core, ({ body }) => body.length > 200_000)),
    defect('fails on a lone surrogate', core =>
      failsOn(core, ({ body }) => /\\ud[89a-f]/i.test(body.toString('latin1'))),
    ),

    defect('fails on a root that is null', core =>
      breaksOn(core, ({ body }) => /^\{"roamingSubscription":null\}$/.test(body.toString('latin1'))),
    ),
    defect('fails on elements of other types', core =>
      breaksOn(core, ({ body }) => body.includes('"callbackReference":"')),
    ),
    defect('fails when what is fixed is another in an update', core =>
      override(core.rendering, original => ({
        exception: problem => ({
          ...original.exception(problem),
          ...(problem.kind === 'fixed' ? { status: 500 } : {}),
        }),
      })),
    ),
  ],
  'roaming.robustness.survives-hostile-heads': [
    defect('fails on a percent sign that encodes nothing', core =>
      breaksOn(core, ({ target }) => /%(?![0-9A-Fa-f]{2})/.test(target)),
    ),
    defect('fails on octets that are no UTF-8', core => breaksOn(core, ({ target }) => /%FF/.test(target))),
    defect('fails on an Accept that it cannot read', core =>
      breaksOn(core, request => field(request, 'accept')?.startsWith(';') ?? false),
    ),
    defect('fails on credentials that it cannot decode', core =>
      breaksOn(core, request => field(request, 'authorization')?.includes('%') ?? false),
    ),
  ],
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

function takeForPut(core: RoamingCore, method: string): void {
  override(core, original => ({
    dispatch: (request, route, format) =>
      original.dispatch(request.method === method ? { ...request, method: 'PUT' } : request, route, format),
  }))
}

/** Answers some requests with an error of the server, whatever the reference does with them. */
function breaksOn(core: RoamingCore, of: (request: HttpRequest) => boolean): void {
  const failed: HttpReply = { status: 500, headers: { 'content-type': 'text/plain' }, body: 'failed\n' }
  override(core, original => ({ handle: request => (of(request) ? failed : original.handle(request)) }))
}
