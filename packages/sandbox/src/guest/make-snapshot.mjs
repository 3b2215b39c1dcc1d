// Writes the memory of a Python that has been loaded and has run nothing, for `guest.mjs` to begin with.
import { writeSync } from 'node:fs'
import { loadPython } from './load.mjs'

const [, , pyodideUrl = ''] = process.argv
const python = await loadPython(pyodideUrl, { _makeSnapshot: true })
python.runPython('import ast, asyncio, json, linecache, random, traceback') // what `guest.py` imports, and most programs
const memory = python.makeMemorySnapshot()
for (let at = 0; at < memory.length; ) at += writeSync(1, memory, at)
process.exit(0)
