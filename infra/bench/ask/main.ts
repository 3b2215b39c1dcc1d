import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sendChat } from '@parley/contracts/chat/chat'
import { findSources } from '@parley/contracts/messages/sources'
import { createServiceClient } from '@parley/kit/service-client'
import { traceFrom } from '@parley/kit/trace'
import { root } from '@parley/local/root'
import { startStack } from '@parley/local/supervisor'
import { positive } from '../arguments.ts'
import { unreachedLimits } from '../population.ts'
import { percentile } from '../rounds.ts'
import { openWorkspace } from './workspace.ts'

const usage = `pnpm bench ask [<slack-export.zip>] --questions <file> [--data <folder>] [--channel <name>] [--times N]

Imports a channel of a Slack export, as a bridge does, into a platform that it starts itself; asks each line of the file
as a newcomer would, without any model, and prints the answers with the sources that they quote; then times how long
finding sources takes, each question N times, and counts whole answers for ten seconds. A folder keeps what was imported.`

/** Questions that are being answered at once while answers are counted. */
const atOnce = 4
const countedMs = 10_000

/** Runs `pnpm bench ask`; answers the exit code. */
export async function askCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      questions: { type: 'string' },
      data: { type: 'string', default: join(root, '.parley/ask') },
      channel: { type: 'string' },
      times: { type: 'string', default: '10' },
    },
  })
  if (!values.questions) {
    console.error(usage)
    return 1
  }
  const rounds = positive('times', values.times)
  const questions = (await readFile(values.questions, 'utf8')).split('\n').filter((line) => line.trim())
  const dataDir = resolve(values.data)
  const { ANTHROPIC_API_KEY: _, ...env } = process.env
  const stack = await startStack({ dataDir, env: { ...env, ...unreachedLimits, LOG_LEVEL: 'warn' } })
  try {
    const options = { export: positionals[0], channel: values.channel, log: (line: string) => console.error(line) }
    const { workspaceId, userId, newcomer, messages } = await openWorkspace(stack, dataDir, options)
    for (const message of questions) {
      const { reply, confidence, metadata } = await newcomer.call(sendChat, { message, sessionId: randomUUID() })
      console.log(`\n${message}\n  ${metadata.model}, ${confidence.toFixed(2)}: ${reply}`)
    }

    const signingKey = stack.env['chat-engine'].INTERNAL_SIGNING_KEY!
    const engine = createServiceClient('chat-engine', { signingKey, urls: { messaging: stack.urls.messaging } })
    const acting = { workspaceId, userId, trace: traceFrom(undefined, undefined) }
    const times: number[] = []
    for (let round = 0; round <= rounds; round++)
      for (const question of questions) {
        const startedAt = performance.now()
        await engine.call(findSources, { question, destination_channel_id: null }, acting)
        if (round > 0) times.push(performance.now() - startedAt)
      }
    const ms = (share: number) => `${percentile(times, share).toFixed(1)} ms`
    console.log(
      `\nSources among ${messages.toLocaleString('en')} messages: p50 ${ms(0.5)}, p99 ${ms(0.99)}, of ${times.length} times.`,
    )

    let asked = 0
    let answered = 0
    const startedAt = performance.now()
    const askInTurn = async () => {
      while (performance.now() - startedAt < countedMs) {
        await newcomer.call(sendChat, { message: questions[asked++ % questions.length]!, sessionId: randomUUID() })
        answered++
      }
    }
    await Promise.all(Array.from({ length: atOnce }, askInTurn))
    const perSecond = answered / ((performance.now() - startedAt) / 1_000)
    console.log(`Whole answers, ${atOnce} at once: ${perSecond.toFixed(1)} a second.`)
  } finally {
    await stack.stop()
  }
  return 0
}
