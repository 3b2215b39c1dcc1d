import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { useState } from 'react'
import { type Language, useLanguage, useTexts } from '../i18n/language.ts'
import { isRefusal, type Refusal, refusalOf } from '../store/refusal.ts'
import { useErrorText } from './error-text.ts'
import { uiTexts } from './texts/index.ts'
import { say } from './toasts.tsx'

/** What went wrong with a form: of its fields by name, and of the whole. */
export interface Problems {
  fields: Readonly<Record<string, string>>
  whole: string | undefined
}

const none: Problems = { fields: {}, whole: undefined }

/**
 * Sends a form: `submit(work)` runs it once at a time, and puts what the server refuses where it belongs. `fields` are those
 * that the form has; what is wrong with others is said of the whole.
 */
export function useForm(fields: readonly string[]) {
  const errorText = useErrorText()
  const language = useLanguage()
  const [problems, setProblems] = useState(none)
  const [isBusy, setBusy] = useState(false)

  async function submit(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setProblems(none)
    try {
      await work()
      return true
    } catch (error) {
      setProblems(await problemsOf(error, fields, errorText, language))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { problems, isBusy, submit, setProblems }
}

async function problemsOf(
  error: unknown,
  fields: readonly string[],
  errorText: (refusal: Refusal) => string,
  language: Language,
): Promise<Problems> {
  if (!(error instanceof ParleyError)) {
    // A mistake of ours: whoever waits is not left without an answer.
    if (!(error instanceof ParleyConnectionError)) reportError(error)
    return { fields: {}, whole: errorText(refusalOf(error)) }
  }
  const details = await Promise.all(
    error.details.map(async ({ path, message }) => ({ path, message: await said(message, language) })),
  )
  const known = details.filter(({ path }) => fields.includes(path))
  const named = Object.fromEntries(known.map(({ path, message }) => [path, message]))
  const others = details.filter(({ path }) => !fields.includes(path)).map(({ message }) => message)
  return { fields: named, whole: known.length > 0 ? others.join(' ') || undefined : errorText(error) }
}

/** In the language that is chosen, as far as that can be loaded. */
async function said(message: string, language: Language): Promise<string> {
  try {
    const { fieldProblem } = await import('./problems/field-problem.ts')
    return await fieldProblem(message, language)
  } catch {
    return message
  }
}

/** Does what a button asks for, and says so where it did not work. */
export function useAttempt() {
  const texts = useTexts(uiTexts)
  const errorText = useErrorText()
  return async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      const why = errorText(refusalOf(error))
      say(error instanceof ParleyConnectionError ? why : texts.refused(why))
      // Anything else is a mistake of ours.
      if (!isRefusal(error)) reportError(error)
      return false
    }
  }
}
