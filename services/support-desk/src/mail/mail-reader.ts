import { Worker } from 'node:worker_threads'
import { ServiceError } from '@parley/kit/errors'
import { createGate } from '@parley/kit/gate'
import type { Metrics } from '@parley/kit/metrics'
import { type InboundMail, inboundMailOf } from './inbound-mail.ts'
import type { ParsedMail } from './parse-mail.ts'

const defaultTimeoutMs = 20_000
const maxHeapMb = 256

export type ParseReply = { mail: ParsedMail } | { error: string }

/**
 * Reads mails, each in a thread of its own with a bound of memory and time: whatever is in a mail, nothing else waits
 * for it to be read.
 */
export function createMailReader(options: { metrics?: Pick<Metrics, 'watchGate'>; timeoutMs?: number } = {}) {
  const { metrics, timeoutMs = defaultTimeoutMs } = options
  const gate = createGate({
    name: 'mails',
    atOnce: 2,
    maxWaiting: { total: 20, perHolder: 20 },
    maxWaitMs: 10_000,
    metrics,
  })
  return {
    /**
     * @param raw the mail as it came (RFC 5322)
     * @throws ServiceError 400 for what cannot be read within the bounds, 503 where too many are being read
     */
    read: (raw: Buffer): Promise<InboundMail> =>
      gate.pass({}, async () => inboundMailOf(await parseInThread(raw, timeoutMs))),
  }
}

export type MailReader = ReturnType<typeof createMailReader>

async function parseInThread(raw: Buffer, timeoutMs: number): Promise<ParsedMail> {
  const worker = new Worker(new URL('./parse-mail-thread.ts', import.meta.url), {
    workerData: raw,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    env: {}, // it needs nothing that the service is configured with
  })
  const timer = setTimeout(() => void worker.terminate(), timeoutMs)
  try {
    const reply = await new Promise<ParseReply>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(unreadable()))
    })
    if ('error' in reply) throw unreadable(reply.error)
    return reply.mail
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw unreadable(error)
    throw error
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

const unreadable = (cause?: unknown) =>
  new ServiceError('invalid_input', 'The mail cannot be read: its parts are nested too deeply, or too much for it.', {
    cause,
  })
