import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { deskMessageLimits } from './conversation.ts'

/** Bytes of a mail: what most providers take, files in base64 included. */
export const maxMailBytes = 32 * 1024 * 1024

const common = { owner: 'support-desk', auth: 'none', limit: 'anonymous' } as const

export const receiveMail = defineEndpoint({
  ...common,
  name: 'receiveMail',
  method: 'post',
  path: '/api/desk/inbound-mail',
  summary: 'Deliver a mail that came in for a desk.',
  description: [
    'For the mail server of the deployment: the body is the mail as it came (RFC 5322), at most 32 MiB, with the headers of its delivery (`Delivered-To` or `X-Original-To`, `Return-Path`) above it.',
    'It is signed with one of `INBOUND_MAIL_SECRETS`: `Content-Digest: sha-256=:<base64 of the SHA-256 of the body>:` (RFC 9530), and `X-Mail-Signature`, the hex HMAC-SHA256 of that header’s value. A mail that is not is a 401, before its body is read.',
    'An answer to a mail of the desk lands in its conversation, found by the address that it was sent to, else by the mails that it says it answers; a mail to the address of a workspace’s desk starts a conversation. Of its text what it quotes is cut, to ' +
      `${deskMessageLimits.content.toLocaleString('en')} characters; of its files the first ${deskMessageLimits.files} are kept that are of the types which a visitor may send, 10 MB each; what is left out is named.`,
    'The same `Message-ID` is stored once within 30 days. Reports of mail servers, answers of programs, newsletters and mails of desks become no message and are answered by none; a report that an address does not exist ends the mails to it. Where too much comes from one address, or to one desk, it is a 429: try again later, as for a 5xx.',
    'Without the settings it is a 503 that names them.',
  ].join(' '),
  raw: true,
  consumes: ['message/rfc822'],
  bodyLimitBytes: maxMailBytes,
  streams: true,
  responses: {
    200: z
      .object({
        outcome: z
          .enum(['stored', 'duplicate', 'ignored'])
          .describe('`ignored` where the mail is a program’s, says nothing, or comes from somebody who is blocked.'),
        reason: z
          .enum(['bounce', 'auto_reply', 'list', 'own', 'no_sender', 'empty', 'blocked'])
          .nullable()
          .describe('Why it was ignored.'),
      })
      .meta({ id: 'ReceivedMail' }),
  },
  errors: ['unauthorized', 'not_found', 'rate_limited', 'unavailable'],
})

const Token = z.string().max(100)

export const showUnsubscribing = defineEndpoint({
  ...common,
  name: 'showUnsubscribing',
  method: 'get',
  path: '/api/desk/unsubscribe',
  summary: 'The page at which somebody asks for no more mails of a desk.',
  description: 'Mails link to it. It changes nothing by itself: programs follow links, too.',
  query: z.object({ token: Token }),
  notFound: 'This link is not valid.',
  produces: 'text/html',
  responses: { 200: z.string() },
  errors: ['not_found'],
})

export const unsubscribe = defineEndpoint({
  ...common,
  name: 'unsubscribe',
  method: 'post',
  path: '/api/desk/unsubscribe',
  summary: 'Receive no more mails of a desk.',
  description:
    'What the page does, and mail programs by themselves (RFC 8058). It holds for the address that the mail went to, and for the workspace; a mail from there that answers the desk ends it. Again, it changes nothing.',
  query: z.object({ token: Token }),
  notFound: 'This link is not valid.',
  raw: true,
  consumes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
  bodyLimitBytes: 1_024,
  produces: 'text/html',
  responses: { 200: z.string() },
  errors: ['not_found'],
})
