import { parentPort, workerData } from 'node:worker_threads'
import type { ReadReply } from './mail-reader.ts'
import { readMail } from './read-mail.ts'

const reply: ReadReply = await readMail(workerData as Uint8Array).then(
  (mail) => ({ mail }),
  (error: Error) => ({ error: error.message }),
)
parentPort!.postMessage(reply)
