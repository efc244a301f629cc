#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { parseBudget, type FuzzBudget } from '../harness/fuzz/budget.js'
import { packageRoot } from '../harness/package-root.js'
import { apiNames } from './apis.js'
import { consoleOf } from './console.js'
import { EXIT } from './exit.js'
import { judgeThreads } from './judge-apart.js'

// Whatever ends the process before the end of this file is an error of ours and must look like one.
process.exitCode = EXIT.error

const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
const terminal = consoleOf(process)

const program = new Command('assay')
  .description(
    'Tells whether an implementation of a provisioning or order API does what its specification says.',
  )
  .version(version)
  .exitOverride()
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    examples(['assay run', 'assay run exosite --target target.yaml', 'assay rules exosite']),
  )

program
  .command('run')
  .description('judge a target; without one, the bundled simulators')
  .argument('[api...]', 'the APIs to judge; all of the target file if left out')
  .option('--target <file>', 'target file (YAML): where the implementation is and how to reach its states')
  .option('--rule <id...>', 'only these rules')
  .option('--tags <expression>', 'only scenarios with these tags, such as "@must and not @practice"')
  .option('--seed <number>', 'seed of all data and of a random order', wholeNumber)
  .addOption(
    new Option('--order <order>', 'order of the scenarios').choices(['defined', 'random']).default('defined'),
  )
  .option('--shard <i/n>', 'only every n-th scenario, beginning with the i-th', shard)
  .option('--out <folder>', 'where the reports go', 'assay-report')
  .option('--json', 'print verdict.json and nothing else')
  .option('--allow-incomplete', 'exit 0 although something could not be judged')
  .option('--bail', 'end at the first failure')
  .option('--allure', 'write Allure results too')
  .option(
    '--fuzz <budget>',
    'try properties on so many inputs each, such as 1000, or for so long, such as 60s',
    budget,
  )
  .option('--fuzz-only', 'only rules that are properties')
  .option('--corpus <folder>', 'counterexamples that are tried first; those of the report folder if left out')
  .option('--baseline <file>', 'known failures (YAML: rule, reason, expires), which do not fail the build')
  .addOption(
    new Option('--require <level>', 'the level from which on a broken rule fails the build')
      .choices(['must', 'should'])
      .default('must'),
  )
  .addHelpText(
    'after',
    examples([
      'assay run',
      'assay run exosite --target target.yaml',
      'assay run exosite --rule exosite.activate.returns-cik --seed 42',
      'assay run exosite --fuzz 60s --fuzz-only',
      'assay run --tags "@must and not @practice" --json',
      'assay run --target target.yaml --baseline known.yaml --require should',
      'assay run --target target.yaml --shard 1/4 --out shard-1   (then: assay report merge)',
    ]) +
      '\nExit codes: 0 conformant, 1 a required rule is broken or the baseline is out of date, 2 the judgement is incomplete, 3 misuse, 4 an error of assay.\n',
  )
  .action(async (apis: string[], options) => {
    terminal.interruption()
    const threads = options.target === undefined ? judgeThreads(apis.length || apiNames.length) : []
    const { run } = await import('./run.js')
    process.exitCode = await run({ apis, ...options, threads }, terminal, version)
  })

program
  .command('replay')
  .description('try a counterexample again, and nothing else')
  .argument('<file>', 'a file from counterexamples/ of a report folder')
  .option('--target <file>', 'target file (YAML); the bundled simulator if left out')
  .option('--out <folder>', 'where the reports go', 'assay-report/replay')
  .option('--json', 'print verdict.json and nothing else')
  .addHelpText(
    'after',
    examples(['assay replay assay-report/counterexamples/exosite.always.keys-differ-1a2b3c4d.json']),
  )
  .action(async (file: string, options) => {
    const { replay } = await import('./replay.js')
    process.exitCode = await replay({ file, ...options }, terminal, version)
  })

