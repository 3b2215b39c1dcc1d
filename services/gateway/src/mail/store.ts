import type { Mail } from '@parley/contracts/identity/jobs'
import type { Selectable } from 'kysely'
import type { Db } from '../db.ts'
import type { DB } from '../schema.ts'

/** A mail that was kept instead of sent. */
export interface KeptMail extends Pick<Selectable<DB['mails']>, 'id' | 'subject' | 'text' | 'html' | 'at'> {
  to: string
  from: string
  replyTo: string | null
  /** Like those that it refers to, the newest last, without angle brackets. */
  messageId: string | null
  references: string[]
}

const maxKept = 1_000

/** Keeps a mail, and the newest 1,000 in all. */
export async function insertMail(db: Db, mail: Mail & { from: string }): Promise<void> {
  const { to, from, subject, text, html, conversation_id, reply_to, message_id, references } = mail
  await db
    .with('kept', (of) =>
      of.insertInto('mails').values({
        recipient: to,
        sender: from,
        subject,
        text,
        html: html ?? null,
        conversation_id: conversation_id ?? null,
        reply_to: reply_to ?? null,
        message_id: message_id ?? null,
        reference_ids: references ?? [],
      }),
    )
    .deleteFrom('mails')
    .where('id', 'in', ({ selectFrom }) =>
      // The new one is not among those that the statement sees.
      selectFrom('mails as m')
        .select('m.id')
        .orderBy('m.id', 'desc')
        .offset(maxKept - 1),
    )
    .execute()
}

const selectMails = (db: Db) =>
  db
    .selectFrom('mails')
    .select(['id', 'recipient as to', 'sender as from', 'subject', 'text', 'html', 'at'])
    .select(['reply_to as replyTo', 'message_id as messageId', 'reference_ids as references'])

/** The kept mails, newest first. */
export async function listMails(db: Db): Promise<KeptMail[]> {
  return selectMails(db).orderBy('id', 'desc').limit(maxKept).execute()
}

/** One kept mail. */
export async function findMail(db: Db, id: string): Promise<KeptMail | undefined> {
  return selectMails(db).where('id', '=', id).executeTakeFirst()
}
