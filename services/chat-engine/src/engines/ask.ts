import { addUsage, type Engine, noUsage, type Stop, type ToolCall, type Turn, type Usage } from './engine.ts'
import { storableEvents } from './storable.ts'

/** What an engine has answered to one turn, whole. */
export interface Answer {
  text: string
  calls: ToolCall[]
  stop: Stop
}

/** Asks an engine in turns of which only the whole answers matter, and sums what they use. */
export interface Asker {
  /**
   * @throws EngineError as the engine does, and what `mayGoOn` throws
   */
  ask(turn: Omit<Turn, 'model'>, signal: AbortSignal): Promise<Answer>
  /** The model that has answered, be it in part; null before any has. */
  readonly model: string | null
  /** Of all turns so far, those that broke off too. */
  readonly usage: Usage
}

/**
 * @param mayGoOn called before each turn, with the usage so far; it throws where that was enough
 */
export function createAsker(
  engine: Engine,
  model: string,
  mayGoOn: (asker: Asker) => Promise<void> = async () => {},
): Asker {
  const usage: Usage = { ...noUsage }
  let answeredBy: string | null = null
  const asker: Asker = {
    async ask(turn, signal) {
      await mayGoOn(asker)
      const answer: Answer = { text: '', calls: [], stop: 'end' }
      for await (const event of storableEvents(engine.stream({ ...turn, model }, signal))) {
        if (event.type === 'text') answer.text += event.text
        else if (event.type === 'tool_call') answer.calls.push(event.call)
        else if (event.type !== 'begun') {
          if (event.type === 'end') answer.stop = event.stop
          answeredBy = event.model
          addUsage(usage, event.usage)
        }
      }
      return answer
    },
    get model() {
      return answeredBy
    },
    usage,
  }
  return asker
}
