import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { useState } from 'react'
import { useTexts } from '../i18n/language.ts'
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
  const [problems, setProblems] = useState(none)
  const [isBusy, setBusy] = useState(false)

  async function submit(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setProblems(none)
    try {
      await work()
      return true
    } catch (error) {
      setProblems(problemsOf(error, fields, errorText))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { problems, isBusy, submit, setProblems }
}

function problemsOf(error: unknown, fields: readonly string[], errorText: (refusal: Refusal) => string): Problems {
  if (!(error instanceof ParleyError)) {
    // A mistake of ours: whoever waits is not left without an answer.
    if (!(error instanceof ParleyConnectionError)) reportError(error)
    return { fields: {}, whole: errorText(refusalOf(error)) }
  }
  const known = error.details.filter(({ path }) => fields.includes(path))
  const named = Object.fromEntries(known.map(({ path, message }) => [path, message]))
  const others = error.details.filter(({ path }) => !fields.includes(path)).map(({ message }) => message)
  return { fields: named, whole: known.length > 0 ? others.join(' ') || undefined : errorText(error) }
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
