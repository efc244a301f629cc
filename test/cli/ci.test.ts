import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { packageRoot } from '../../harness/package-root.js'
import type { VerdictDocument } from '../../reports/verdict-json.js'
import { serve, type Served } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

/** A command of a snippet with the variables that its CI gives it. */
interface Command {
  readonly script: string
  readonly env: Readonly<Record<string, string>>
}

interface Job {
  readonly steps?: readonly { readonly run?: string }[]
  readonly script?: readonly string[]
}

interface Manifest {
  readonly spec: {
    readonly completions?: number
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly command: readonly string[] }[] }
    }
  }
}

const snippet = (name: string): string => readFileSync(join(packageRoot, 'ci', name), 'utf8')
const SHARDS = [1, 2, 3, 4]

/** The commands of each snippet, in the order in which its CI runs them. */
const SNIPPETS: Readonly<Record<string, (folder: string) => Command[]>> = {
  'github-actions.yml': () => {
    const { jobs } = parse(snippet('github-actions.yml')) as {
      jobs: { judge: Job & { strategy: { matrix: { shard: number[] } } }; verdict: Job }
    }
    assert.deepEqual(jobs.judge.strategy.matrix.shard, SHARDS)
    const runs = (job: Job, values: Readonly<Record<string, number>>): Command[] =>
      (job.steps ?? []).flatMap(({ run }) =>
        run === undefined
          ? []
          : [
              {
                script: run.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => String(values[name])),
                env: {},
              },
            ],
      )
    return [
      ...SHARDS.flatMap(shard => runs(jobs.judge, { 'matrix.shard': shard, 'github.run_number': 17 })),
      ...runs(jobs.verdict, {}),
    ]
  },
  'gitlab-ci.yml': () => {
    const { judge, verdict } = parse(snippet('gitlab-ci.yml')) as {
      judge: Job & { parallel: number }
      verdict: Job
    }
    assert.equal(judge.parallel, SHARDS.length)
    const envOf = (shard: number) => ({
      CI_PIPELINE_IID: '17',
      CI_NODE_INDEX: String(shard),
      CI_NODE_TOTAL: '4',
    })
    return [
      ...SHARDS.flatMap(shard => (judge.script ?? []).map(script => ({ script, env: envOf(shard) }))),
      ...(verdict.script ?? []).map(script => ({ script, env: {} })),
    ]
  },
  'kubernetes-job.yaml': folder => {
    const [judge, verdict] = parseAllDocuments(snippet('kubernetes-job.yaml')).map(
      document => document.toJS() as Manifest,
    )
    assert.equal(judge?.spec.completions, SHARDS.length)
    const script = (manifest: Manifest | undefined): string => {
      const command = manifest?.spec.template.spec.containers[0]?.command ?? []
      assert.deepEqual(command.slice(0, 2), ['sh', '-c'])
      return command[2] ?? ''
    }
    const env = { CONFIG: folder, REPORTS: folder }
    return [
      ...SHARDS.map(shard => ({
        script: script(judge),
        env: { ...env, JOB_COMPLETION_INDEX: String(shard - 1) },
      })),
      { script: script(verdict), env },
    ]
  },
}

const folder = temporaryFolder()
let server: Served

before(async () => {
  server = await serve(folder, 'exosite')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  // The commands mean the installed package; here they reach the one that is tested.
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\n[ "$*" = ci ]\n')
  const main = join(packageRoot, 'dist/cli/main.js')
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\n[ "$1" = assay ] || exit 9\nshift\nexec "${process.execPath}" "${main}" "$@"\n`,
  )
  for (const name of ['npm', 'npx']) chmodSync(join(bin, name), 0o755)
})
after(async () => {
  await server.stop()
})

for (const [name, commandsOf] of Object.entries(SNIPPETS)) {
  test(`the commands of ${name} judge a target in shards and together`, () => {
    const place = join(folder, name.replace(/\W/g, '-'))
    mkdirSync(place)
    writeFileSync(
      join(place, 'target.yaml'),
      stringify({ exosite: { url: server.url, stage: { url: server.stage } } }),
    )
    writeFileSync(join(place, 'known.yaml'), '[]\n')
    for (const { script, env } of commandsOf(place)) {
      const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
        cwd: place,
        encoding: 'utf8',
        env: { ...process.env, ...env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
      })
      assert.equal(status, 0, `${script}\n${stdout}${stderr}`)
    }
    const report = join(place, 'assay-report')
    const verdict = JSON.parse(readFileSync(join(report, 'verdict.json'), 'utf8')) as VerdictDocument
    assert.equal(verdict.outcome, 'conformant')
    assert.ok((verdict.suites[0]?.rules.length ?? 0) > 100)
    assert.ok(existsSync(join(report, 'junit.xml')))
  })
}
