import type { Parley, RealtimeEvents, Run } from '@parley/client/index'
import type { Refusal } from './refusal.ts'
import { type ToolCall, withTool } from './tool-calls.ts'
import type { Topics } from './topics.ts'
import { keyOf, type Place } from './windows.ts'

type Started = RealtimeEvents['twin.started']['data']
type Delta = RealtimeEvents['twin.delta']['data']
type Called = RealtimeEvents['twin.tool']['data']
type Finished = RealtimeEvents['twin.finished']['data']

/** An answer of a twin while it is written. */
export interface LiveRun {
  id: string
  twinId: string
  name: string
  avatarUrl: string | null
  place: Place
  questionId: string | null
  text: string
  tools: readonly ToolCall[]
  /** Set where it failed: it is shown until somebody puts it away. */
  failure?: Refusal | undefined
}

const none: readonly LiveRun[] = []

/** What twins are writing, by place. Pieces are gathered until the next frame is drawn. */
export class Runs {
  readonly #byId = new Map<string, LiveRun>()
  #byPlace: ReadonlyMap<string, readonly LiveRun[]> = new Map()
  readonly #changed = new Set<string>()
  #frame: number | ReturnType<typeof setTimeout> | undefined
  readonly #parley: Parley
  readonly #topics: Topics

  constructor(parley: Parley, topics: Topics) {
    this.#parley = parley
    this.#topics = topics
  }

  in(place: Place): readonly LiveRun[] {
    return this.#byPlace.get(keyOf(place)) ?? none
  }

  start(channelId: string, { run_id, ai_twin_id, name, avatar_url, ...of }: Started): void {
    const place = { channelId, threadId: of.parent_message_id ?? undefined }
    const run = { id: run_id, twinId: ai_twin_id, name, avatarUrl: avatar_url, place }
    this.#put({ ...run, questionId: of.question_message_id, text: '', tools: [] })
  }

  add({ run_id, offset, text }: Delta): void {
    const run = this.#byId.get(run_id)
    if (!run) return
    if (offset === run.text.length) this.#put({ ...run, text: run.text + text })
    else void this.#catchUp(run_id)
  }

  putTool({ run_id, tool }: Called): void {
    const run = this.#byId.get(run_id)
    if (run) this.#put({ ...run, tools: withTool(run.tools, tool) })
  }

  /** What it became comes as a message; what failed stays to be read. */
  finish({ run_id, status, error }: Finished): void {
    const run = run_id === null ? undefined : this.#byId.get(run_id)
    if (!run) return
    if (status === 'failed') this.#put({ ...run, failure: error ?? { message: '' } })
    else this.remove(run.id)
  }

  remove(id: string): void {
    const run = this.#byId.get(id)
    if (!run) return
    this.#byId.delete(id)
    this.#redraw(run.place)
  }

  /** Ends an answer where it is; what was written stays, as a message. */
  async stop(id: string): Promise<void> {
    await this.#parley.chat.stopStream({ streamId: id })
  }

  /** Those that go on in a channel that somebody begins to look at. */
  async load(channelId: string): Promise<void> {
    const { data } = await this.#parley.chat.listRuns({ channel_id: channelId, limit: 20 })
    for (const run of data) {
      if (!isLive(run) || this.#byId.has(run.id) || !run.ai_twin_id) continue
      this.#put({
        id: run.id,
        twinId: run.ai_twin_id,
        name: run.personality,
        avatarUrl: null,
        place: { channelId, threadId: run.thread_id ?? undefined },
        questionId: run.question_message_id,
        text: run.text,
        tools: run.tools,
      })
    }
  }

  /** After an absence: what has ended meanwhile is a message by now. */
  async review(): Promise<void> {
    await Promise.all([...this.#byId.values()].map(({ id, failure }) => failure === undefined && this.#catchUp(id)))
  }

  async #catchUp(id: string): Promise<void> {
    try {
      const { data } = await this.#parley.chat.getRun({ id })
      const run = this.#byId.get(id)
      if (!run) return
      if (isLive(data)) this.#put({ ...run, text: data.text, tools: data.tools })
      else this.remove(id)
    } catch {
      this.remove(id)
    }
  }

  #put(run: LiveRun): void {
    this.#byId.set(run.id, run)
    this.#redraw(run.place)
  }

  #redraw(place: Place): void {
    this.#changed.add(keyOf(place))
    this.#frame ??= nextFrame(() => {
      this.#frame = undefined
      this.#byPlace = Map.groupBy(this.#byId.values(), (run) => keyOf(run.place))
      for (const key of this.#changed) this.#topics.publish(`runs:${key}`)
      this.#changed.clear()
    })
  }
}

/** Being written, or waiting for somebody to approve a tool. */
export const isLive = ({ status }: Run) => status === 'running' || status === 'waiting'

/** Outside of browsers there are no frames. */
const nextFrame = (draw: () => void) =>
  typeof requestAnimationFrame === 'function' ? requestAnimationFrame(draw) : setTimeout(draw, 16)
