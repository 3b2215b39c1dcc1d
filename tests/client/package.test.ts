import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { createChannel } from '@parley/contracts/channels/channels'
import { createApiKey } from '@parley/contracts/identity/api-keys'
import { postMessage } from '@parley/contracts/messages/messages'
import { people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { rolldown } from 'rolldown'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../ops/repository.ts'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'chat-engine'] })
const { ada } = await people(platform)

const folder = await mkdtemp(join(tmpdir(), 'parley-client-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const project = join(folder, 'project')

const run = async (cwd: string, command: string, ...parameters: string[]) => {
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { stdout } = await promisify(execFile)(command, parameters, { cwd, env }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`)
  })
  return stdout
}

/** Packs a copy, since packing exchanges the manifest for a moment, and installs it into an empty project. */
async function installPacked(): Promise<void> {
  const copy = join(folder, 'packages/client')
  await mkdir(copy, { recursive: true })
  await symlink(join(root, 'infra'), join(folder, 'infra'))
  for (const name of ['package.json', 'README.md']) await cp(join(root, 'packages/client', name), join(copy, name))
  const before = await readFile(join(copy, 'package.json'), 'utf8')
  await run(copy, 'npm', 'pack', '--pack-destination', folder)
  expect(await readFile(join(copy, 'package.json'), 'utf8')).toBe(before)
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  await run(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(folder, 'parley-client-0.1.0.tgz'))
}
await installPacked()
const installed = join(project, 'node_modules/@parley/client')

const { channel } = await ada.call(createChannel, {
  workspace_id: ada.workspaceId,
  name: 'examples',
  channel_type: 'text',
})
for (const content of ['a first long message', 'a second long message', 'short'])
  await ada.call(postMessage, { channel_id: channel.id, content })
const { key } = (await ada.call(createApiKey, { name: 'examples', scopes: ['read', 'write', 'execute'] })).data

const codeIn = async (file: string) =>
  [...(await readFile(join(root, file), 'utf8')).matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!)

/** The examples of both READMEs, with a place and a credential that exist. */
const [opening] = await codeIn('README.md')
const examples = [
  ...(await codeIn('packages/client/README.md')),
  `const [token, workspace] = ['prl_sk_live_…', '${ada.workspaceId}']\n${opening}\nevents.close()`,
].map((code, index) => ({
  name: `example-${index + 1}`,
  code: code
    .replace(/https?:\/\/(parley\.example\.com|127\.0\.0\.1:8080)/, platform.url)
    .replace('prl_sk_live_…', key)
    .replaceAll('ch_…', channel.id),
}))

describe('the packed client', () => {
  it('has nothing of the workspace in it, and depends on nothing', async () => {
    const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
    expect(Object.keys(manifest).filter((name) => /dependencies|scripts/i.test(name))).toEqual([])
    const files = (await run(installed, 'find', '.', '-type', 'f')).trim().split('\n')
    expect(files.filter((name) => !/^\.\/(package\.json|README\.md|dist\/.*\.(js|d\.ts))$/.test(name))).toEqual([])
    for (const name of files.filter((file) => file !== './README.md'))
      expect(await readFile(join(installed, name), 'utf8'), name).not.toMatch(
        /"(workspace|catalog):|from ['"](zod|@parley)/,
      )
  })

  it.each([
    { resolution: 'nodenext', options: ['--module', 'nodenext', '--types', 'node', '--outDir', 'out'] },
    { resolution: 'bundler', options: ['--module', 'esnext', '--lib', 'es2024,dom', '--types', '', '--noEmit'] },
  ])('its examples type-check under strict, as $resolution resolves it', { timeout: 120_000 }, async (given) => {
    for (const { name, code } of examples) await writeFile(join(project, `${name}.ts`), code)
    const files = examples.map(({ name }) => `${name}.ts`)
    const options = ['--strict', '--target', 'es2024', '--moduleResolution', given.resolution, ...given.options]
    const typeRoots = ['--typeRoots', join(root, 'node_modules/@types')]
    await run(project, join(root, 'node_modules/.bin/tsc'), ...options, ...typeRoots, ...files)
  })

  it('its examples run under plain Node', async () => {
    const runExample = ({ name }: { name: string }) => run(project, process.execPath, `out/${name}.js`)
    // One of them waits for a message, and is to find its own.
    const [waiting] = examples.splice(5, 1)
    const printed = await Promise.all(examples.map(runExample))
    printed.splice(5, 0, await runExample(waiting!))
    expect(printed[0]).toBe('')
    expect(printed[1]).toMatch(/^\d+ messages\n$/)
    expect(printed[2]).toContain('400 invalid_input')
    expect(printed[3]).toMatch(/^0 of 10 bytes\n10 of 10 bytes\nhttp\S+notes.txt\S+\n$/)
    expect(printed[4]).toMatch(/^local \d[.\d]*\n\S/)
    expect(printed[5]).toContain(`${channel.id}: Is anybody there?`)
    expect(printed).toHaveLength(7)
  })

  it('works in a worker', async () => {
    const code = `
      import { parentPort, workerData } from 'node:worker_threads'
      import { createParley } from '@parley/client'
      const { url, key, channel } = workerData
      const { data } = await createParley({ baseUrl: url, token: key }).messages.list({ channel_id: channel })
      parentPort.postMessage(data.map(({ content }) => content))`
    await writeFile(join(project, 'worker.js'), code)
    const worker = new Worker(join(project, 'worker.js'), {
      workerData: { url: platform.url, key, channel: channel.id },
    })
    expect((await once(worker, 'message'))[0]).toContain('a first long message')
    await worker.terminate()
  })

  it('is small in a browser', async () => {
    await writeFile(join(project, 'app.js'), `export { createParley } from '@parley/client'`)
    const build = await rolldown({ input: join(project, 'app.js'), platform: 'browser' })
    const { output } = await build.generate({ format: 'esm', minify: true })
    expect(output).toHaveLength(1)
    expect(output[0].imports).toEqual([])
    expect(output[0].code).not.toMatch(/from"node:|require\(/)
    const bytes = gzipSync(output[0].code).length
    console.log(
      `@parley/client in a browser: ${(output[0].code.length / 1024).toFixed(1)} KiB, ${(bytes / 1024).toFixed(1)} KiB gzipped`,
    )
    expect(bytes).toBeLessThan(40 * 1024)
    expect((await stat(join(installed, 'dist/index.js'))).size).toBeGreaterThan(bytes)
  })
})
