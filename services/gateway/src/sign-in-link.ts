// Prints an address that signs somebody in to the console, once and within 15 minutes, in the gateway's environment:
//   node services/gateway/src/sign-in-link.ts ada@example.com
// For `npm start`, and for operators whose owner has neither password nor mail.
import { Email } from '@parley/contracts/email'
import { loadConfig } from '@parley/kit/config'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { explain, Problem } from '@parley/kit/problem'
import { Config } from './config.ts'
import { hashSecret, newSecret } from './identity/domain/secrets.ts'
import { upsertSignInLink } from './identity/store/sign-in-links.ts'
import type { DB } from './schema.ts'

async function print(given: string | undefined): Promise<void> {
  const email = Email.safeParse(given)
  if (!email.success) throw new Problem('Say whom: node services/gateway/src/sign-in-link.ts EMAIL')
  const config = loadConfig(Config, process.env)
  const log = createLog('gateway', { LOG_LEVEL: 'silent' })
  const db = createDatabase<DB>('gateway', { url: config.DATABASE_URL, poolSize: 1, log })
  try {
    const secret = newSecret()
    if (!(await upsertSignInLink(db, email.data, hashSecret(secret))))
      throw new Problem(`Nobody has the address ${email.data}.`)
    // Behind `#`, which browsers keep to themselves: no server or log gets to see it.
    process.stdout.write(`${config.PUBLIC_URL}/app/sign-in#once=${secret}\n`)
  } finally {
    await db.destroy()
  }
}

await print(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
})
