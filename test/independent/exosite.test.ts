import { provesIndependent } from './proving.js'

provesIndependent('exosite', {
  seenByAll: [
    'range-remembered',
    'content-served-once',
    'cache-keeps-refusals',
    'list-cached-by-vendor',
    'list-drops-downloaded',
  ],
  missed: {
    'empty-content-without-type': 'the type of a content without bytes says nothing to a device',
    'conflict-never-ends':
      'an answer that does not end is no answer: the run ends as incomplete, and says so',
  },
  groups: [
    [
      'errors-empty list-ends-with-newline list-reversed list-hides-protected info-ends-with-newline whole-range-200',
      'unsatisfiable-200 multipart-ranges headers-spelt-otherwise headers-reordered accept-ranges-always',
      'closes-connections unknown-id-403 protected-404 foreign-key-401 wrong-verb-404 missing-field-404 other-data',
      'heads-of-go errors-long options-answered wrong-type-400 challenge-sent paths-lenient repeated-field-last',
      'race-refuses-both missing-pair-403 content-type-normalised malformed-range-400 list-crlf-between',
    ],
    [
      'errors-status-line list-crlf list-empty-204 info-ends-with-crlf info-foreign-403 activate-bad-pair-403',
      'unsatisfiable-206-empty multiple-ranges-416 headers-extra accept-ranges-never charset-spelt-otherwise',
      'unknown-id-400 foreign-key-404 wrong-verb-501 missing-field-409 any-content-type pair-before-key',
      'meta-percent-encoded continue-sent slow heads-of-express fields-of-the-query-count key-as-token-too',
      'empty-id-is-list protected-401 content-range-on-whole ranges-everywhere info-of-any-value',
    ],
    [
      'errors-html keys-alphanumeric closes-silently dribbles unknown-id-204 missing-field-422 disabled-key-works',
      'info-values head-answered key-made-at-activation list-ids-quoted info-meta-quoted empty-content-is-204',
      'errors-chunked heads-of-a-gateway heads-with-white-space closes-every-fifth errors-close',
      'multiple-ranges-first',
    ],
    ['errors-json-with-key-words content-unknown-id-is-empty-200 http-10-close'],
    [
      'errors-problem-xml unknown-id-410 multiple-ranges-400 unsatisfiable-400 malformed-range-416 missing-pair-404',
      'heads-of-a-file-server empty-list-newline info-all-quoted list-shuffled chunked-request-411 keys-upper-case',
      'activate-bad-vendor-403 wrong-verb-403 cold-start early-hints accept-ranges-twice lengths-with-zeros ids-within-ids',
    ],
  ].map(lines => lines.join(' ').split(' ')),
})
