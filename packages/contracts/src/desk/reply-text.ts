import * as z from 'zod'
import { showsSomething } from '../text.ts'

/** What a prepared text may leave to be filled in where it is sent. */
export const replyVariables = [
  'visitor.name',
  'visitor.firstName',
  'visitor.email',
  'agent.name',
  'agent.firstName',
  'workspace.name',
] as const
export type ReplyVariable = (typeof replyVariables)[number]

const maxLength = 4_000
const placeholder = /\{\{([^{}]*)\}\}/g

/** `{{ visitor.name | there }}`: the variable, and what stands there where it has no value. */
function parsePlaceholder(inner: string): { variable: string; fallback: string } {
  const [variable = '', ...fallback] = inner.split('|')
  return { variable: variable.trim(), fallback: fallback.join('|').trim() }
}

const isVariable = (text: string): text is ReplyVariable => (replyVariables as readonly string[]).includes(text)

/** A text that agents have prepared, with variables that exist. */
export const ReplyText = z
  .string()
  .max(maxLength)
  .refine(showsSomething, 'Must show something.')
  .superRefine((text, context) => {
    for (const [written, inner] of text.matchAll(placeholder))
      if (!isVariable(parsePlaceholder(inner!).variable))
        context.addIssue(`${written} is no variable. There are ${replyVariables.join(', ')}.`)
  })
  .describe(
    `1–${maxLength.toLocaleString('en')} characters. \`{{visitor.name}}\` is filled in where it is sent, and \`{{visitor.name | there}}\` is “there” where the name is unknown. Variables: ${replyVariables.map((name) => `\`${name}\``).join(', ')}; another is a 400.`,
  )

/** The text with its variables filled in, once: what is filled in has none. */
export const fillIn = (text: string, values: Readonly<Record<ReplyVariable, string | null>>): string =>
  text.replaceAll(placeholder, (written, inner: string) => {
    const { variable, fallback } = parsePlaceholder(inner)
    return isVariable(variable) ? (values[variable] ?? fallback) : written
  })
