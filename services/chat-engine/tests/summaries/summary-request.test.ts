import { describe, expect, it } from 'vitest'
import { summaryRequestIn } from '../../src/engines/summary-request.ts'

const dayMs = 86_400_000

describe('a question for a summary', () => {
  it.each([
    ['Summarise the last day in this channel.', null, dayMs],
    ['summarize', null, null],
    ['Can you please sum up what was said today?', null, dayMs],
    ['What did I miss?', null, null],
    ['What have we missed in #design-team since yesterday?', 'design-team', 2 * dayMs],
    ['TL;DR', null, null],
    ['Give me a quick recap of the last three days', null, 3 * dayMs],
    ['Catch me up on #general', 'general', null],
    ['A summary of the last 12 hours, please', null, dayMs / 2],
    ['Summarize the past 24h', null, dayMs],
    ['Fasse zusammen', null, null],
    ['Fass bitte die letzten zwei Wochen hier zusammen.', null, 14 * dayMs],
    ['Kannst du #Allgemeines zusammenfassen?', 'Allgemeines', null],
    ['Was habe ich seit gestern verpasst?', null, 2 * dayMs],
    ['Bring mich auf den neuesten Stand', null, null],
    ['Bu kanalı özetle', null, null],
    ['Son 3 günü özetler misin?', null, 3 * dayMs],
    ['#tasarım kanalını özetle', 'tasarım', null],
    ['Ne kaçırdım?', null, null],
    ['Resume el último día en este canal', null, dayMs],
    ['¿Qué me he perdido?', null, null],
    ['Hazme un resumen de la última semana, por favor', null, 7 * dayMs],
  ])('is recognised: %s', (question, channel, periodMs) => {
    expect(summaryRequestIn(question)).toEqual({ channel, periodMs })
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
    'tldr of RFC 2119',
    'Fasse den Vertrag zusammen',
    'Wo ist die Zusammenfassung der Studie?',
    'Özet raporu nerede?',
    'Raporu özetle',
    '¿Dónde está el resumen del informe?',
    `Summarize ${'this '.repeat(100)}`,
    '',
  ])('is none: %s', (question) => {
    expect(summaryRequestIn(question)).toBeUndefined()
  })
})
