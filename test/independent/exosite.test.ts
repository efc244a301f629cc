import { provesIndependent } from './proving.js'

provesIndependent('exosite', {
  seenByAll: ['range-remembered'],
  missed: {
    'range-unit-by-exact-header-case':
      'the names of other header fields than the key are tried in one spelling',
    'info-by-order-of-parameters': 'the parameters of a query are sent in the order that the document prints',
  },
  groups: [
    [
      'errors-empty list-ends-with-newline list-reversed list-hides-protected info-ends-with-newline whole-range-200',
      'unsatisfiable-200 multipart-ranges headers-spelt-otherwise headers-reordered accept-ranges-always',
      'closes-connections unknown-id-403 protected-404 foreign-key-401 wrong-verb-404 missing-field-404 other-data',
    ],
    [
      'errors-status-line list-crlf list-empty-204 info-ends-with-crlf info-foreign-403 activate-bad-pair-403',
      'unsatisfiable-206-empty multiple-ranges-416 headers-extra accept-ranges-never charset-spelt-otherwise',
      'unknown-id-400 foreign-key-404 wrong-verb-501 missing-field-409 any-content-type pair-before-key',
      'meta-percent-encoded continue-sent slow',
    ],
    [
      'errors-html keys-alphanumeric closes-silently dribbles unknown-id-204 missing-field-422 disabled-key-works',
      'info-values head-answered key-made-at-activation list-ids-quoted info-meta-quoted empty-content-is-204',
      'errors-chunked',
    ],
    ['errors-json-with-key-words content-unknown-id-is-empty-200 http-10-close'],
  ].map(lines => lines.join(' ').split(' ')),
})
