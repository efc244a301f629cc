import { readProof, scoresOf, type Proof, type Score } from './proof.js'

const HEAD = `# What the suite sees

For every rule there are servers that break just that rule, for every API servers that differ and still conform, and
servers without any substance. This is what the suite says of each of them. It is made of [proof.json](proof.json)
([schema](../schemas/prove.schema.json)), which \`npm run proof\` makes anew for all APIs, and
\`assay prove --rule ... --out docs/proof.json\` for single rules.

A defect counts as seen only if the rule that it breaks turns red. *Other rules* are those that turn red besides, so that
someone would look for the mistake in the wrong place.
`

/** The page on the suite's own score. */
export function proofPage(file: string): string {
  const proof = readProof(file)
  return `${HEAD}
| API | defects seen by their own rule | other rules: median | ninth decile | variations undisturbed | hollow servers without an unexplained pass |
| --- | --- | --- | --- | --- | --- |
${scoresOf(proof).map(line).join('\n')}

${unseen(proof)}

## Defects that turn more than three other rules red

${wide(proof)}

## What hollow servers keep

${kept(proof)}
`
}

function line(score: Score): string {
  const cells = [
    `\`${score.api}\``,
    `${score.seenByOwnRule} of ${score.defects}`,
    score.median,
    score.ninthDecile,
    `${score.undisturbed} of ${score.variations}`,
    `${score.explained} of ${score.hollow}`,
  ]
  return `| ${cells.join(' | ')} |`
}

function unseen({ defects, variations }: Proof): string {
  const lines = [
    ...defects
      .filter(({ byOwnRule }) => !byOwnRule)
      .map(({ rule, name }) => `- Not seen by \`${rule}\`: ${name}.`),
    ...variations
      .filter(({ red }) => red.length > 0)
      .map(({ api, name, red }) => `- Accused in \`${api}\`: ${name} (${red.join(', ')}).`),
  ]
  return lines.length === 0
    ? 'Every defect is seen by its own rule, and no variation is accused.'
    : lines.join('\n')
}

function wide({ defects }: Proof): string {
  const lines = defects
    .filter(({ alsoRed }) => alsoRed.length > 3)
    .map(({ rule, name, alsoRed }) => `| \`${rule}\` | ${name} | ${alsoRed.length} |`)
  if (lines.length === 0) return 'There is none.'
  return `| rule | defect | other rules |\n| --- | --- | --- |\n${lines.join('\n')}`
}

function kept({ hollow }: Proof): string {
  const lines = hollow.flatMap(({ name, explained }) =>
    Object.entries(explained).map(([rule, why]) => `| ${name} | \`${rule}\` | ${why} |`),
  )
  if (lines.length === 0) return 'Nothing.'
  return `| server | rule | why |\n| --- | --- | --- |\n${lines.join('\n')}`
}
