import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createChannel } from '@parley/contracts/channels/channels'
import { uploadFiles, uploadLimits } from '@parley/contracts/messages/files'
import { newcomer } from '@parley/testing/people'
import { describe, expect, it } from 'vitest'
import { bootProcesses } from './processes.ts'

const clients = 20
const mebibyte = 1024 * 1024
const chunk = randomBytes(mebibyte)
const platform = await bootProcesses({ services: ['gateway', 'channels', 'messaging'] })
const ada = await newcomer(platform, 'ada')
const { channel } = await ada.call(createChannel, {
  workspace_id: ada.workspaceId,
  name: 'large-files',
  channel_type: 'text',
})

/** A process's resident memory in MiB. */
function residentOf(name: string): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${platform.pids()[name]}/status`, 'utf8'))!
  return Number(kibibytes) / 1024
}

/** Uploads a file of the greatest length, a piece at a time. */
function upload(): Promise<number> {
  const opening = Buffer.from('--b\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n')
  const closing = Buffer.from(
    `\r\n--b\r\nContent-Disposition: form-data; name="conversation_id"\r\n\r\n${channel.id}\r\n--b--\r\n`,
  )
  return new Promise((resolve, reject) => {
    const outgoing = request(`${platform.url}${uploadFiles.path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ada.token}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': opening.length + uploadLimits.maxFileBytes + closing.length,
      },
    })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode!))
    })
    let left = uploadLimits.maxFileBytes / mebibyte
    const send = () => {
      while (left-- > 0) if (!outgoing.write(chunk)) return void outgoing.once('drain', send)
      outgoing.end(closing)
    }
    outgoing.write(opening)
    send()
  })
}

describe.runIf(process.platform === 'linux')(`${clients} clients that upload 25 MiB each at once`, () => {
  it('cost the gateway and messaging no memory to speak of', { timeout: 120_000 }, async () => {
    expect(await upload()).toBe(200) // once, so that what is loaded on first use is there
    const names = ['gateway', 'messaging'] as const
    const before = names.map(residentOf)
    const highest = [...before]
    const watch = setInterval(() => {
      for (const [i, name] of names.entries()) highest[i] = Math.max(highest[i]!, residentOf(name))
    }, 20)
    const statuses = await Promise.all(Array.from({ length: clients }, upload))
    clearInterval(watch)
    expect(statuses).toEqual(Array(clients).fill(200))
    const grown = names.map((name, i) => [name, Math.round(highest[i]! - before[i]!)] as const)
    // Half a gigabyte went through: had it been kept anywhere, it would show.
    for (const [name, mebibytes] of grown) expect(mebibytes, `${name}: ${grown}`).toBeLessThan(160)
  })
})
