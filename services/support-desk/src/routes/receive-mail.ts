import { receiveMail } from '@parley/contracts/desk/mail'
import { ServiceError } from '@parley/kit/errors'
import { ok, rawRoute } from '@parley/kit/route'
import type { Config } from '../config.ts'
import type { MailContext } from '../mail/context.ts'
import { checkDigest, checkSignature } from '../mail/inbound-signature.ts'
import { createMailReader } from '../mail/mail-reader.ts'
import { destinationOf, heedBounces } from '../mail/receiving.ts'
import { storeMail } from '../storing-mail.ts'

export function receiveMailRoute(ctx: MailContext) {
  const reader = createMailReader(ctx)
  return rawRoute(
    receiveMail,
    async ({ body, header, trace }) => {
      checkDigest(header, body)
      const mail = await reader.read(body)
      const destination = await destinationOf(ctx.db, ctx.addresses, mail)
      if (!destination) throw new ServiceError('not_found', 'No desk and no conversation has such an address.')
      if (mail.automatic === 'bounce') await heedBounces(ctx.db, ctx.addresses, mail, destination)
      // A desk’s own address writes to no desk, whatever has become of the header by which its mails are known.
      const isOwn = mail.from !== undefined && ctx.addresses.read(mail.from.address) !== undefined
      const automatic = mail.automatic ?? (isOwn ? ('own' as const) : undefined)
      if (automatic) return ok({ outcome: 'ignored' as const, reason: automatic })
      return ok(await storeMail(ctx, { mail, raw: body, destination, trace }))
    },
    ({ header }) => checkSignature(header, secretsOf(ctx.config)),
  )
}

/** @throws ServiceError 503 where the deployment takes in no mail */
function secretsOf({ INBOUND_MAIL_DOMAIN, INBOUND_MAIL_SECRETS }: Config): readonly string[] {
  if (INBOUND_MAIL_DOMAIN === undefined || INBOUND_MAIL_SECRETS === undefined)
    throw new ServiceError(
      'unavailable',
      'No mail is taken in here: INBOUND_MAIL_DOMAIN and INBOUND_MAIL_SECRETS are missing.',
      // Anybody may call this, as often as they like.
      { isExpected: true },
    )
  return INBOUND_MAIL_SECRETS
}
