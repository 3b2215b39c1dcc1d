import { describe, expect, it } from 'vitest'
import { summaryRequestIn } from '../../src/engines/summary-request.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** A Wednesday. */
const now = Date.parse('2026-03-04T10:00:00Z')

describe('a question for a summary', () => {
  it.each([
    ['Summarise the last day in this channel.', null, dayMs],
    ['summarize', null, null],
    ['Can you please sum up what was said today?', null, dayMs],
    ['What did I miss?', null, null],
    ['What have we missed in #design-team since yesterday?', 'design-team', dayMs + 10 * hourMs],
    ['TL;DR', null, null],
    ['Give me a quick recap of the last three days', null, 3 * dayMs],
    ['Catch me up on #general', 'general', null],
    ['A summary of the last 12 hours, please', null, dayMs / 2],
    ['Summarize the past 24h', null, dayMs],
    ['Fasse zusammen', null, null],
    ['Fass bitte die letzten zwei Wochen hier zusammen.', null, 14 * dayMs],
    ['Kannst du #Allgemeines zusammenfassen?', 'Allgemeines', null],
    ['Was habe ich seit gestern verpasst?', null, dayMs + 10 * hourMs],
    ['Bring mich auf den neuesten Stand', null, null],
    ['Bu kanalı özetle', null, null],
    ['Son 3 günü özetler misin?', null, 3 * dayMs],
    ['#tasarım kanalını özetle', 'tasarım', null],
    ['Ne kaçırdım?', null, null],
    ['Resume el último día en este canal', null, dayMs],
    ['¿Qué me he perdido?', null, null],
    ['Hazme un resumen de la última semana, por favor', null, 7 * dayMs],
    ['Summarize today’s messages', null, dayMs],
    ["Summarise what we've discussed", null, null],
    ['Summarise the last 30 minutes', null, hourMs / 2],
    ["What I've missed", null, null],
    ['What did I miss since Monday?', null, 2 * dayMs + 10 * hourMs],
    ['Summarise the general channel', 'general', null],
    ['What did I miss in all-hands today?', 'all-hands', dayMs],
    ['ops kanalını özetle', 'ops', null],
  ])('is recognised: %s', (question, channel, periodMs) => {
    const since = periodMs === null ? null : now - periodMs
    expect(summaryRequestIn(question, now)).toMatchObject({ channel, since, until: null, last: null })
  })

  it.each([
    ['Summarise yesterday', { since: now - 34 * hourMs, until: now - 10 * hourMs }],
    ['What did we miss on Wednesday?', { since: now - 7 * dayMs - 10 * hourMs, until: now - 6 * dayMs - 10 * hourMs }],
    ['Summarise yesterday and today', { since: now - 34 * hourMs, until: null }],
    ['Summarise the last 3 messages', { last: 3, since: null }],
    ['Fasse die letzten drei Nachrichten zusammen', { last: 3 }],
    ['Sum up the last message, please', { last: 1 }],
    ['Summarise this channel', { isWholeChannel: true, channel: null }],
    ['Summarise this thread', { isWholeChannel: false, channel: null }],
  ])('says which messages: %s', (question, request) => {
    expect(summaryRequestIn(question, now)).toMatchObject(request)
  })

  it.each([
    'Where is the summary of the report?',
    'A summary of the report',
    'Summarize the latest sales report',
    'Who wrote the summary?',
    'When was the recap of the offsite sent?',
    'What did I miss in the contract?',
    'By how much did we miss the target last month?',
    'Summarize #general and #design',
    'Summarize https://example.com/page',
    'Which key opens the door?',
    'Resume the deployment',
    'Resume',
    'Summarise my messages',
    'Summarise this message',
    'Summarise the last 3',
    'What changed in ops?',
    'tldr of RFC 2119',
    'Fasse den Vertrag zusammen',
    'Wo ist die Zusammenfassung der Studie?',
    'Özet raporu nerede?',
    'Raporu özetle',
    '¿Dónde está el resumen del informe?',
    `Summarize ${'this '.repeat(100)}`,
    '',
  ])('is none: %s', (question) => {
    expect(summaryRequestIn(question, now)).toBeUndefined()
  })
})
