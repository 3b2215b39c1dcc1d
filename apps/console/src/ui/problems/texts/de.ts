import type { Texts } from './en.ts'

export const de: Texts = {
  required: 'Muss ausgefüllt werden.',
  tooLong: (n) => `Höchstens ${n} Zeichen.`,
  tooShort: (n) => `Mindestens ${n} Zeichen.`,
  tooMany: (n) => `Höchstens ${n} Einträge.`,
  atMost: (n) => `Höchstens ${n}.`,
  atLeast: (n) => `Mindestens ${n}.`,
  email: 'Ist keine E-Mail-Adresse.',
  url: 'Ist keine Adresse wie https://example.com.',
  number: 'Ist keine ganze Zahl.',
  time: 'Ist keine Zeit und kein Tag.',
  taken: 'Ist schon vergeben.',
  wrong: 'Stimmt nicht.',
  hidden: 'Enthält unsichtbare Zeichen oder mehrere Zeilen.',
}
