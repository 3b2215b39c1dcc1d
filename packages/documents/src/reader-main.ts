// What a process runs that reads documents: one after the other, from stdin to stdout.
import { chunk } from './chunk.ts'
import type { DocumentError } from './error.ts'
import { createFrameReader, frame } from './frames.ts'
import { limits } from './limits.ts'
import type { Reply, Request } from './messages.ts'
import { readDocument } from './read-document.ts'

const output = process.stdout.write.bind(process.stdout)
// What a library prints would be taken for a reply.
process.stdout.write = () => true

/** How many characters of JSON a message has, more or less, so that whoever receives it does other things between. */
const messageChars = 128 * 1024

let head: Request | undefined
const messages = createFrameReader(limits.maxBytes)

for await (const input of process.stdin)
  for (const message of messages(input)) {
    if (!head) head = JSON.parse(message.toString()) as Request
    else {
      for await (const reply of answer(head, message)) output(frame(Buffer.from(JSON.stringify(reply))))
      head = undefined
    }
  }

async function* answer({ name, type, chunks, cpuMs }: Request, bytes: Buffer): AsyncGenerator<Reply> {
  const before = process.cpuUsage()
  const isLate = () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000 > cpuMs
  }
  try {
    const { blocks, ...facts } = await readDocument(bytes, { name, type, isLate })
    if (chunks) for (const some of inParts(chunk(blocks, chunks))) yield { type: 'chunks', chunks: some }
    else for (const some of inParts(blocks)) yield { type: 'blocks', blocks: some }
    yield { type: 'end', facts }
  } catch (error) {
    const { reason = 'damaged', message, cause } = error as DocumentError
    const stack = cause instanceof Error ? cause.stack?.slice(0, 2_000) : undefined
    yield { type: 'error', reason, message, cause: stack } // for a log
  }
}

function* inParts<T>(all: readonly T[]): Generator<T[]> {
  let some: T[] = []
  let chars = 0
  for (const each of all) {
    some.push(each)
    chars += JSON.stringify(each).length
    if (chars < messageChars) continue
    yield some
    some = []
    chars = 0
  }
  yield some
}
