import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Limits } from '../src/python-process.ts'
import { createPythonSandbox } from '../src/python-sandbox.ts'

/** Each process takes 3 s of CPU to load, so a sandbox is closed with the test that has used it. */
function openSandbox(limits: Partial<Limits> = {}) {
  const sandbox = createPythonSandbox({ config: { CODE_INTERPRETER: 'on', CODE_INTERPRETER_AT_ONCE: 1 }, limits })
  closeAfterwards(sandbox)
  return sandbox
}

const ada = { holders: { workspace: 'acme', person: 'ada' } }
const bob = { holders: { workspace: 'acme', person: 'bob' } }

describe('the Python sandbox', () => {
  it('runs a program, with what it printed, its last value and its traceback', async () => {
    const sandbox = openSandbox()
    const program = `
import asyncio, os, random, sys
async def double(n):
    await asyncio.sleep(0.001)
    return 2 * n
print("one", asyncio.run(double(1)))
print(random.random(), os.urandom(8).hex())
print("two", await double(2), "\\x01" * 40_000, file=sys.stderr)
{"é": await double(21)}
`
    const randomNumbers = /\d(?:\.\d+)?(?:e-\d+)? [0-9a-f]{16}\n/
    const finished = await sandbox.run(program, ada)
    expect(finished).toEqual({
      stdout: expect.stringMatching(new RegExp(`^one 2\n${randomNumbers.source}$`)),
      stderr: `two 4 ${'\x01'.repeat(40_000)}\n`, // six bytes each on their way, more than a pipe holds
      result: "{'é': 42}",
      error: null,
      timedOut: false,
      truncated: false,
      durationMs: expect.any(Number),
    })
    const failing = 'import os, random; kept = 1\nprint(random.random(), os.urandom(8).hex())\nkept / 0'
    const failed = await sandbox.run(failing, ada)
    expect(failed).toMatchObject({ stdout: expect.stringMatching(randomNumbers), result: null })
    for (const number of failed.stdout.trim().split(' ')) expect(finished.stdout).not.toContain(number)
    expect(failed.error).toBe(
      [
        'Traceback (most recent call last):',
        '  File "<program>", line 3, in <module>',
        '    kept / 0',
        '    ~~~~~^~~',
        'ZeroDivisionError: division by zero',
      ].join('\n'),
    )
  })

  it('gives it no network, files, environment, processes or JavaScript, and only so much memory', async () => {
    const canaryFile = join(tmpdir(), `parley-python-canary-${process.pid}`)
    writeFileSync(canaryFile, 'canary-in-a-file')
    process.env.PARLEY_CANARY = 'canary-in-the-environment'
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => {
      server.close()
      delete process.env.PARLEY_CANARY
      rmSync(canaryFile)
    })
    const { port } = server.address() as { port: number }
    const given = `PORT = ${port}\nCANARY_FILE = ${JSON.stringify(canaryFile)}\n`
    const attempts = given + readFileSync(join(import.meta.dirname, 'hostile/attempts.py'), 'utf8')
    const run = await openSandbox({ timeoutMs: 60_000 }).run(attempts, ada)

    expect(run.error).toBeNull()
    const outcomes = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Record<string, string>
    expect(Object.keys(outcomes).length).toBeGreaterThan(30)
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome.startsWith('done'))).toEqual([])
    expect(outcomes).toMatchObject({
      network_socket: expect.stringMatching(/^OSError/),
      file_canary: expect.stringMatching(/^FileNotFoundError/),
      process_system: 'OSError: There are no other processes here.',
      js_import: expect.stringMatching(/^ModuleNotFoundError/),
      bridge_globals: 'AttributeError: process',
      bridge_function_constructor: expect.stringMatching(/EvalError/),
      bridge_host_files: expect.stringMatching(/^OSError|^JsException/),
      bridge_node_sockets: expect.stringMatching(/Nothing can be imported here/),
      memory: 'MemoryError: ',
    })
    expect(connections).toBe(0)
    expect(run.stderr).toContain('HOME') // its own environment
    for (const text of ['canary', process.cwd(), process.execPath, import.meta.dirname, 'node_modules'])
      expect(run.stderr).not.toContain(text)
  })

  it('stops a program that does not end, and keeps the first 64 KiB of its output', async () => {
    const run = await openSandbox({ timeoutMs: 1_500 }).run('while True: print("é" * 1000)', ada)
    expect(run).toMatchObject({
      result: null,
      error: 'Stopped: the program ran for longer than 1.5 s.',
      timedOut: true,
      truncated: true,
    })
    expect(run.durationMs).toBeGreaterThanOrEqual(1_500)
    expect(Buffer.byteLength(run.stdout)).toBe(48 * 1024)
    expect(run.stdout.replaceAll('é', '').replaceAll('\n', '')).toBe('')
  })

  it('lets programs wait their turn, until they are aborted, too many, or it closes', async () => {
    const sandbox = openSandbox()
    const endless = 'while True: pass'
    const first = new AbortController()
    const running = sandbox.run(endless, { ...ada, signal: first.signal })
    const waiting = Array.from({ length: 10 }, () => {
      const each = new AbortController()
      return { each, run: sandbox.run(endless, { ...ada, signal: each.signal }) }
    })
    await expect(sandbox.run(endless, ada)).rejects.toThrow('Busy: too many programs at once')

    for (const { each } of waiting) each.abort(new Error('not needed any more'))
    const runs = await Promise.allSettled(waiting.map(({ run }) => run))
    expect(runs.map((run) => run.status === 'rejected' && run.reason.message)).toEqual(
      Array(10).fill('not needed any more'),
    )
    const next = sandbox.run('"next"', bob)
    first.abort(new Error('stopped by its owner'))
    await expect(running).rejects.toThrow('stopped by its owner')
    expect(await next).toMatchObject({ result: "'next'", error: null })

    const last = expect(sandbox.run(endless, ada)).rejects.toMatchObject({ code: 'unavailable' })
    await sandbox.close()
    await last
    await expect(sandbox.run('1', ada)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('says why it does not run', async () => {
    const off = createPythonSandbox({ config: { CODE_INTERPRETER: 'off', CODE_INTERPRETER_AT_ONCE: 1 } })
    const { reason } = (await off.availability()) as { reason: string }
    await expect(off.run('1', ada)).rejects.toThrow(reason)
    const run = await openSandbox().run(`"${'x'.repeat(300_000)}"`, ada)
    expect(run).toMatchObject({ error: 'The program is longer than 256 KB.', result: null })
  })
})
