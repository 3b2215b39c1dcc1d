import type { PythonSandbox } from '@parley/sandbox/python-sandbox'
import * as z from 'zod'
import { checkedTool, failed } from './checked-tool.ts'
import type { Tool } from './tool.ts'

/** Runs Python where it reaches nothing: no network, no files, no environment. */
export const createCodeInterpreter = (sandbox: Pick<PythonSandbox, 'availability' | 'prepare' | 'run'>): Tool =>
  checkedTool({
    name: 'code_interpreter',
    description:
      'Runs a Python 3 program with the standard library, for 10 seconds at most, and answers what it printed and the value of its last expression. It has no network and no packages, and keeps nothing: each program starts anew, and files that it writes are gone afterwards.',
    input: z.object({ code: z.string().min(1).describe('The program.') }),
    // Its own 10 s, the load of Python, and its turn.
    reads: 'readable',
    timeoutMs: 45_000,
    prepare: () => void sandbox.prepare(),
    async run({ code }, { workspaceId, userId }, signal) {
      const availability = await sandbox.availability()
      if (!availability.isAvailable) return failed(`Not available: ${availability.reason}`)
      const holders = { workspace: workspaceId, person: `${workspaceId}:${userId}` }
      const { stdout, stderr, result, error, timedOut, truncated } = await sandbox.run(code, { holders, signal })
      const parts = [
        stdout && `Printed:\n${stdout}`,
        stderr && `Printed to stderr:\n${stderr}`,
        result !== null && `Result: ${result}`,
        error && `Error:\n${error}`,
        timedOut && 'It was stopped after 10 seconds.',
        truncated && 'There was more output, which is left out.',
      ]
      const text = parts.filter(Boolean).join('\n\n')
      return { text: text || 'It ended without output.', failed: error !== null || timedOut }
    },
  })
