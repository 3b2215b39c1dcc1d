import type { Texts } from './en.ts'

export const de: Texts = {
  title: 'Wie lange Nachrichten bleiben',
  aboutWorkspace:
    'Ältere Nachrichten aller Kanäle und Direktnachrichten werden gelöscht, mit ihren Dateien, endgültig. Ein Kanal kann eine eigene Einstellung haben. Gespräche des Supports und private Gespräche mit Twins bleiben.',
  aboutChannel: 'Ältere Nachrichten dieses Kanals werden gelöscht, mit ihren Dateien, endgültig.',
  days: 'Tage',
  daysHint: 'Leer: für immer.',
  forEver: 'Nachrichten bleiben für immer.',
  keptFor: (days) => `Nachrichten bleiben ${days} Tage.`,
  asWorkspace: 'Wie im Arbeitsbereich.',
  ownChannels: (count) =>
    count === 1 ? 'Ein Kanal hat eine eigene Einstellung.' : `${count} Kanäle haben eine eigene Einstellung.`,
  follow: 'Dem Arbeitsbereich folgen',
  saved: (time) => `Gespeichert. Vor ${time} wird dadurch nichts gelöscht.`,
  deletesTitle: (count, isMore) =>
    `${isMore ? `Mehr als ${count}` : count} ${count === '1' ? 'Nachricht ist' : 'Nachrichten sind'} älter`,
  deletesAbout:
    'Sie werden in einer Stunde gelöscht, und nichts bringt sie zurück. Bis dahin lässt es sich wieder ändern.',
  deleteThem: 'In einer Stunde löschen',
  appliesAt: (time) => `Gerade geändert: Vor ${time} wird nichts gelöscht.`,
}
