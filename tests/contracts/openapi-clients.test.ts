import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createChannel } from '@parley/contracts/channels/channels'
import { people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../openapi-clients')
const generated = join(folder, 'generated')
const program = (name: string) => join(folder, 'node_modules/.bin', name)
const typeChecker = join(import.meta.dirname, '../../node_modules/.bin/tsc')

const run = (command: string, ...parameters: string[]) =>
  promisify(execFile)(command, parameters, { cwd: folder }).catch(({ message, stdout }) => {
    throw new Error(`${message}\n${String(stdout).slice(0, 4_000)}`)
  })

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging'] })
const { ada } = await people(platform)
const { channel } = await ada.call(createChannel, {
  workspace_id: ada.workspaceId,
  name: 'generated',
  channel_type: 'text',
})

interface Consumer {
  post(baseUrl: string, token: string, channelId: string): Promise<string>
}
const compiled = (name: string) => import(join(generated, 'out', `${name}.js`)) as Promise<Consumer>

describe('a client generated from /openapi.json', () => {
  beforeAll(async () => {
    await rm(generated, { recursive: true, force: true })
    await mkdir(generated)
    const document = await fetch(`${platform.url}/openapi.json`)
    await writeFile(join(generated, 'openapi.json'), await document.text())
    await Promise.all([
      run(program('openapi-typescript'), 'generated/openapi.json', '-o', 'generated/openapi-typescript.ts'),
      run(program('openapi-ts')),
    ])
    await run(typeChecker, '-p', '.') // strict; fails on any type error of what was generated or of its use
  }, 120_000)
  afterAll(() => rm(generated, { recursive: true, force: true }))

  it.each([
    ['openapi-typescript', 'with-openapi-typescript', 'From openapi-typescript'],
    ['@hey-api/openapi-ts', 'with-hey-api', 'From hey-api'],
  ])('by %s type-checks, and its call is answered', async (_generator, consumer, content) => {
    const { post } = await compiled(consumer)
    expect(await post(platform.url, ada.token, channel.id)).toBe(content)
  })
})
