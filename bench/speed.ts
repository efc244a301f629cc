/**
 * Runs the benches one after the other and writes docs/speed.md and docs/speed.svg: `npm run speed`. On a machine that does
 * nothing else, and that has a browser for the report; CHROMIUM says where.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../harness/package-root.js'
import { boundText, figureText, isKept, type Curve, type Figure, type Told } from './figure.js'
import { lineThrough, picture } from './picture.js'

const BENCHES = ['command', 'curve', 'run', 'simulators', 'thunder-websocket', 'memory', 'report', 'fuzz']

const figures: Figure[] = []
const curves: Curve[] = []
for (const bench of BENCHES) {
  const file = fileURLToPath(new URL(`./${bench}.ts`, import.meta.url))
  const child = fork(file, { execArgv: ['--import', 'tsx'] })
  child.on('message', (told: Told) => {
    if ('figure' in told) figures.push(told.figure)
    else curves.push(told.curve)
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`bench/${bench}.ts ended with ${code}`)
  writeFileSync(join(packageRoot, 'docs/speed.md'), page())
  if (curves.length > 0) writeFileSync(join(packageRoot, 'docs/speed.svg'), picture(curves))
}

function page(): string {
  const lines = figures.map(
    figure =>
      `| ${figure.what} | ${figureText(figure)} | ${boundText(figure).slice(2)} | ${verdictOf(figure)} |`,
  )
  const fits = curves.map(curve => {
    const { share } = lineThrough(curve.points)
    return `${(share * 100).toFixed(1)} % of the differences by ${curve.along}`
  })
  return `# Speed

Measured by \`npm run speed\` in one run on two cores. Ratios compare two things that took turns in the same run, so that
they mean the same on another machine; times are of this one. What each line compares is said at the head of its file in
\`bench/\`.

| what | figure | bound | |
| --- | --- | --- | --- |
${lines.join('\n')}

The time of a run grows with its scenarios and with the cases of its properties. A straight line explains
${fits.join(', and ')}.

![The time of a run beside its scenarios and beside its cases](speed.svg)
`
}

function verdictOf(figure: Figure): string {
  if (figure.atLeast === undefined && figure.atMost === undefined) return ''
  return isKept(figure) ? 'kept' : 'missed'
}
