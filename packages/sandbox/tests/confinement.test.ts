import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { findConfinement, seal, spawnConfined } from '../src/confinement.ts'

/** All that this system has: in most containers not the first, on macOS neither. */
const furthest = await findConfinement()
const confinements = (['namespaces', 'limits'] as const).slice(
  furthest === 'namespaces' ? 0 : furthest === 'limits' ? 1 : 2,
)

const folder = join(import.meta.dirname, 'hostile')
const script = join(folder, 'hostile.mjs')
const endless = join(folder, 'endless.mjs')
const growthBytes = 96 * 1024 * 1024

async function startServer() {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as { port: number }).port, connections: () => connections }
}

function writeCanary(): string {
  const file = join(tmpdir(), `parley-canary-${process.pid}`)
  writeFileSync(file, 'canary')
  onTestFinished(() => rmSync(file))
  return file
}

/** What the process writes, line by line. */
const linesOf = ({ stdout }: ChildProcess) => createInterface(stdout!)[Symbol.asyncIterator]()

describe.each(confinements)('a sealed process (%s)', (confinement) => {
  it('can do nothing, even with all of Node in its hands', async () => {
    const { port, connections } = await startServer()
    const given = { port, canaryFile: writeCanary(), parent: process.pid, growthBytes }
    const child = spawnConfined(confinement, { file: script, args: [JSON.stringify(given)], readable: [script] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const lines = linesOf(child)
    expect(await lines.next()).toMatchObject({ value: '{"ready":true}' })
    await seal(confinement, child.pid!, growthBytes)
    child.stdin.end('begin')

    const { outcomes, environment } = JSON.parse(String((await lines.next()).value))
    expect(outcomes).toMatchObject({
      readCanary: 'ERR_ACCESS_DENIED',
      readPasswords: 'ERR_ACCESS_DENIED',
      readEnvironment: 'ERR_ACCESS_DENIED',
      listRoot: 'ERR_ACCESS_DENIED',
      write: 'ERR_ACCESS_DENIED',
      readOwnFile: 'EMFILE',
      connect: 'EMFILE',
      listen: 'EMFILE',
      datagram: 'EMFILE',
      spawn: 'ERR_ACCESS_DENIED',
      worker: 'ERR_ACCESS_DENIED',
      evaluate: 'EvalError',
      binding: 'ERR_ACCESS_DENIED',
      ...(confinement === 'namespaces' && { kill: 'ESRCH' }),
    })
    for (const name of ['fetch', 'resolve']) expect(outcomes[name]).not.toMatch(/^done/)
    expect(environment).toEqual(['TZ'])
    expect(connections()).toBe(0)

    const allocated: number[] = []
    for await (const line of lines) allocated.push(JSON.parse(line).allocated)
    expect(allocated.length).toBeGreaterThan(0)
    expect(Math.max(...allocated)).toBeLessThan(growthBytes)
  })

  it('ends with its parent, however that ends, and has none of its descriptors', async () => {
    const holding = ['-c', 'exec 9</etc/passwd && exec "$@"', 'sh']
    const parent = spawn('sh', [...holding, process.execPath, join(folder, 'parent.ts'), confinement, endless])
    onTestFinished(() => void parent.kill('SIGKILL'))
    const spawned = Number((await linesOf(parent).next()).value)
    const pids = [spawned, ...childrenOf(spawned)]
    expect(pids).toHaveLength(confinement === 'namespaces' ? 2 : 1)
    expect(filesOf(parent.pid!)).toContain('/etc/passwd')
    const confined = pids.at(-1)!
    expect(filesOf(confined)).not.toContain('/etc/passwd')
    expect(readFileSync(`/proc/${confined}/status`, 'utf8')).toMatch(/^NoNewPrivs:\s1$/m)
    if (confinement === 'namespaces') {
      for (const kind of ['net', 'pid', 'ipc', 'user'])
        expect(readlinkSync(`/proc/${confined}/ns/${kind}`)).not.toBe(readlinkSync(`/proc/self/ns/${kind}`))
      expect(readFileSync(`/proc/${confined}/status`, 'utf8')).toMatch(/^CapEff:\s0+$/m)
      const interfaces = readFileSync(`/proc/${confined}/net/dev`, 'utf8').match(/^ *\w+(?=:)/gm)
      expect(interfaces?.map((name) => name.trim())).toEqual(['lo']) // which is down
    }
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 20_000 })
  })
})

const filesOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

/** A dead process whose new parent does not wait for it is still listed. */
const isRunning = (pid: number) =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