program
  .command('serve')
  .description('run the simulators')
  .argument('[api...]', 'the APIs to serve; all if left out')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option(
    '--port <number>',
    'port of the first API, the next ones follow; free ports if left out',
    wholeNumber,
  )
  .option('--seed <number>', 'seed of everything that the simulators make up', wholeNumber, 1)
  .option('--defect <rule...>', 'break these rules, by their ids; "list" names the defects')
  .option('--variation <name...>', 'differ in these ways and still conform; "list" names them')
  .option('--latency <milliseconds>', 'wait so long before each answer', wholeNumber, 0)
  .option('--no-stage', 'do not let clients set up states')
  .option('--quiet', 'do not print a line for each request')
  .option('--json', 'print where the servers are as one line of JSON')
  .addHelpText(
    'after',
    examples([
      'assay serve exosite --port 8080',
      'assay serve exosite --defect exosite.range.ends-at-last-position',
      'assay serve exosite --defect list',
    ]),
  )
  .action(async (apis: string[], options) => {
    const { serve } = await import('./serve.js')
    process.exitCode = await serve({ apis, ...options }, terminal)
  })

program
  .command('rules')
  .description('print the catalogue: each rule with its source, scenarios, properties and defects')
  .argument('[api...]', 'the APIs; all if left out')
  .option('--json', 'print it as JSON')
  .addHelpText('after', examples(['assay rules', 'assay rules exosite --json']))
  .action(async (apis: string[], options) => {
    const { rules } = await import('./rules.js')
    process.exitCode = await rules({ apis, ...options }, terminal)
  })

program
  .command('prove')
  .description('run the suite against every defect, variation and hollow server: its own score')
  .argument('[api...]', 'the APIs; all if left out')
  .option('--rule <id...>', 'only the defects of these rules; no variations, no hollow servers')
  .option('--seed <number>', 'seed of the runs', wholeNumber, 1)
  .option('--sample <number>', 'only so many trials of each kind for an API, chosen by the seed', wholeNumber)
  .option(
    '--jobs <number>',
    'runs at the same time; as many as there are processors if left out',
    wholeNumber,
  )
  .option('--fuzz <budget>', 'prove the properties alone, each run with this budget, such as 60s', budget)
  .option('--out <file>', 'write the result to this file; one that is there is brought up to date')
  .option('--json', 'print the result as JSON')
  .addHelpText(
    'after',
    examples(['assay prove exosite', 'assay prove exosite --fuzz 60s', 'assay prove exosite --json']),
  )
  .action(async (apis: string[], options) => {
    const { prove } = await import('./prove.js')
    process.exitCode = await prove({ apis, ...options }, terminal)
  })

program
  .command('init')
  .description('write a target file by asking, and try what it says')
  .argument('[api]', 'the API that the implementation offers')
  .option('--url <url>', 'base URL of the implementation')
  .option('--auth <type>', 'credentials: none, basic, bearer, apiKey or oauth2')
  .option('--username <name>', 'user name (basic) or client id (oauth2)')
  .option(
    '--secret <variable>',
    'variable of the environment that holds the password, token, key or client secret',
  )
  .option('--key-name <name>', 'header field of the key (apiKey)')
  .option('--token-url <url>', 'token endpoint (oauth2)')
  .option('--profile <name>', 'which readings apply')
  .option('--stage <url>', 'URL of the stage server')
  .option('--option <name=value...>', 'settings that only this API has')
  .option('--out <file>', 'the file to write', 'target.yaml')
  .option('--force', 'write over a file that exists')
  .addHelpText(
    'after',
    examples([
      'assay init',
      'assay init exosite --url https://devices.example.com --stage https://devices.example.com/states',
      'assay init onapi --url https://orders.example.com --auth basic --username me --secret ORDERS_PASSWORD',
    ]),
  )
  .action(async (api: string | undefined, options) => {
    const { init } = await import('./init.js')
    process.exitCode = await init({ ...options, ...(api === undefined ? {} : { api }) }, terminal)
  })

