import * as z from 'zod'
import { inputSchemaOf } from '../engines/input-schema.ts'
import type { Tool, ToolResult, ToolScope } from './tool.ts'

interface CheckedTool<S extends z.ZodObject>
  extends Pick<Tool, 'name' | 'description' | 'reads' | 'timeoutMs' | 'prepare'> {
  input: S
  opens?: (input: z.output<S>) => string
  sends?: (input: z.output<S>) => string
  run(input: z.output<S>, scope: ToolScope, signal: AbortSignal): Promise<ToolResult>
}

/** A tool whose input is checked by a schema, which the engine receives too. What does not fit is its answer. */
export function checkedTool<S extends z.ZodObject>({
  input: schema,
  opens,
  sends,
  run,
  ...tool
}: CheckedTool<S>): Tool {
  const ofChecked = (part: (input: z.output<S>) => string) => (input: unknown) => {
    const { data } = schema.safeParse(input)
    return data && part(data)
  }
  return {
    ...tool,
    inputSchema: inputSchemaOf(schema),
    ...(opens && { opens: ofChecked(opens) }),
    ...(sends && { sends: ofChecked(sends) }),
    async run(input, scope, signal) {
      const { data, error } = schema.safeParse(input)
      return error ? failed(z.prettifyError(error)) : run(data, scope, signal)
    },
  }
}

/** An answer that says why there is none. */
export const failed = (text: string): ToolResult => ({ text, failed: true })
