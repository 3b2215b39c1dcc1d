import type { Automatic } from '../../../src/mail/automatic.ts'
import { plain } from './sample.ts'

const text = 'I am away until Monday.'
const mail = (...headers: string[]): string =>
  `${headers.join('\n')}\n${plain(text).replace(/^Message-ID.*$/m, 'Message-ID: <a@home.example>')}`

/** Mails that programs have sent by themselves, and what gives them away. */
export const automatic: { name: string; source: string; why: Automatic | undefined }[] = [
  { name: 'vacation (RFC 3834)', source: mail('Auto-Submitted: auto-replied (vacation)'), why: 'auto_reply' },
  {
    name: 'Exchange, out of office',
    source: mail('Auto-Submitted: auto-generated', 'X-MS-Has-Attach:'),
    why: 'auto_reply',
  },
  { name: 'Gmail, vacation', source: mail('Precedence: bulk', 'X-Autoreply: yes'), why: 'auto_reply' },
  {
    name: 'cPanel, autoresponder',
    source: mail('X-Autorespond: Re: Your order', 'Precedence: auto_reply'),
    why: 'auto_reply',
  },
  { name: 'a sender without an address for reports', source: mail('Return-Path: <>'), why: 'auto_reply' },
  { name: 'a newsletter', source: mail('List-Id: News <news.shop.example>', 'Precedence: list'), why: 'list' },
  { name: 'a mail of a desk', source: mail('X-Parley-Desk: 1'), why: 'own' },
  { name: 'Exim', source: mail('Return-Path: <>', 'X-Failed-Recipients: zoe@home.example'), why: 'bounce' },
  {
    name: 'qmail, which writes what it likes',
    source: mail('Return-Path: <>').replace(/^From:.*$/m, 'From: MAILER-DAEMON@home.example'),
    why: 'bounce',
  },
  { name: 'what somebody wrote', source: mail('Return-Path: <zoe@home.example>'), why: undefined },
  { name: 'what somebody wrote, and says so', source: mail('Auto-Submitted: no'), why: undefined },
]

/** A report of Postfix (RFC 3464): one mailbox that is not there, and one that will be tried again. */
export const report = `Return-Path: <>
Date: Mon, 3 Nov 2025 10:12:00 +0000 (UTC)
From: MAILER-DAEMON@mx.home.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: reply@in.parley.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="r1"
Message-ID: <report@mx.home.example>

--r1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--r1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.home.example
Arrival-Date: Mon, 3 Nov 2025 10:11:58 +0000 (UTC)

Final-Recipient: rfc822; nobody@home.example
Original-Recipient: rfc822;zoe@home.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
    <nobody@home.example>: no such user

Final-Recipient: rfc822; full@home.example
Action: delayed
Status: 4.2.2

Final-Recipient: rfc822; busy@home.example
Action: failed
Status: 4.4.7

--r1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Message-ID: <desk-1@in.parley.example>
Subject: Your order

--r1--
`
