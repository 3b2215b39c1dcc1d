// Writes the memory of a Python that has been loaded and has run nothing, for `guest.mjs` to begin with.
import { writeSync } from 'node:fs'
import { loadPython } from './load.mjs'

const [, , pyodideUrl = ''] = process.argv
const python = await loadPython(pyodideUrl, { _makeSnapshot: true })
// What `guest.py` imports, and most programs.
python.runPython(`
import ast, asyncio, json, linecache, random, traceback
import collections, csv, datetime, decimal, fractions, functools, io, itertools, math, re, statistics, string, textwrap, time
`)
const memory = python.makeMemorySnapshot()
for (let at = 0; at < memory.length; ) at += writeSync(1, memory, at)
process.exit(0)
