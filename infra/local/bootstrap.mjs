// Runs on any Node from 18 on, with npm and nothing else installed: brings Node 24, pnpm and the dependencies into
// this folder, then hands over to the command's own file.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { homedir, constants as osConstants } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tryLock } from './lock.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const toolchain = join(root, '.toolchain')
const log = join(toolchain, 'install.log')

const entries = {
  start: join(here, 'start.ts'),
  dev: join(here, 'dev.ts'),
  test: join(here, 'test.ts'),
  secrets: join(here, 'secrets.ts'),
  bench: join(here, '../bench/main.ts'),
  pictures: join(here, '../pictures/main.ts'),
  client: join(here, '../client/pack.ts'),
}

/** An error that the person at the terminal can act on; its message alone is printed. */
class Problem extends Error {
  /** Its cause is unknown: another attempt from scratch may do better. */
  mayPass = false
}

/** Installs what is missing and returns the Node to run with. Takes milliseconds when nothing is missing. */
async function ensureInstalled() {
  const tools = wantedTools()
  if (isInstalled(tools)) return tools.node
  mkdirSync(toolchain, { recursive: true })
  const release = await lockToolchain()
  try {
    if (isInstalled(tools)) return tools.node // another process has just done it
    writeFileSync(log, '')
    if (!hasTools(tools)) await installTools(tools)
    if (!hasDependencies()) await installDependencies(tools)
    return tools.node
  } finally {
    release()
  }
}

/**
 * @typedef {object} Tools
 * @property {string} node full path of the Node to run with
 * @property {string | undefined} nodePackage npm's package of it; undefined when the caller's Node will do
 * @property {string} pnpmVersion
 */

/** @returns {Tools} */
function wantedTools() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const pnpmVersion = packageManager.replace(/^pnpm@/, '').replace(/\+.*$/, '')
  const { platform, arch } = process
  if (!['linux', 'darwin'].includes(platform) || !['x64', 'arm64'].includes(arch))
    throw new Problem(
      `Parley starts this way on Linux and macOS (x64, arm64), not on ${platform} ${arch}: use docker compose up${platform === 'win32' ? ', or WSL' : ''}.`,
    )
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 2)) return { node: process.execPath, nodePackage: undefined, pnpmVersion }
  if (platform === 'linux' && isMusl())
    throw new Problem(
      `Parley needs Node 24 and this is ${process.version}: on this system install it first (apk add nodejs).`,
    )
  const nodePackage = `node-${platform}-${arch}`
  return { node: join(toolchain, 'node_modules', nodePackage, 'bin/node'), nodePackage, pnpmVersion }
}

function isMusl() {
  const report = /** @type {any} */ (process.report?.getReport())
  return report?.header !== undefined && report.header.glibcVersionRuntime === undefined
}

/** @param {Tools} tools */
const isInstalled = (tools) => hasTools(tools) && hasDependencies()

/** Written when a tool has been seen to run, so that later starts need not look. */
const toolsStampFile = join(toolchain, 'installed')

/** @param {Tools} tools */
const namesOf = ({ nodePackage, pnpmVersion }) => [`pnpm@${pnpmVersion}`, ...(nodePackage ? [`${nodePackage}@24`] : [])]

/** @param {Tools} tools */
function hasTools(tools) {
  const installed = (read(toolsStampFile) ?? '').split('\n')
  return namesOf(tools).every((name) => installed.includes(name)) && existsSync(tools.node) && existsSync(pnpmProgram())
}

function pnpmProgram() {
  return join(toolchain, 'node_modules/.bin/pnpm')
}

