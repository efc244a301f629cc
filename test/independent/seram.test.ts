import { provesIndependent } from './proving.js'

provesIndependent('seram', {
  missed: {
    'id-without-case': 'session ids may be UUIDs, whose capitals mean nothing',
    'open-to-other-case': 'a credential may be a UUID, whose capitals mean nothing',
    'credentials-by-exact-header-case': 'the field of an API key is sent as the target file spells it',
  },
  groups: [
    [
      'null-literal generated-with-charset generated-odd-ids location basic-scheme unauthenticated-403 refusals-422',
      'refusals-empty verbs-404 empty-order-refused empty-list-refused unknown-members-refused nulls-refused',
      'two-parameters-needed start-and-stop-needed chosen-must-be-listed negative-delay-refused headers-lower-case',
      'closes-connections kept-with-defaults kept-members-sorted other-base',
    ],
    [
      'null-literal-with-line-end generated-without-content-type generated-long-ids session-key-declared',
      'list-key-declared bearer-scheme unauthenticated-closes refusals-403 refusals-problem-json verbs-501',
      'undefined-unknown examples-spelling-too known-elements-only copies-dropped reverses-elements headers-extra',
      'chunked dribbles reason-phrases-other generated-pretty',
    ],
    [
      'null-without-length generated-as-string-declared generated-escaped key-in-query refusals-409 refusals-html',
      'closes-silently slow continue-sent empty-declared',
    ],
    ['null-with-content-type generated-short-ids key-in-cookie released until-close'],
    ['null-declared'],
  ].map(lines => lines.join(' ').split(' ')),
})
