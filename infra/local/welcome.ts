import { styleText } from 'node:util'
import type { FirstLogin } from './first-login.ts'

/** What `npm start` says once everything runs. */
export function welcome(shown: {
  url: string
  /** Where the data is, and the file of the first login, as they are shown. */
  dataDir: string
  file: string
  login?: (FirstLogin & { isNew: boolean }) | undefined
  signInLink?: string | false | undefined
  /** Commands to paste. */
  things: readonly string[]
  /** The page of the mails, where no server takes them. */
  mails?: string | undefined
  /** The page that shows the widget. */
  demo?: string | undefined
  /** Why the widget could not be built. */
  failure?: string | undefined
}): string {
  const { url, dataDir, file, login, signInLink, things, mails, demo, failure } = shown
  const password = login?.isNew ? `password ${login.password}   (kept in ${file})` : `password in ${file}`
  return [
    '',
    `${styleText('bold', `Parley is running at ${url}`)}   (Ctrl-C stops it; data stays in ${dataDir})`,
    ...(signInLink ? ['', `Open the console, signed in (once, within 15 minutes): ${signInLink}`] : []),
    ...(login ? ['', `First login: ${login.email}   ${password}`] : []),
    '',
    `${things.length === 3 ? 'Three' : 'Two'} things to try:`,
    ...things.map((thing, index) => `  ${index + 1}. ${thing}`),
    ...(mails ? ['', `Mails, such as invitations (no SMTP server is set): ${mails}`] : []),
    ...(demo ? ['', `A shop with your live chat: ${demo}`] : []),
    ...(failure ? ['', `The live chat’s widget could not be built: ${failure}`] : []),
    '',
  ].join('\n')
}