/** @param {Tools} tools */
async function installTools(tools) {
  console.log(tools.nodePackage ? 'Installing Node 24 and pnpm …' : 'Installing pnpm …')
  rmSync(toolsStampFile, { force: true })
  if (!existsSync(join(toolchain, 'package.json')))
    writeFileSync(join(toolchain, 'package.json'), '{ "private": true }\n')
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--no-progress', '--loglevel=error']
  // Scripts stay off, whatever this npm's rules about them: of these packages only pnpm has one, run below.
  const options = [...quiet, '--ignore-scripts', '--include=optional', '--prefix', toolchain]
  const install = async () => {
    const [npm, first] = npmCommand()
    await run(npm, [...first, 'install', ...options, ...namesOf(tools)], { cwd: toolchain })
    await run(tools.node, [join(toolchain, 'node_modules/pnpm/install.js')], { cwd: toolchain })
    for (const program of [tools.node, pnpmProgram()]) await run(program, ['--version'], { cwd: toolchain })
  }
  try {
    await install()
  } catch (error) {
    if (error instanceof Problem && !error.mayPass) throw error
    rmSync(join(toolchain, 'node_modules'), { recursive: true, force: true }) // npm takes half a package for a whole one
    await install()
  }
  writeFileSync(toolsStampFile, `${namesOf(tools).join('\n')}\n`)
}

/** npm as [program, first arguments]: the one that started us, else the one on the PATH. @returns {[string, string[]]} */
function npmCommand() {
  const running = process.env.npm_execpath
  if (running && basename(running) === 'npm-cli.js' && existsSync(running)) return [process.execPath, [running]]
  if (spawnSync('npm', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new Problem('npm is missing; install Node with npm and start again.')
  return ['npm', []]
}

const dependenciesStampFile = join(root, 'node_modules/.parley-installed')

function dependenciesStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)))
  return `${hash.digest('hex')}\n`
}

function hasDependencies() {
  return existsSync(join(here, 'node_modules')) && read(dependenciesStampFile) === dependenciesStamp()
}

/** @param {Tools} tools */
async function installDependencies(tools) {
  console.log('Installing dependencies …')
  const stamp = dependenciesStamp()
  rmSync(dependenciesStampFile, { force: true })
  // The lock file is as trusted as the code beside it, and pins every package's hash; asking the registry about each
  // package's age, as pnpm would, takes longer than the rest.
  const options = [
    '--frozen-lockfile',
    '--trust-lockfile',
    '--prefer-offline',
    '--prod=false',
    '--reporter=append-only',
  ]
  await run(pnpmProgram(), ['install', ...options], { cwd: root, path: toolsPath(tools) })
  writeFileSync(dependenciesStampFile, stamp)
}

/** @param {Tools} tools */
const toolsPath = (tools) =>
  [dirname(tools.node), join(toolchain, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter)

/**
 * Runs an installer out of sight; its output goes to the log and is only looked at when it fails.
 * @param {string} program @param {string[]} args @param {{ cwd: string, path?: string }} options
 * @returns {Promise<void>}
 */
function run(program, args, { cwd, path }) {
  return new Promise((resolve, reject) => {
    const env = { ...installerEnvironment(), ...(path && { PATH: path }) }
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const passOn = passSignalsTo(child)
    let output = ''
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      output = (output + chunk).slice(-100_000)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      passOn.end()
      if (passOn.interrupted) process.exit(130)
      try {
        appendFileSync(log, `\n$ ${basename(program)} ${args.join(' ')}\n${output}`)
      } catch {
        // a full disk is reported below
      }
      if (code === 0) return resolve()
      const known = whyItFailed(output)
      const problem = new Problem(known ?? `Installing failed (${lastLine(output) || signal || code}); see ${log}.`)
      problem.mayPass = known === undefined
      reject(problem)
    })
  })
}

/** @param {string} output */
function whyItFailed(output) {
  const text = output.replace(/\s+/g, ' ') // pnpm wraps its lines wherever
  if (/ENOSPC|no space left/i.test(text) || isDiskFull())
    return `The disk that holds ${root} is full; free some space and start again.`
  if (/ERR_PNPM_OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH/.test(text))
    return 'pnpm-lock.yaml does not match the package.json files; run pnpm install and commit the lock file.'
  const network =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|dns error|connection refused|error sending request/i
  const [reason] = network.exec(text) ?? []
  if (reason)
    return `The package registry cannot be reached (${reason}); check the network, or the proxy, and start again.`
  const [code] = /\bE(?:ACCES|PERM|ROFS)\b/.exec(text) ?? []
  if (code) return `Installing was not permitted (${code}): this user must be able to write to ${root}; see ${log}.`
  return undefined
}

