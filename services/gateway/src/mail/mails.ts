import type { Mail } from '@parley/contracts/jobs'
import { type Html, html } from './html.ts'

interface Letter {
  to: string
  subject: string
  /** Plain sentences, one paragraph each. */
  before: string[]
  button: { label: string; url: string }
  after: string[]
}

/** A name as a mail says it: with nothing in it that a mail program would make a link of. */
const spoken = (name: string): string => name.replace(/:(?=\/\/)|[.\u3002\uff0e\uff61](?=\p{L})/gu, '$& ')

/** To someone who has no account yet: the link that makes one and joins. */
export const invitationMail = (invited: {
  to: string
  inviter: string
  workspace: string
  publicUrl: string
  token: string
}): Mail =>
  letter({
    to: invited.to,
    subject: `${spoken(invited.inviter)} invited you to ${spoken(invited.workspace)} on Parley`,
    before: [
      `${spoken(invited.inviter)} invited you to ${spoken(invited.workspace)} on Parley, where its people talk.`,
      'Accept the invitation and choose a password:',
    ],
    button: { label: 'Accept the invitation', url: linkTo(invited.publicUrl, 'accept-invite', invited.token) },
    after: ['The link works once, for 7 days. If you were not expecting it, ignore this mail.'],
  })

/** To someone from outside the workspace: the link that joins it and a channel, by an account they have or make. */
export const channelInvitationMail = (invited: {
  to: string
  inviter: string
  workspace: string
  channel: string
  publicUrl: string
  token: string
}): Mail =>
  letter({
    to: invited.to,
    subject: `${spoken(invited.inviter)} invited you to #${invited.channel} in ${spoken(invited.workspace)} on Parley`,
    before: [
      `${spoken(invited.inviter)} invited you to the channel #${invited.channel} in ${spoken(invited.workspace)} on Parley, where its people talk.`,
      'Accept the invitation with a new password, or with your own if you have a Parley account:',
    ],
    button: { label: 'Accept the invitation', url: linkTo(invited.publicUrl, 'accept-invite', invited.token) },
    after: [
      'The link works once, for 7 days, and opens every channel there that you were invited to. Links of earlier mails do not work any more. If you were not expecting it, ignore this mail.',
    ],
  })

/** To someone who has an account and was added at once. */
export const addedMail = (added: { to: string; inviter: string; workspace: string; publicUrl: string }): Mail =>
  letter({
    to: added.to,
    subject: `${spoken(added.inviter)} added you to ${spoken(added.workspace)} on Parley`,
    before: [
      `${spoken(added.inviter)} added you to ${spoken(added.workspace)} on Parley.`,
      'Sign in as you always do, and switch to it.',
    ],
    button: { label: 'Open Parley', url: `${added.publicUrl}/` },
    after: ['If you do not want to be there, you can leave it at any time.'],
  })

/** The link that sets a new password. */
export const resetMail = (reset: { to: string; publicUrl: string; token: string }): Mail =>
  letter({
    to: reset.to,
    subject: 'Set a new password for Parley',
    before: ['Someone, probably you, asked for a new password for this address.'],
    button: { label: 'Set a new password', url: linkTo(reset.publicUrl, 'reset-password', reset.token) },
    after: [
      'The link works once, for an hour, and ends all sessions that are open. If it was not you, ignore this mail: your password stays as it is.',
    ],
  })

const linkTo = (publicUrl: string, page: string, token: string) => `${publicUrl}/${page}?token=${token}`

function letter({ to, subject, before, button, after }: Letter): Mail {
  const text = [...before, button.url, ...after].join('\n\n')
  return { to, subject, text: `${text}\n`, html: layOut({ before, button, after }).text }
}

const paragraph = (text: string) => html`<p style="margin:0 0 16px">${text}</p>`

/** Inline styles only: mail programs drop everything else. */
const layOut = ({ before, button, after }: Omit<Letter, 'to' | 'subject'>): Html => html`<!doctype html>
<html lang="en">
<body style="margin:0;padding:32px 16px;background:#f4f3f0;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#1d1c1a">
<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
<p style="margin:0 0 24px;font-weight:700;font-size:18px">Parley</p>
${before.map(paragraph)}
<p style="margin:0 0 16px"><a href="${button.url}" target="_blank" rel="noopener" style="display:inline-block;padding:12px 20px;background:#2f5d50;color:#fff;border-radius:8px;text-decoration:none;font-weight:600">${button.label}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#6b6863;word-break:break-all">${button.url}</p>
${after.map(paragraph)}
</div>
</body>
</html>
`
