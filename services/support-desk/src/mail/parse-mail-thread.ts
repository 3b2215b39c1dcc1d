import { parentPort, workerData } from 'node:worker_threads'
import type { ParseReply } from './mail-reader.ts'
import { parseMail } from './parse-mail.ts'

// What is imported here is loaded for every mail.
const reply: ParseReply = await parseMail(workerData as Uint8Array).then(
  (mail) => ({ mail }),
  (error: Error) => ({ error: error.message }),
)
parentPort!.postMessage(reply)