function isDiskFull() {
  try {
    const { bavail, bsize } = statfsSync(root)
    return bavail * bsize < 1024 * 1024
  } catch {
    return false
  }
}

/** @param {string} output */
function lastLine(output) {
  const [, words] = /(?:╰─▶|npm (?:error|ERR!)(?: code)?) +(.*)/s.exec(output) ?? []
  const line = words === undefined ? output.trim().split('\n').at(-1) : words.replace(/\s+/g, ' ')
  return (line ?? '').trim().slice(0, 200)
}

function installerEnvironment() {
  const env = Object.fromEntries(
    // Of the npm that runs this, the installers get its settings, not its state.
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_(lifecycle|package|command|execpath|node_execpath|config_(local_|global_)?prefix)|NODE_ENV$)/.test(
          name,
        ),
    ),
  )
  return { ...env, ...pnpmSettings, ...shortRetries, CI: 'true', ...homeIfNone() }
}

/** A missing network is reported in seconds; the installers' own defaults take minutes. */
const shortRetries = Object.fromEntries(
  ['npm_config', 'pnpm_config'].flatMap((prefix) => [
    [`${prefix}_fetch_retries`, '2'],
    [`${prefix}_fetch_retry_mintimeout`, '1000'],
    [`${prefix}_fetch_retry_maxtimeout`, '5000'],
  ]),
)

/** The version in use is the wanted one already: pnpm need not look for others, nor check dependencies at every run. */
const pnpmSettings = { pnpm_config_pm_on_fail: 'ignore', pnpm_config_verify_deps_before_run: 'false' }

/** Where installers keep their caches when the home folder is missing or not ours to write. */
function homeIfNone() {
  try {
    accessSync(homedir(), constants.W_OK)
    return {}
  } catch {
    const home = join(toolchain, 'home')
    mkdirSync(home, { recursive: true })
    const folders = ['cache', 'config', 'data', 'state'].map((name) => [
      `XDG_${name.toUpperCase()}_HOME`,
      join(home, name),
    ])
    return {
      HOME: home,
      npm_config_cache: join(home, 'npm'),
      PNPM_HOME: join(home, 'pnpm'),
      ...Object.fromEntries(folders),
    }
  }
}

async function lockToolchain() {
  for (let isLogged = false; ; isLogged = true) {
    const lock = tryLock(join(toolchain, 'lock'))
    if (lock.held) return lock.release
    if (!isLogged) console.log(`Waiting for another Parley command (process ${lock.pid}) that is installing here …`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** @param {string} node @param {string} entry @param {string[]} args */
function handOver(node, entry, args) {
  const path = toolsPath({ node, nodePackage: undefined, pnpmVersion: '' })
  const env = { ...process.env, ...pnpmSettings, PATH: path }
  // The IPC channel closes when this process ends, however it ends, and the command with it.
  const child = spawn(node, [entry, ...args], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  // npm's shell may die of a signal without passing it on, and npm itself may be killed.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
  child.once('error', (error) => {
    console.error(explain(error))
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (signal ? osConstants.signals[signal] : 0)))
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignalsTo(child) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  const passing = {
    interrupted: false,
    end() {
      for (const signal of signals) process.off(signal, pass)
    },
  }
  /** @param {NodeJS.Signals} signal */
  function pass(signal) {
    passing.interrupted = true
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, pass)
  return passing
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof Problem) return error.message
  const { code, path, message } = /** @type {NodeJS.ErrnoException} */ (error)
  if (code === 'ENOSPC') return `The disk that holds ${root} is full; free some space and start again.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `This user cannot write ${path ?? root}; make it writable and start again.`
  return message
}

try {
  const [command = '', ...args] = process.argv.slice(2)
  const entry = /** @type {Record<string, string>} */ (entries)[command]
  if (!entry) throw new Problem(`Expected one of: ${Object.keys(entries).join(', ')}.`)
  const node = await ensureInstalled()
  handOver(node, entry, args)
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
