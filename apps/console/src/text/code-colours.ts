import workerPath from './code-colours.worker.ts?worker&url'
import type { ColouredPart, HighlightAnswer, HighlightQuestion } from './coloured-part.ts'
import { workerUrl } from './trusted.ts'

/** Grammars can hang: a block that takes longer stays plain, and the worker is replaced. */
const patienceMs = 250
const maxLength = 20_000
const maxKept = 200

const kept = new Map<string, readonly ColouredPart[] | undefined>()
let starting: Promise<Worker> | undefined
let last: Promise<unknown> = Promise.resolve()

/** What each part of a code is; undefined where its language is not known, or takes too long. One is worked on at a time. */
export function highlight(code: string, language: string): Promise<readonly ColouredPart[] | undefined> {
  const next = last.then(async () => {
    const key = `${language}\n${code}`
    if (!kept.has(key)) keep(key, code.length > maxLength ? undefined : await ask({ code, language }))
    return kept.get(key)
  })
  // Whoever asked for it gets the error; the next one goes on after it.
  last = next.catch(() => {})
  return next
}

function keep(key: string, parts: readonly ColouredPart[] | undefined): void {
  kept.set(key, parts)
  if (kept.size > maxKept) kept.delete(kept.keys().next().value!)
}

async function ask(question: HighlightQuestion): Promise<readonly ColouredPart[] | undefined> {
  starting ??= start()
  const worker = await starting
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      worker.terminate()
      starting = undefined
      resolve(undefined)
    }, patienceMs)
    worker.onmessage = ({ data }: MessageEvent<HighlightAnswer>) => {
      clearTimeout(timer)
      resolve(data.parts)
    }
    worker.postMessage(question)
  })
}

/** The time that it takes to load is none of a block’s. */
function start(): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(workerPath), { type: 'module' })
    worker.onmessage = () => resolve(worker)
    worker.onerror = () => {
      starting = undefined
      reject(new Error('There are no colours for code.'))
    }
  })
}
