import { defect, override, type Defects, type HttpRequest } from '../../simulator.js'
import type { OrderPlatform } from '../core.js'
import type { Members } from '../lenience.js'

/** Ways to let in who may not order, or to refuse in an unclear way. */
export const securityDefects: Defects<OrderPlatform> = {
  'seram.security.needs-credentials': [
    defect('takes orders without credentials', core =>
      override(core, original => ({
        admits: request =>
          original.scheme.credentialOf(request) === undefined && bare(request)
            ? true
            : original.admits(request),
      })),
    ),
    defect('takes secure elements alone without credentials', core =>
      override(core, original => ({
        admits: request =>
          original.admits(request) ||
          (bare(request) && /^\{"secureElements?":\[[^[\]]*\]\}$/.test(request.body.toString('utf8'))),
      })),
    ),
  ],
  'seram.security.shows-nothing-without-credentials': [
    defect('shows the sessions to everybody', core =>
      override(core, original => ({
        handle: request =>
          request.method === 'GET' && original.isOrderEndpoint(request.target)
            ? { status: 200, headers: {}, body: JSON.stringify([...original.sessions.keys()]) }
            : original.handle(request),
      })),
    ),
  ],
  'seram.security.refuses-wrong-credentials': [
    defect('takes a credential in any capitals', core =>
      override(core, original => ({
        admits: request =>
          original.scheme.credentialOf(request)?.toLowerCase() === original.scheme.credential.toLowerCase(),
      })),
    ),
    defect('takes a credential that it cannot read', core =>
      override(core, original => ({
        admits: request =>
          /[%"{]/.test(original.scheme.credentialOf(request) ?? '') || original.admits(request),
      })),
    ),
    defect('takes any credential', core =>
      override(core, original => ({
        admits: request => original.scheme.credentialOf(request) !== undefined,
      })),
    ),
    defect('takes the beginning of a credential', core =>
      override(core, original => ({
        admits: request => {
          const credential = original.scheme.credentialOf(request)
          return Boolean(credential) && original.scheme.credential.startsWith(credential ?? '')
        },
      })),
    ),
    defect('takes whatever ends as the credential does', core =>
      override(core, original => ({
        admits: request =>
          original.scheme.credentialOf(request)?.slice(1) === original.scheme.credential.slice(1),
      })),
    ),
    defect('takes whatever begins with the credential', core =>
      override(core, original => ({
        admits: request =>
          original.scheme.credentialOf(request)?.startsWith(original.scheme.credential) ?? false,
      })),
    ),
    defect('takes credentials of another scheme', core =>
      override(core, original => ({
        admits: request =>
          original.admits(request) || (original.scheme.credentialOf(request) === undefined && !bare(request)),
      })),
    ),
  ],
  'seram.security.refusal-creates-nothing': [
    defect('places the order before it looks at credentials', core =>
      override(core, original => ({
        refuseCredentials: request => {
          const reading = original.read(request.body)
          if (reading.ok && original.check(reading.value) === undefined) {
            void original.place(reading.value as Members, reading.text)
          }
          return original.refuseCredentials(request)
        },
      })),
    ),
  ],
  'seram.security.refusal-is-no-server-error': [
    defect('refuses credentials with 500', core =>
      override(core, original => ({ refuseCredentials: () => original.error(500, 'No.') })),
    ),
    defect('fails at a credential that it cannot read', core =>
      override(core, original => ({
        refuseCredentials: request =>
          /[%"{]/.test(original.scheme.credentialOf(request) ?? '')
            ? original.error(500, 'No.')
            : original.refuseCredentials(request),
      })),
    ),
  ],
  'seram.security.refusal-names-the-scheme': [
    defect('does not say which scheme to use', core =>
      override(core, original => ({ refuseCredentials: () => original.error(401, 'No.') })),
    ),
  ],
}

/** Whether a request carries no credential of any scheme. */
function bare({ headers }: HttpRequest): boolean {
  return (
    headers['authorization'] === undefined &&
    headers['cookie'] === undefined &&
    headers['x-api-key'] === undefined
  )
}
