import { writeSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFrom } from '@parley/embedded/log-tail'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { followLog, readTrouble } from '../log-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('shows warnings and errors in a line, and what is not JSON unchanged', () => {
  expect(readTrouble('{"level":30,"msg":"all is well"}')).toBeUndefined()
  expect(readTrouble('{"level":40,"msg":"careful"}')).toBe('warning: careful')
  expect(readTrouble('{"level":50,"msg":"failed","err":{"message":"no\\nluck"}}')).toBe('error: failed: no')
  expect(readTrouble('{"level":60,"msg":"gone","err":"Error: why\\n    at here"}')).toBe('fatal: gone: Error: why')
  expect(readTrouble('SyntaxError: Unexpected token')).toBe('SyntaxError: Unexpected token')
  expect(readTrouble('')).toBeUndefined()
})

it('reports what is written in pieces once it is a line, and at most 20 lines at a time', () => {
  const reported: string[] = []
  const file = join(folder, 'x.log')
  const log = followLog(file, (line) => reported.push(line))
  writeSync(log.fd, 'half a ')
  log.look()
  expect(reported).toEqual([])
  writeSync(log.fd, 'line\n')
  log.look()
  expect(reported).toEqual(['half a line'])
  writeSync(log.fd, 'again\n'.repeat(25))
  log.look()
  expect(reported).toHaveLength(22)
  expect(reported.at(-1)).toBe(`… and 5 more, see ${file}`)
  log.close()
})

it('keeps 10 MB and the 10 MB before, and continues with the same writer', async () => {
  const file = join(folder, 'x.log')
  const log = followLog(file, () => {})
  const megabyte = Buffer.alloc(1024 * 1024, '{"level":30}\n')
  for (let n = 0; n < 11; n++) writeSync(log.fd, megabyte)
  log.look()
  expect((await stat(file)).size).toBe(0)
  expect((await stat(`${file}.1`)).size).toBe(11 * 1024 * 1024)
  writeSync(log.fd, 'and on\n')
  expect(await readFile(file, 'utf8')).toBe('and on\n')
  expect(await readFrom(file, 4)).toBe('on\n')
  log.close()
})
