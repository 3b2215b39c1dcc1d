import { createHash, createHmac } from 'node:crypto'
import { receiveMail } from '@parley/contracts/desk/mail'

/** Hands a mail over to the desk as the deployment's mail server does, signed. */
export function handOverMail(url: string, mail: string, secret: string): Promise<Response> {
  const digest = `sha-256=:${createHash('sha256').update(mail).digest('base64')}:`
  return fetch(`${url}${receiveMail.path}`, {
    method: 'POST',
    body: mail,
    headers: {
      'content-type': 'message/rfc822',
      'content-digest': digest,
      'x-mail-signature': createHmac('sha256', secret).update(digest).digest('hex'),
    },
  })
}
