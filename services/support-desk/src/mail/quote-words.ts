/**
 * How mail programs introduce what they quote: Gmail, Outlook, Apple Mail, Thunderbird and their like, in the desk's
 * languages and those of their neighbours. Each is tried against one line, or a few that were joined, of bounded length.
 */

/** The first line of what introduces a quote: `On Mon, 3 Nov 2025 at 10:12, Ada <ada@shop.example>`. */
export const attributionStart =
  /^(?:On|Am|El|Le|Il|Em|Op|Dnia|W dniu)\s|<[^<>\s]+@[^<>\s]+>|^\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\btarihinde\b/u

/** Its last: `wrote:`, `schrieb Ada:`, `şunları yazdı (3 Kas 2025 10:12):`. */
export const attributionEnd =
  /(?:^|\s)(?:wrote|schrieb(?:\s[^:]*(?::\d\d)?)?|yazdı(?:\s?\([^()]*\))?|escribió|a écrit|ha scritto|escreveu|schreef(?:\s[^:]*)?|napisał\(a\)|pisze)\s?:$/u

/** It says when; a sentence of somebody's own seldom does. */
export const attributionDate = /\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/u

/** What the head of a quoted mail begins with. */
export const quotedFrom = /^\*?(?:From|Von|Kimden|Gönderen|De|Da|Van|Od)\s?:\*?\s/u

/** What else is in it. */
export const quotedHeader =
  /^\*?(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Gönderilme|Gönderildi|Gönderme Tarihi|Tarih|Kime|Bilgi|Konu|Enviado(?: el)?|Fecha|Para|Asunto|Envoyé|À|Objet|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Wysłano|Do|Temat)\s?:\*?\s/u

/** A line that parts an answer from the mail below. */
export const quoteSeparator =
  /^-{2,12}\s?(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Özgün İleti|Orijinal Mesaj|Mensaje original|Message d['’]origine|Messaggio originale|Oorspronkelijk bericht|Mensagem original)\s?-{2,12}$/iu

/** The lines that programs draw above the head of a quoted mail. */
export const rule = /^(?:_{5,}|-{5,}|\*{5,})$/

/** Subjects of mails that are passed on: what is below is what they are about. */
export const forwardedSubject = /^(?:fwd?|wg|[iİ]lt|rv|tr|doorst|enc)\s?:/iu

/** What telephones write below a mail. */
export const deviceLine =
  /^(?:sent from (?:my |outlook|yahoo|proton|mail for )|get outlook for |von meinem .+ gesendet|gesendet (?:von|mit) |(?:holen sie sich )?outlook für .+|.+(?:'|’)?(?:um)?dan gönderildi|.+(?:'|’)?(?:um)?den gönderildi|.+ için outlook.+ (?:edinin|alın)|enviado desde |obtener outlook para |envoyé de(?:puis)? mon |inviato da(?:l mio)? |verzonden vanaf |télécharger outlook pour )/iu
