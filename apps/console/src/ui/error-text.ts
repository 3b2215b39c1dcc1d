import { type Language, useLanguage, useTexts } from '../i18n/language.ts'
import type { Refusal } from '../store/refusal.ts'
import type { ErrorTexts, KnownCode } from './known-codes.ts'
import { uiTexts } from './texts/index.ts'

/** Of these the server says nothing that whoever reads it needs besides: what it says is for programs, or the same in English. */
const complete: ReadonlySet<string> = new Set<KnownCode>([
  'unknown_route',
  'method_not_allowed',
  'idempotency_mismatch',
  'range_not_satisfiable',
  'internal',
  'encrypted',
  'damaged',
  'empty',
  'out_of_memory',
  'revoked',
  'expired',
  'closed',
  'cancelled',
  'offline',
])

/**
 * What went wrong, in the language of whoever reads it. What the server says is more precise, and in English: it follows, and
 * stands alone in English and where the code is unknown.
 */
export function errorText(texts: ErrorTexts, language: Language, { code = '', message }: Refusal): string {
  const text = Object.hasOwn(texts, code) ? texts[code as KnownCode] : undefined
  if (text === undefined) return message
  if (message === '' || complete.has(code)) return text
  return language === 'en' ? message : `${text} (${message})`
}

/** Says what went wrong in the language that is chosen. */
export function useErrorText(): (refusal: Refusal) => string {
  const { errors } = useTexts(uiTexts)
  const language = useLanguage()
  return (refusal) => errorText(errors, language, refusal)
}