const report = program.command('report').description('make reports of runs that are over')

report
  .command('merge')
  .description('make one run of its shards: the verdict and the reports that one machine would give')
  .argument('<folder...>', 'the folders that the shards left')
  .option('--out <folder>', 'where the reports go', 'assay-report')
  .option('--allow-incomplete', 'exit 0 although something could not be judged')
  .option('--baseline <file>', 'known failures (YAML: rule, reason, expires), which do not fail the build')
  .addOption(
    new Option('--require <level>', 'the level from which on a broken rule fails the build')
      .choices(['must', 'should'])
      .default('must'),
  )
  .option('--json', 'print verdict.json and nothing else')
  .option('--allure', 'write Allure results too')
  .addHelpText('after', examples(['assay report merge shard-1 shard-2 --out assay-report']))
  .action(async (folders: string[], options) => {
    const { mergeReports } = await import('./merge-reports.js')
    process.exitCode = await mergeReports({ folders, ...options }, terminal)
  })

report
  .command('statement')
  .description('write the conformance statement anew, with the name of what was judged')
  .argument('[folder]', 'the folder that a run left', 'assay-report')
  .option('--vendor <name>', 'who made the implementation')
  .option('--product <name>', 'what it is called')
  .option('--product-version <version>', 'which version was judged')
  .option('--digest <sha256>', 'SHA-256 of the artifact that was judged', sha256)
  .addHelpText(
    'after',
    examples(['assay report statement --vendor Acme --product Devices --product-version 2.1']),
  )
  .action(async (folder: string, options) => {
    const { writeStatement } = await import('./write-statement.js')
    process.exitCode = await writeStatement({ folder, ...options }, terminal)
  })

report
  .command('allure')
  .description('make the Allure report, where Java and allure-commandline are installed')
  .argument('[folder]', 'the folder that a run left', 'assay-report')
  .addHelpText('after', examples(['assay report allure', 'assay report allure assay-report']))
  .action(async (folder: string) => {
    const { allureReport } = await import('./allure-report.js')
    process.exitCode = await allureReport(folder, terminal)
  })

program
  .command('examples')
  .description('check the examples of specification documents: Markdown, exported text, HTML')
  .argument('<file...>', 'the documents')
  .option('--api <name>', 'the API that they specify; told from their content if left out')
  .option('--json', 'print the findings as JSON')
  .option('--sarif <file>', 'write the findings as SARIF 2.1.0 too, for annotations in a code host')
  .addHelpText(
    'after',
    examples([
      'assay examples order.md',
      'assay examples docs/*.md --api onapi',
      'assay examples api.txt --json --sarif findings.sarif',
    ]) +
      '\nExit codes: 0 nothing but notes, 1 an error was found, 2 warnings only, 3 misuse such as a binary file, 4 an error of assay.\n',
  )
  .action(async (files: string[], options) => {
    const { examples } = await import('./examples.js')
    process.exitCode = await examples({ files, ...options }, terminal, version)
  })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conformant : EXIT.misuse
  if (error instanceof Error && error.name === 'Misuse') {
    terminal.error(error.message)
    return EXIT.misuse
  }
  terminal.error(`assay failed: ${error instanceof Error ? error.stack : String(error)}`)
  return EXIT.error
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number such as 42.')
  return Number(text)
}

function budget(text: string): FuzzBudget {
  const parsed = parseBudget(text)
  if (parsed === undefined) {
    throw new InvalidArgumentError(
      'It must be a number of inputs such as 1000, or a time such as 60s, 5m or 1h.',
    )
  }
  return parsed
}

function sha256(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new InvalidArgumentError('It must have 64 hexadecimal digits.')
  return text
}

function shard(text: string): string {
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  if (index === undefined || Number(index) < 1 || Number(index) > Number(total)) {
    throw new InvalidArgumentError('It must have the form i/n with i from 1 to n, such as 2/4.')
  }
  return text
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map(line => `  $ ${line}\n`).join('')}`
}
