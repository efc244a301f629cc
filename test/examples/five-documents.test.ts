import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkDocument } from '../../examples/check-document.js'
import { packageRoot } from '../../harness/package-root.js'

const FOLDER = join(packageRoot, '..', 'shared', 'specs')

/** What is to be found in each document: line, kind, further lines, and which item of its companion that is. */
type Expected = readonly (readonly [line: number, kind: string, also?: string, item?: string])[]

const EXPECTED: Readonly<Record<string, readonly [api: string, examples: number, findings: Expected]>> = {
  '000': [
    'seram',
    0,
    [
      [4, 'name.spelling', '4', 'SE-8'],
      [39, 'reference.folder', '', 'SE-6'],
    ],
  ],
  '001': [
    'thunder',
    9,
    [
      [187, 'section.lacking', '', 'TH-3'],
      [266, 'member.list-in-string', '', 'TH-1'],
      [303, 'rpc.prefix', '', 'TH-7'],
    ],
  ],
  '002': [
    'onapi',
    2,
    [
      [39, 'http.start-line', '', 'ON-3'],
      [39, 'url.spelling', '', 'ON-3'],
      [58, 'name.spelling', '', 'ON-9'],
      [60, 'schema.invalid', '', 'ON-6'],
      [61, 'schema.invalid', '', 'ON-6'],
      [67, 'schema.invalid', '', 'ON-6'],
      [108, 'section.lacking'],
      [131, 'member.sender', '', 'ON-7'],
      [139, 'http.start-line', '', 'status line and header on one line'],
      [165, 'section.lacking', '', 'ON-20: the format'],
    ],
  ],
  '003': [
    'exosite',
    9,
    [
      [17, 'placeholder.spelling', '41', 'EX-3'],
      [20, 'status.unnamed', '', 'EX-2: expired'],
      [20, 'status.unnamed', '', 'EX-2: activated'],
      [63, 'placeholder.undefined', '', 'EX-3'],
      [63, 'status.unnamed', '', 'EX-7: the CIK of another model'],
      [70, 'http.length', '146', 'EX-3'],
      [96, 'status.unnamed', '138', 'EX-7: the CIK of another model'],
      [97, 'status.unnamed', '139', 'EX-7: content that is not authorized'],
      [103, 'symbol.meaning', '', 'EX-5'],
      [125, 'http.range', '', 'EX-4'],
      [165, 'status.contradiction', '', 'EX-1'],
    ],
  ],
  '004': [
    'roaming',
    10,
    [
      [35, 'name.blank'],
      [36, 'name.blank'],
      [246, 'reference.subject', '', 'G27'],
      [312, 'name.spelling', '', 'G34: the name of a type'],
      [375, 'member.type', '', 'G4'],
      [384, 'member.unknowable', '', 'G5'],
      [562, 'enumeration.meaning', '', 'G20'],
      [614, 'url.spelling', '616,634,647,662,672,674,690', 'G12'],
      [616, 'url.variable', '634,647,662,674,690', 'G14'],
      [617, 'figure.number', '', 'G34: two figures 1'],
      [663, 'name.spelling'],
      [666, 'enumeration.meaning', '', 'G18'],
      [695, 'list.outcome', '', 'G2'],
      [701, 'reference.source'],
      [702, 'member.type', '', 'G13'],
      [763, 'reference.section'],
      [769, 'reference.subject', '1041', 'G27'],
      [773, 'http.header', '877,921,967,1612,1616', 'G7: should, and must'],
      [773, 'http.header', '', 'G7, in the blueprint'],
      [877, 'http.header', '', 'G7, in the blueprint'],
      [921, 'http.header', '', 'G7, in the blueprint'],
      [967, 'http.header', '', 'G7, in the blueprint'],
      [1050, 'enumeration.spelling', '1080', 'G3'],
      [1050, 'enumeration.spelling', '1078,1082,1139,1173', 'G3'],
      [1075, 'figure.number', '', 'G34: two figures 6'],
      [1084, 'claim.order', '', 'G15'],
      [1139, 'schema.invalid', '', 'G3, the example'],
      [1154, 'url.base', '1218,1268,1327,1380,1439,1492,1552,1605', 'G33'],
      [1166, 'member.absent', '', 'G1'],
      [1173, 'name.spelling', '1276,1388,1501', 'G34: signaling'],
      [1612, 'http.header', '1616', 'G7'],
      [1630, 'claim.contradiction', '', 'G27: service exceptions'],
      [1658, 'claim.contradiction', '', 'G27: policy exceptions'],
      [1777, 'claim.contradiction', '', 'G28'],
      [1781, 'claim.contradiction'],
      [1871, 'claim.contradiction'],
      [1900, 'claim.contradiction'],
      [1958, 'claim.contradiction', '', 'G11, G32'],
      [2010, 'name.blank', '', 'G32'],
      [2062, 'claim.contradiction', '', 'G30'],
      [2070, 'reference.source'],
    ],
  ],
}

/** Lines at which text of the template begins, by the sections of document 004: G6, G17, G29, G31, G32, G35 and others. */
const TEMPLATE = [
  9, 77, 90, 183, 199, 237, 602, 706, 737, 752, 771, 804, 845, 855, 875, 882, 900, 919, 927, 945, 965, 972,
  990, 1162, 1622, 1631, 1650, 1659, 1704, 1725, 1769, 1789, 1841, 1856, 1893, 1952, 1982, 2004, 2011, 2054,
]

test('the five documents need the folder ../shared/specs beside the project', context => {
  if (!existsSync(FOLDER))
    context.diagnostic(`${FOLDER} does not exist: the five documents are not checked here`)
  else assert.equal(readdirSync(FOLDER).filter(name => name.endsWith('.txt')).length, 5)
})

if (existsSync(FOLDER)) {
  for (const name of readdirSync(FOLDER).filter(name => name.endsWith('.txt'))) {
    test(`in ${name} everything is found at its line, and nothing else`, async () => {
      const expected = EXPECTED[name.slice(0, 3)]
      assert.ok(expected, `nothing is expected of ${name}`)
      const report = await checkDocument(name, readFileSync(join(FOLDER, name)))
      assert.equal(report.api, expected[0])
      assert.equal(report.examples, expected[1])
      const [template, others] = [true, false].map(left =>
        report.findings.filter(({ kind }) => (kind === 'template.left') === left),
      )
      assert.deepEqual(
        others?.map(
          ({ line, kind, also }) => `${line} ${kind} ${[...new Set(also.map(place => place.line))].join()}`,
        ),
        expected[2].map(([line, kind, also = '']) => `${line} ${kind} ${also}`),
      )
      assert.deepEqual(
        template?.map(({ line }) => line),
        name.startsWith('004') ? TEMPLATE : [],
      )
    })
  }
}
