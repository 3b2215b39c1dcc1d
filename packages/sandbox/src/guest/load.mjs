import { constants } from 'node:fs'

/**
 * Loads Python into this process.
 * @param {string} pyodideUrl
 * @param {{ _makeSnapshot?: boolean, _loadSnapshot?: Uint8Array }} snapshot
 */
export async function loadPython(pyodideUrl, snapshot) {
  process.argv = ['python', 'python'] // a program can read them
  // Pyodide asks for the file system's constants in a way that `--permission` refuses.
  Object.assign(process, { binding: () => ({ fs: constants }) })
  const { loadPyodide } = await import(pyodideUrl)
  return loadPyodide({
    jsglobals: Object.freeze(Object.create(null)),
    env: { HOME: '/home' },
    stdin: () => null,
    ...snapshot,
  })
}
