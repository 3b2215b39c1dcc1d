import { existsSync } from 'node:fs'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it } from 'vitest'
import { createPythonSandbox } from '../src/python-sandbox.ts'

function openSandbox(timeoutMs: number) {
  const config = { CODE_INTERPRETER: 'on', CODE_INTERPRETER_AT_ONCE: 2 } as const
  const sandbox = createPythonSandbox({ config, limits: { timeoutMs } })
  closeAfterwards(sandbox)
  return (program: string) => sandbox.run(program, { holders: { workspace: 'acme', person: 'mallory' } })
}

/** Where the machine is busy, a program may take long to fill its memory. */
const run = openSandbox(120_000)
const runBriefly = openSandbox(2_000)

/** Finds the bridge to JavaScript, which is hidden, as a determined program can. */
const withBridge = `
import gc, sys
for name in [name for name, module in sys.modules.items() if module is None]:
    del sys.modules[name]
api = next(one for one in gc.get_objects() if type(one).__name__ == "JsFinder").jsproxies["pyodide_js"]
core = next(one for one in gc.get_objects() if type(one) is type(sys) and one.__name__ == "_pyodide_core")
Object = api.FS.constructor
`

const hasEnded = /^Python has crashed|^Stopped: the program ended Python/
const outOfMemory = /MemoryError|Array buffer allocation failed|^Python has crashed|^Stopped: .* 256 MB of memory/

describe('a program that ends Python or does not end', () => {
  it.each<[string, string, RegExp]>([
    ['exits', 'import os\nos._exit(3)', hasEnded],
    ['aborts', 'import os\nos.abort()', hasEnded],
    ['kills itself', 'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)', hasEnded],
    ['calls the C library', 'import ctypes\nctypes.CDLL(None).system(b"id > /tmp/parley-escape")', hasEnded],
    ['overwrites Python', 'import ctypes\nctypes.memset(0, 0xff, 8_000_000)', hasEnded],
    ['recurses', 'def f(): return f()\nf()', /RecursionError/],
    ['recurses in C', 'x = []\nfor _ in range(10**6): x = [x]\nrepr(x)', /RecursionError|^Python has crashed/],
    ['nests its source', 'eval("(" * 100_000 + ")" * 100_000)', /Error/],
    ['waits for nothing', 'import asyncio\nawait asyncio.Event().wait()', /waits for something that cannot happen/],
    ['takes Python’s runner apart', 'import gc\nfor x in gc.get_objects():\n  if isinstance(x, dict): x.clear()', /./],
  ])('%s: its run ends, and nothing else', async (_, program, error) => {
    expect(await run(program)).toMatchObject({ result: null, error: expect.stringMatching(error) })
    expect(existsSync('/tmp/parley-escape')).toBe(false)
  })

  it.each([
    ['sleeps', 'import time\ntime.sleep(1000)'],
    ['awaits', 'import asyncio\nawait asyncio.sleep(1000)'],
    ['backtracks', 'import re\nre.match("(a+)+$", "a" * 64 + "b")'],
    ['counts', '10 ** 10 ** 8'],
    ['catches all', 'while True:\n  try:\n    while True: pass\n  except BaseException: pass'],
  ])('%s: it is stopped', async (_, program) => {
    expect(await runBriefly(program)).toMatchObject({ result: null, timedOut: true })
  })
})

describe('a program that uses too much memory', () => {
  it.each([
    ['of Python', 'x = []\nwhile True: x.append(bytearray(1_000_000))'],
    ['at once', 'bytearray(2_000_000_000)'],
    ['by integers', 'x = list(range(10**9))'],
    ['by a string', 'x = "x"\nwhile True: x += x'],
    ['in files', 'with open("/tmp/x", "wb") as file:\n  while True: file.write(b"x" * 4_000_000)'],
    ['inflated', 'import zlib\nd = zlib.compress(bytes(10**7))\nx = []\nwhile True: x.append(zlib.decompress(d))'],
    ['of JavaScript’s heap', `${withBridge}\nx = []\nwhile True: x.append(core.to_js([str(i) for i in range(10**4)]))`],
    ['of JavaScript’s buffers', `${withBridge}\nx = []\nwhile True: x.append(core.to_js(bytes(8_000_000)))`],
    [
      'of WebAssembly',
      `${withBridge}\nwhile api._module.growMemory(len(api._module.HEAP8) + 2**24): pass\nbytearray(2**25)`,
    ],
  ])('%s: is stopped', async (_, program) => {
    expect(await run(program)).toMatchObject({
      result: null,
      error: expect.stringMatching(outOfMemory),
      timedOut: false,
    })
  })
})

describe('a program with a hostile answer', () => {
  it.each([
    ['is long', 'class A:\n  def __repr__(self): return "x" * 10**7\nA()', /^x+\n…\nx+$/, null],
    ['raises', 'class A:\n  def __repr__(self): raise BaseException("no")\nA()', null, /BaseException: no$/],
    ['is no string', 'class A:\n  def __repr__(self): return 1\nA()', null, /TypeError/],
    [
      'is a subclass',
      'class S(str):\n  def __len__(self): return 1\nclass A:\n  def __repr__(self): return S("x" * 10**6)\nA()',
      /./,
      null,
    ],
    [
      'has an error that raises',
      'class E(Exception):\n  def __str__(self): raise KeyboardInterrupt\nraise E()',
      null,
      /E: <exception str\(\) failed>$/,
    ],
    ['has a long error', 'raise Exception("é" * 10**6)', null, /^Traceback[\s\S]*Exception: é+\n…\né+$/],
    [
      'has a long chain of errors',
      'e = None\nfor i in range(10**5):\n  n = ValueError(i)\n  n.__cause__ = e\n  e = n\nraise e',
      null,
      /ValueError|RecursionError|^Python has crashed/,
    ],
    ['changes the runner', 'import json\njson.dumps = lambda *_: 5', null, /no frame|crashed/],
    [
      'pollutes prototypes',
      `${withBridge}\nObject.prototype.toJSON = core.create_proxy(lambda *_: "hostile")\nprint("x")`,
      null,
      /no frame|crashed/,
    ],
    ['has unknown characters', 'print("a\\0b")\n"\\ud800\\0"', /^'\\ud800\\x00'$/, null],
  ])('%s: is text within bounds', async (_, program, result, error) => {
    const answer = await run(program)
    expect(answer).toMatchObject({
      result: result && expect.stringMatching(result),
      error: error && expect.stringMatching(error),
    })
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(40_000)
    expect(JSON.stringify(answer)).not.toMatch(/\\u0000|\\ud800"/)
  })
})
