import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Config } from '../config.ts'
import type { DeskFiles } from '../context.ts'
import type { OnlineAgents } from '../online-agents.ts'
import type { DB } from '../schema.ts'
import type { MailSending } from './conversation-mail.ts'
import { createMailAddresses } from './mail-addresses.ts'

/** What mails are sent and received with. */
export interface MailContext extends Pick<ServiceRuntime<DB>, 'db' | 'metrics' | 'work'>, MailSending {
  config: Config
  files: DeskFiles
  onlineAgents: OnlineAgents
}

/** How mails are addressed. Without a domain for it the desk gets none. */
export function mailSendingOf(config: Config): MailSending {
  const { INBOUND_MAIL_DOMAIN, VISITOR_TOKEN_SECRETS: secrets, PUBLIC_URL } = config
  return {
    addresses: createMailAddresses({ domain: INBOUND_MAIL_DOMAIN ?? new URL(PUBLIC_URL).hostname, secrets }),
    takesReplies: INBOUND_MAIL_DOMAIN !== undefined,
    publicUrl: PUBLIC_URL,
  }
}
