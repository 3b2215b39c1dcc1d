import type { Mail } from '@parley/contracts/jobs'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db.ts'

/** A mail that was kept instead of sent. */
export interface KeptMail {
  id: string
  to: string
  from: string
  subject: string
  text: string
  html: string | null
  at: string
}

const maxKept = 1_000

/** Keeps a mail, and the newest 1,000 in all. */
export async function insertMail(db: Db, mail: Mail & { from: string }): Promise<void> {
  await sql`
    with kept as (
      insert into mails (recipient, sender, subject, text, html)
      values (${mail.to}, ${mail.from}, ${mail.subject}, ${mail.text}, ${mail.html ?? null}))
    delete from mails where id in (select id from mails order by id desc offset ${maxKept - 1})`.execute(db)
}

const select = (rest: RawBuilder<unknown>) => sql<KeptMail>`
  select id, recipient as "to", sender as "from", subject, text, html, at from mails ${rest}`

/** The kept mails, newest first. */
export async function listMails(db: Db): Promise<KeptMail[]> {
  return (await select(sql`order by id desc limit ${maxKept}`).execute(db)).rows
}

/** One kept mail. */
export async function findMail(db: Db, id: string): Promise<KeptMail | undefined> {
  return (await select(sql`where id = ${id}`).execute(db)).rows[0]
}
