import * as z from 'zod'
import { showsSomething } from '../text.ts'
import { replyVariables, unknownVariables } from './reply-variables.ts'

const maxLength = 4_000

/** A text that agents have prepared, with variables that exist. */
export const ReplyText = z
  .string()
  .max(maxLength)
  .refine(showsSomething, 'Must show something.')
  .superRefine((text, context) => {
    for (const written of unknownVariables(text))
      context.addIssue(`${written} is no variable. There are ${replyVariables.join(', ')}.`)
  })
  .describe(
    `1–${maxLength.toLocaleString('en')} characters. \`{{visitor.name}}\` is filled in where it is sent, and \`{{visitor.name | there}}\` is “there” where the name is unknown. Variables: ${replyVariables.map((name) => `\`${name}\``).join(', ')}; another is a 400.`,
  )
