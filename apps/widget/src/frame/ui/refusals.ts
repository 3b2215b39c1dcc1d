import type { ErrorCode } from '@parley/client/parley-error'
import type { Texts } from '../../i18n/en.ts'
import type { NewMessage, Refusal } from '../model/outbox.ts'

type Reason = 'tooMuch' | 'tooBig' | 'notAccepted' | 'isGone' | 'wrongFiles' | 'tooManyFiles'

const reasons: { [C in ErrorCode]?: Reason } = {
  rate_limited: 'tooMuch',
  payload_too_large: 'tooBig',
  invalid_input: 'notAccepted',
  not_found: 'isGone',
}
const reasonsOfFiles: typeof reasons = {
  invalid_input: 'wrongFiles',
  unsupported_media_type: 'wrongFiles',
  conflict: 'tooManyFiles',
}

/** What is refused as long as it is the same. */
const lasting: ReadonlySet<ErrorCode> = new Set(['payload_too_large', 'invalid_input', 'unsupported_media_type'])

/** Whether a message that was refused may be taken when it is sent again. */
export function canRetry({ code }: Refusal, { conversationId, files }: NewMessage): boolean {
  if (code === 'not_found') return conversationId === undefined
  // So many files are as many as a visitor may ever send.
  if (code === 'conflict') return files.length === 0
  return code === undefined || !lasting.has(code)
}

/**
 * Why something was refused, in the visitor's language: what the server says of it is for programmers. Undefined where it
 * is that the desk takes nothing from them, which stands above it all.
 *
 * @param message where it was one that was refused
 */
export function reasonOf({ code }: Refusal, texts: Texts, message?: NewMessage): string | undefined {
  if (code === undefined) return texts.noConnection
  if (code === 'forbidden') return undefined
  const beginsAnother = message && message.conversationId === undefined
  const reason =
    (message && message.files.length > 0 && reasonsOfFiles[code]) ||
    (code === 'conflict' && beginsAnother && 'tooManyOpen') ||
    (reasons[code] ?? 'wentWrong')
  return texts[reason]
}
