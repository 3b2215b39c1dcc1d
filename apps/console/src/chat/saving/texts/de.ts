import type { Texts } from './en.ts'

export const de: Texts = {
  title: (channel) => `${channel} speichern`,
  about: (count) =>
    `Was du davon lesen kannst, mit Threads: die neuesten ${count.toLocaleString('de')} Nachrichten. Dateien werden genannt, nicht mitgespeichert.`,
  format: 'Format',
  formats: { text: 'Text, zum Lesen', json: 'JSON, mit allem' },
  reading: 'Nachrichten werden gelesen',
  save: 'Speichern',
}
