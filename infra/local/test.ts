// `npm test`: types, style and every test; with arguments, only vitest with those; with TEST_PART, only that part.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiums, findOrInstall } from '@parley/embedded/system-packages'
import { explain } from '@parley/kit/problem'
import { ensureApps } from './apps.ts'
import { root } from './root.ts'

type Count = { passed: number; failed: number }

const program = (name: string) => join(root, 'node_modules/.bin', name)

/** @param print gets what the program writes, piece by piece; without it the terminal does */
function run(command: string, args: string[], print?: (piece: Buffer) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: print ? ['inherit', 'pipe', 'pipe'] : 'inherit' })
    if (print) for (const stream of [child.stdout, child.stderr]) stream?.on('data', print)
    const passOn = (signal: NodeJS.Signals) => child.kill(signal)
    process.once('SIGTERM', passOn)
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('SIGTERM', passOn)
      resolve(code === 0)
    })
  })
}

/**
 * Checks types and style, quietly, beside the tests, which leave a core idle now and then. Counts as one test: a run whose
 * types do not check must not end with "0 failed".
 */
async function check(): Promise<Count & { report: string }> {
  const pieces: Buffer[] = []
  // Loose: the settings that the bootstrap gives pnpm must reach the pnpm that turbo runs.
  const quietly = ['--continue', '--output-logs=errors-only', '--env-mode=loose']
  const isGood = await run(program('turbo'), ['run', 'types', 'style', ...quietly], (piece) => pieces.push(piece))
  const report = `\nTypes and style${isGood ? '' : ': failed'}\n${Buffer.concat(pieces)}`
  return { passed: Number(isGood), failed: Number(!isGood), report }
}

async function runTests(args: string[]): Promise<Count> {
  console.log('\nTests')
  const folder = await mkdtemp(join(tmpdir(), 'parley-tests-'))
  try {
    const report = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const isGood = await run(program('vitest'), ['run', ...reporters, ...args])
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
      await readFile(report, 'utf8').catch(() => '{"numPassedTests":0,"numFailedTests":0,"numFailedTestSuites":0}'),
    )
    // A file that cannot be loaded has no failed test in it, and an unhandled error belongs to none.
    const failed = numFailedTests || numFailedTestSuites || Number(!isGood)
    return { passed: numPassedTests, failed }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What tests need from the system, got where this user may. */
async function getSystemPackages() {
  const log = (line: string) => console.log(line)
  if (!process.env.REDIS_URL)
    await findOrInstall(['redis-server', 'valkey-server'], { what: 'Redis', instead: 'set REDIS_URL', log })
  if (globSync('{tests,packages/*/tests,services/*/tests}/**/*.browser*.test.ts', { cwd: root }).length > 0)
    await findOrInstall(chromiums, {
      what: 'Chromium',
      instead: 'run the tests without browsers: npm test -- --exclude "**/*.browser*.test.ts"',
      log,
    })
}

process.on('SIGINT', () => {}) // the terminal signals the running step itself
Object.assign(process.env, { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', DO_NOT_TRACK: '1' })
// Tests start services over and over, and compiling their modules is most of what a start takes.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/compile')

try {
  const args = process.argv.slice(2)
  // Beside PostgreSQL's start, which waits for neither; the tests that need what is built wait for it.
  void ensureApps()
  await getSystemPackages()
  const isWhole = args.length === 0 && !process.env.TEST_PART
  const [checked, tested] = await Promise.all([isWhole ? check() : undefined, runTests(args)])
  if (checked) console.log(checked.report)
  const counts = checked ? [checked, tested] : [tested]
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
