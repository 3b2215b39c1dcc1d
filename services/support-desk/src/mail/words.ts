import type { Language } from '@parley/contracts/fields'

/** What the desk's mails say beside what people have written. */
interface Words {
  /** The subject where a conversation has none of its own. */
  subject: (workspace: string) => string
  transcriptSubject: (workspace: string) => string
  /** Above the messages. */
  unseen: (workspace: string) => string
  transcript: (workspace: string) => string
  /** How to answer. */
  answer: string
  answerInChat: string
  /** Names of files that came with a message. */
  files: (names: string) => string
  /** Below a message that came by mail, for agents: who wrote it where that is not the visitor, and what was not kept. */
  writtenBy: (address: string) => string
  notKept: (names: string) => string
  visitor: string
  assistant: string
  whyMailed: (workspace: string) => string
  unsubscribe: string
  unsubscribeTitle: string
  unsubscribeQuestion: (workspace: string) => string
  unsubscribed: (workspace: string) => string
}

const en: Words = {
  subject: (workspace) => `Your conversation with ${workspace}`,
  transcriptSubject: (workspace) => `What you and ${workspace} wrote`,
  unseen: (workspace) => `${workspace} has answered you:`,
  transcript: (workspace) => `This is what you and ${workspace} wrote to each other:`,
  answer: 'To answer, reply to this mail.',
  answerInChat: 'To answer, open the chat on our website.',
  files: (names) => `Attached in the chat: ${names}`,
  writtenBy: (address) => `Written by: ${address}`,
  notKept: (names) => `Files that were not kept: ${names}`,
  visitor: 'You',
  assistant: 'AI assistant',
  whyMailed: (workspace) => `You receive this mail because you have written to ${workspace}.`,
  unsubscribe: 'No more mails',
  unsubscribeTitle: 'No more mails?',
  unsubscribeQuestion: (workspace) => `${workspace} will not mail you its answers any more.`,
  unsubscribed: (workspace) => `${workspace} does not mail you any more.`,
}

const de: Words = {
  subject: (workspace) => `Ihr Gespräch mit ${workspace}`,
  transcriptSubject: (workspace) => `Was Sie und ${workspace} geschrieben haben`,
  unseen: (workspace) => `${workspace} hat Ihnen geantwortet:`,
  transcript: (workspace) => `Das haben Sie und ${workspace} einander geschrieben:`,
  answer: 'Um zu antworten, antworten Sie auf diese E-Mail.',
  answerInChat: 'Um zu antworten, öffnen Sie den Chat auf unserer Website.',
  files: (names) => `Im Chat angehängt: ${names}`,
  writtenBy: (address) => `Geschrieben von: ${address}`,
  notKept: (names) => `Nicht übernommene Dateien: ${names}`,
  visitor: 'Sie',
  assistant: 'KI-Assistent',
  whyMailed: (workspace) => `Sie erhalten diese E-Mail, weil Sie ${workspace} geschrieben haben.`,
  unsubscribe: 'Keine E-Mails mehr',
  unsubscribeTitle: 'Keine E-Mails mehr?',
  unsubscribeQuestion: (workspace) => `${workspace} schickt Ihnen Antworten dann nicht mehr per E-Mail.`,
  unsubscribed: (workspace) => `${workspace} schickt Ihnen keine E-Mails mehr.`,
}

const tr: Words = {
  subject: (workspace) => `${workspace} ile görüşmeniz`,
  transcriptSubject: (workspace) => `${workspace} ile yazışmanız`,
  unseen: (workspace) => `${workspace} size yanıt verdi:`,
  transcript: (workspace) => `${workspace} ile yazışmanız:`,
  answer: 'Yanıtlamak için bu e-postayı yanıtlayın.',
  answerInChat: 'Yanıtlamak için web sitemizdeki sohbeti açın.',
  files: (names) => `Sohbete eklenenler: ${names}`,
  writtenBy: (address) => `Yazan: ${address}`,
  notKept: (names) => `Alınmayan dosyalar: ${names}`,
  visitor: 'Siz',
  assistant: 'Yapay zekâ asistanı',
  whyMailed: (workspace) => `Bu e-postayı, ${workspace} ile yazıştığınız için alıyorsunuz.`,
  unsubscribe: 'Artık e-posta gönderme',
  unsubscribeTitle: 'Artık e-posta gönderilmesin mi?',
  unsubscribeQuestion: (workspace) => `${workspace} yanıtlarını size artık e-postayla göndermeyecek.`,
  unsubscribed: (workspace) => `${workspace} size artık e-posta göndermiyor.`,
}

const es: Words = {
  subject: (workspace) => `Su conversación con ${workspace}`,
  transcriptSubject: (workspace) => `Lo que usted y ${workspace} escribieron`,
  unseen: (workspace) => `${workspace} le ha respondido:`,
  transcript: (workspace) => `Esto es lo que usted y ${workspace} se escribieron:`,
  answer: 'Para responder, conteste a este correo.',
  answerInChat: 'Para responder, abra el chat en nuestro sitio web.',
  files: (names) => `Adjunto en el chat: ${names}`,
  writtenBy: (address) => `Escrito por: ${address}`,
  notKept: (names) => `Archivos no guardados: ${names}`,
  visitor: 'Usted',
  assistant: 'Asistente de IA',
  whyMailed: (workspace) => `Recibe este correo porque escribió a ${workspace}.`,
  unsubscribe: 'No recibir más correos',
  unsubscribeTitle: '¿No recibir más correos?',
  unsubscribeQuestion: (workspace) => `${workspace} ya no le enviará sus respuestas por correo.`,
  unsubscribed: (workspace) => `${workspace} ya no le envía correos.`,
}

export const wordsOf: Record<Language, Words> = { en, de, tr, es }
