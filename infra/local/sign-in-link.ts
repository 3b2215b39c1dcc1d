import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './root.ts'

const run = promisify(execFile)

/**
 * An address that signs this person in to the console, once and within 15 minutes: by the gateway's own command, as
 * operators have it.
 *
 * @param env the gateway's
 */
export async function newSignInLink(email: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, 'services/gateway/src/sign-in-link.ts'), email], { env })
  return stdout.trim()
}
