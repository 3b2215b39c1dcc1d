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

const placeholder = /\{\{([^{}]*)\}\}/g

/** `{{ visitor.name | there }}`: the variable, and what stands there where it has no value. */
function parsePlaceholder(inner: string): { variable: string; fallback: string } {
  const [variable = '', ...fallback] = inner.split('|')
  return { variable: variable.trim(), fallback: fallback.join('|').trim() }
}

const isVariable = (text: string): text is ReplyVariable => (replyVariables as readonly string[]).includes(text)

/** What a text wants to have filled in, as it is written there, and is no variable. */
export const unknownVariables = (text: string): string[] =>
  [...text.matchAll(placeholder)]
    .filter(([, inner]) => !isVariable(parsePlaceholder(inner!).variable))
    .map(([written]) => written)

/** The text with its variables filled in, once: what is filled in has none. */
export const fillIn = (text: string, values: Readonly<Record<ReplyVariable, string | null>>): string =>
  text.replaceAll(placeholder, (written, inner: string) => {
    const { variable, fallback } = parsePlaceholder(inner)
    return isVariable(variable) ? (values[variable] ?? fallback) : written
  })
