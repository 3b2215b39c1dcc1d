import { Integer } from '@parley/contracts/fields'
import * as z from 'zod'

/** A service that runs programs includes this in its own configuration. */
export const SandboxConfig = z.object({
  CODE_INTERPRETER: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'Whether AI may run Python. auto: where the system lets a process be cut off from the network (Linux with user namespaces); on: elsewhere too, where Pyodide, Node’s permissions and the kernel’s limits alone keep a program in; off: nowhere.',
    ),
  CODE_INTERPRETER_AT_ONCE: Integer({ min: 1, max: 64 })
    .default(2)
    .describe('Programs that a process runs at once; each may use 420 MB and a core for 10 s.'),
})
export type SandboxConfig = z.output<typeof SandboxConfig>
