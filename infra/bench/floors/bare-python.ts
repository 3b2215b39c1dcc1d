// Python as Pyodide's documentation runs it: loaded into a Node process that nothing confines.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { loadPyodide } from 'pyodide'
import { listen } from './listening.ts'

const python = await loadPyodide()

listen(
  createServer(async (request, response) => {
    response.end(String(await python.runPythonAsync(await text(request))))
  }),
)
