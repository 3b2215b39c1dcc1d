// The program of a sandboxed process: loads Python, reads one program from its input, runs it and ends. It writes a
// frame of JSON a line; see `frames.ts`. What the program does to this file's variables must not matter.
import { Buffer } from 'node:buffer'
import { readFileSync, writeSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { runInNewContext } from 'node:vm'
import { loadPython } from './load.mjs'

const [, , pyodideUrl = '', runnerFile = '', warmUpFile = '', outputBytes, growthBytes, snapshotFile] = process.argv

const pause = new Int32Array(new SharedArrayBuffer(4))

/**
 * Writes a frame whole, however slowly it is read: a full pipe takes a part, or answers EAGAIN.
 * @param {object} frame
 */
function send(frame) {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EAGAIN') throw error
      Atomics.wait(pause, 0, 0, 1)
    }
  }
}

/** Ready for its program: what runs it, in Python. */
async function prepare() {
  const python = await loadPython(pyodideUrl, snapshotFile ? { _loadSnapshot: readFileSync(snapshotFile) } : {})
  const run = python.runPython(readFileSync(runnerFile, 'utf8'))
  python.setStdout({ write: writerOf('stdout') })
  python.setStderr({ write: writerOf('stderr') })
  return run
}

/** One byte more than is kept, so that the reader knows that there was more. */
let left = Number(outputBytes) + 1

/** @param {'stdout' | 'stderr'} name */
function writerOf(name) {
  const decoder = new TextDecoder()
  /** @param {Uint8Array} bytes */
  return (bytes) => {
    const taken = bytes.subarray(0, left)
    left -= taken.length
    if (taken.length > 0) send({ [name]: decoder.decode(taken, { stream: true }) })
    return bytes.length
  }
}

/** Python raises a MemoryError where it may not grow, rather than end with the process. */
function limitGrowth() {
  const { prototype } = /** @type {any} */ (globalThis).WebAssembly.Memory
  const { grow } = prototype
  let pages = Math.floor(Number(growthBytes) / 65_536)
  /** @param {number} delta in pages of 64 KiB */
  prototype.grow = function (delta) {
    if (delta > pages) throw new RangeError('The program may use no more memory.')
    pages -= delta
    return grow.call(this, delta)
  }
}

/** Emscripten's own form of an errno, ENOSYS: Python raises an OSError where it would crash on others. */
const noSuchFunction = { name: 'ErrnoError', errno: 52 }

/** Nothing is left to run, yet the program waits. */
const stuck = { result: null, error: 'Stopped: the program waits for something that cannot happen.' }

/** Leaves JavaScript of what Node adds to the language only what Python is made of. */
function stripGlobals() {
  const used = 'setTimeout clearTimeout setImmediate clearImmediate queueMicrotask TextDecoder TextEncoder performance'
  const kept = new Set([...used.split(' '), ...runInNewContext('Object.getOwnPropertyNames(globalThis)')])
  for (const name of Reflect.ownKeys(globalThis)) if (!kept.has(name)) Reflect.deleteProperty(globalThis, name)
  const silent = () => {}
  Object.assign(globalThis, {
    console: { log: silent, warn: silent, error: silent },
    process: Object.freeze({ getuid: () => 1000, umask: () => 0o022, version: 'v0' }),
  })
  registerHooks({
    resolve() {
      throw Object.assign(new Error('Nothing can be imported here.'), noSuchFunction)
    },
  })
  Error.stackTraceLimit = 0 // stacks name folders of the host
}

const exit = process.exit.bind(process)
const onceIdle = process.once.bind(process, 'beforeExit')
const run = await prepare()
// What a program runs first is compiled now rather than while somebody waits.
await run.callPromising(readFileSync(warmUpFile, 'utf8'))
limitGrowth()
stripGlobals()
send({ ready: true })
const program = readFileSync(0, 'utf8') // blocks until all of it is here
if (program !== '') {
  onceIdle(() => send(stuck))
  try {
    send(JSON.parse(await run.callPromising(program)))
  } catch (error) {
    send({ result: null, error: `Python has crashed: ${/** @type {Error} */ (error).message}` })
  }
}
exit(0)
