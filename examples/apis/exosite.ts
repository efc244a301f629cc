import { finding, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { headerNamed } from '../blocks/http-text.js'
import { hasPlaceholder } from '../blocks/placeholder.js'
import type { KnownApi } from './known-api.js'

/** The Device Provisioning API of Exosite. */
export const exosite: KnownApi = {
  name: 'exosite',
  signs: [/\/provision\/activate\b/, /\/provision\/download\b/, /\bX-Exosite-CIK\b/, /\bCIK\b/],
  judge({ examples, exchanges }) {
    return [
      ...examples.flatMap(judgeRequest),
      ...exchanges.flatMap(({ request, response }) => judgeAnswer(request, response)),
    ]
  },
}

const isActivation = ({ http }: Example): boolean =>
  http?.role === 'request' && /\/provision\/activate\b/.test(http.target)
const isDownload = ({ http }: Example): boolean =>
  http?.role === 'request' && /\/provision\/download\b/.test(http.target)

function judgeRequest(example: Example): Finding[] {
  const { http, body } = example
  if (http?.role !== 'request') return []
  const found: Finding[] = []
  if (isActivation(example) && http.method === 'POST' && body?.kind === 'form') {
    const names = body.fields.map(([name]) => name)
    for (const name of ['vendor', 'model', 'sn'].filter(name => !names.includes(name))) {
      found.push(
        finding('error', 'rule.broken', body.placeOf(0), body.text, `The form lacks the field "${name}".`, {
          rule: 'exosite.form.refuses-missing-field',
        }),
      )
    }
  }
  if (isDownload(example) && http.version !== '' && !headerNamed(http, 'X-Exosite-CIK')) {
    found.push(
      finding(
        'error',
        'rule.broken',
        http.start,
        http.start.text,
        'A download needs the header X-Exosite-CIK.',
        {
          rule: 'exosite.authorise.refuses-missing-cik',
        },
      ),
    )
  }
  return found
}

function judgeAnswer(request: Example, response: Example): Finding[] {
  const { http, body } = response
  if (http?.role !== 'response' || request.http?.role !== 'request' || http.status !== 200) return []
  const { target } = request.http
  const text = body?.text.trim() ?? ''
  if (isActivation(request)) {
    return [
      ...judgeType(http, 'text/plain', 'exosite.framing.activation-is-plain-text'),
      ...(body && text !== '' && !hasPlaceholder(text) && text.length !== 40
        ? [
            finding(
              'warning',
              'rule.broken',
              body.placeOf(0),
              text,
              `A CIK is 40 characters long; this one has ${text.length}.`,
              {
                rule: 'exosite.activate.returns-40-characters',
              },
            ),
          ]
        : []),
    ]
  }
  if (!isDownload(request)) return []
  if (/[?&]info=true\b/.test(target)) {
    const columns = text.split(',').length
    return [
      ...judgeType(http, 'text/csv', 'exosite.framing.information-is-csv'),
      ...(body && text !== '' && columns < 4
        ? [
            finding(
              'error',
              'rule.broken',
              body.placeOf(0),
              text,
              `Content information has four columns; this has ${columns}.`,
              {
                rule: 'exosite.info.has-four-columns',
              },
            ),
          ]
        : []),
    ]
  }
  return /[?&]id=/.test(target) ? [] : judgeType(http, 'text/csv', 'exosite.framing.lists-are-csv')
}

function judgeType(http: NonNullable<Example['http']>, expected: string, rule: string): Finding[] {
  const type = headerNamed(http, 'content-type')
  if (!type || hasPlaceholder(type.value) || type.value.toLowerCase().startsWith(expected)) return []
  return [finding('error', 'rule.broken', type, type.text, `This answer is of type ${expected}.`, { rule })]
}
