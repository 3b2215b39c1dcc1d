import type { Mail } from '@parley/contracts/identity/jobs'
import { type Html, html } from '@parley/text/html'
import { mailLayout, paragraph, withoutLinks } from '@parley/text/mail-layout'

interface MailContent {
  to: string
  subject: string
  /** Plain sentences, one paragraph each. */
  before: string[]
  button: { label: string; url: string }
  after: string[]
}

/** To anybody, with an account or without: the link that joins a workspace. */
export const invitationMail = (invited: {
  to: string
  inviter: string
  workspace: string
  publicUrl: string
  token: string
}): Mail =>
  renderMail({
    to: invited.to,
    subject: `${withoutLinks(invited.inviter)} invited you to ${withoutLinks(invited.workspace)} on Parley`,
    before: [
      `${withoutLinks(invited.inviter)} invited you to ${withoutLinks(invited.workspace)} on Parley, where its people talk.`,
      'Accept the invitation with a new password, or with your own if you have a Parley account:',
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
  renderMail({
    to: invited.to,
    subject: `${withoutLinks(invited.inviter)} invited you to #${invited.channel} in ${withoutLinks(invited.workspace)} on Parley`,
    before: [
      `${withoutLinks(invited.inviter)} invited you to the channel #${invited.channel} in ${withoutLinks(invited.workspace)} on Parley, where its people talk.`,
      'Accept the invitation with a new password, or with your own if you have a Parley account:',
    ],
    button: { label: 'Accept the invitation', url: linkTo(invited.publicUrl, 'accept-invite', invited.token) },
    after: [
      'The link works once, for 7 days, and opens every channel there that you were invited to. Links of earlier mails do not work any more. If you were not expecting it, ignore this mail.',
    ],
  })

/** To someone who has registered, or whose address somebody else has registered with. */
export const verificationMail = (verification: { to: string; publicUrl: string; token: string }): Mail =>
  renderMail({
    to: verification.to,
    subject: 'Confirm your address for Parley',
    before: [
      'Someone, probably you, has made a Parley account with this address. Confirm that it is yours, so that invitations can reach you:',
    ],
    button: { label: 'Confirm the address', url: linkTo(verification.publicUrl, 'verify-email', verification.token) },
    after: [
      'The link works once, for 7 days. If it was not you, ignore this mail, or take the account over: the page asks for a password, and whoever made the account is signed out.',
    ],
  })

/** The link that sets a new password. */
export const resetMail = (reset: { to: string; publicUrl: string; token: string }): Mail =>
  renderMail({
    to: reset.to,
    subject: 'Set a new password for Parley',
    before: ['Someone, probably you, asked for a new password for this address.'],
    button: { label: 'Set a new password', url: linkTo(reset.publicUrl, 'reset-password', reset.token) },
    after: [
      'The link works once, for an hour, and ends all sessions that are open. If it was not you, ignore this mail: your password stays as it is.',
    ],
  })

/** To an owner: the month's soft budget of their workspace, or of one of its twins, is used up. */
export const budgetNoticeMail = (notice: {
  to: string
  workspace: string
  twin: string | null
  softUsd: string
  hardUsd: string | null
  publicUrl: string
}): Mail => {
  const workspace = withoutLinks(notice.workspace)
  const whose = notice.twin === null ? workspace : `${withoutLinks(notice.twin)} in ${workspace}`
  return renderMail({
    to: notice.to,
    subject: `${whose} has used $${notice.softUsd} of AI this month`,
    before: [
      `The AI answers of ${whose} have cost $${notice.softUsd} this month, the budget at which you asked to be notified.`,
      notice.hardUsd === null
        ? 'There is no budget at which they stop.'
        : `They stop at $${notice.hardUsd}, until next month.`,
    ],
    button: { label: 'Open Parley', url: notice.publicUrl },
    after: ['This mail comes once a month. The owners and admins of the workspace change its budgets.'],
  })
}

/** To an owner: their workspace is to be deleted. */
export const workspaceDeletionMail = (deletion: {
  to: string
  workspace: string
  by: string
  deletesAt: string
  publicUrl: string
}): Mail => {
  const workspace = withoutLinks(deletion.workspace)
  const time = `${deletion.deletesAt.slice(0, 10)}, ${deletion.deletesAt.slice(11, 16)} UTC`
  return renderMail({
    to: deletion.to,
    subject: `${workspace} will be deleted on ${time}`,
    before: [
      `${withoutLinks(deletion.by)} asked to delete ${workspace} with everything in it: messages, files, twins, knowledge, the support desk and all settings.`,
      `Until ${time} everything goes on working, and every owner can restore it. After that nobody can.`,
    ],
    button: { label: 'Open Parley', url: deletion.publicUrl },
    after: ['You get this mail because you own the workspace.'],
  })
}

const linkTo = (publicUrl: string, page: string, token: string) => `${publicUrl}/${page}?token=${token}`

function renderMail({ to, subject, before, button, after }: MailContent): Mail {
  const text = [...before, button.url, ...after].join('\n\n')
  const content = [...before.map(paragraph), ...buttonOf(button), ...after.map(paragraph)]
  return { to, subject, text: `${text}\n`, html: mailLayout({ language: 'en', sender: 'Parley', content }) }
}

const buttonOf = ({ label, url }: MailContent['button']): Html[] => [
  html`<p style="margin:0 0 16px"><a href="${url}" target="_blank" rel="noopener" style="display:inline-block;padding:12px 20px;background:#2f5d50;color:#fff;border-radius:8px;text-decoration:none;font-weight:600">${label}</a></p>`,
  html`<p style="margin:0 0 16px;font-size:13px;color:#6b6863;word-break:break-all">${url}</p>`,
]
