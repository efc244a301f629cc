import { provesIndependent } from './proving.js'

provesIndependent('seram', {
  seenByAll: [
    'session-only-is-204',
    'delay-only-is-200',
    'given-echoed-if-alone',
    'id-zero-is-absent',
    'id-null-text-is-absent',
    'id-escapes-not-decoded',
  ],
  missed: {
    'credentials-by-exact-header-case': 'the field of an API key is sent as the target file spells it',
    'basic-password-of-nobody': 'a user without a name is one of the many wrong ones',
    'id-cut-at-nul': 'a platform may refuse control characters',
    'id-cut-at-255': 'a platform may refuse ids of such a length',
    'element-id-trimmed': 'white space around the id of a secure element means nothing that is known',
    'one-element-per-id': 'an id of secure elements may be one of a kind',
    'delay-wraps-at-32-bits': 'a platform may refuse a delay of a month',
    'session-only-empties-session': 'what an order for nothing does is left open (SE-18)',
    'takes-head': 'a HEAD with a body is nothing that a client sends',
    'bad-order-hangs': 'no deadline is stated; the run is incomplete',
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
    [
      'copies-refused empty-id-refused empty-element-id-refused empty-apdu-list-refused empty-body-refused',
      'big-delay-refused point-in-delay-refused members-without-case any-content-type bodies-of-100k-at-most',
      'get-lists-orders options-answered verbs-400 unauthenticated-404 refusals-404 refusals-close early-hints',
      'headers-of-framework generated-as-text-plain location-of-session generated-all-escaped generated-from-zero',
      'basic-with-colon trailing-slash-same empty-records-not-kept',
    ],
    [
      'copies-are-200 empty-id-is-absent depth-of-64-at-most get-shows-page verbs-403 unauthenticated-400',
      'refusals-413 refusals-as-list http-1.0 header-padding generated-as-vendor-json null-as-text-plain',
      'generated-as-urn generated-with-tabs kept-with-empty-list chosen-without-list-refused length-needed',
      'busy-session-is-409 key-with-odd-letters',
    ],
    [
      'head-answered verbs-redirect unauthenticated-redirects refusals-401 refusals-as-null closes-after-five',
      'trailers status-line-bare one-at-a-time first-is-slow generated-type-in-capitals generated-as-big-number',
    ],
    ['unauthenticated-unread refusals-long generated-outside-plane'],
    ['refusals-echo generated-in-4k'],
    ['generated-looks-like-json'],
  ].map(lines => lines.join(' ').split(' ')),
})
