import type { Texts } from './en.ts'

export const de: Texts = {
  title: 'Erste Schritte',
  about: 'Fünf Minuten, und du hast gesehen, was es gibt.',
  done: 'Erledigt',
  hide: 'Diese Schritte ausblenden',
  say: 'Etwas sagen',
  sayAbout: 'Alle, die in den Arbeitsbereich kommen, lesen General.',
  sayDo: 'In General schreiben',
  ask: 'Einen Twin fragen',
  askAbout:
    'LVNG antwortet in einem Kanal, an dem er teilnimmt, wenn eine Nachricht @lvng erwähnt. Ohne API-Schlüssel eines Anbieters zitiert er, was geschrieben wurde.',
  askDo: 'LVNG in General holen',
  question: 'was kannst du hier?',
  invite: 'Jemanden einladen',
  inviteAbout: 'Eingeladene bekommen eine Mail mit einem Link.',
  inviteDo: 'Einladen',
  website: 'Mit einem Websitebesucher sprechen',
  websiteAbout:
    'Lege einen Widget-Schlüssel an und öffne damit den Demo-Laden: Was du dort schreibst, kommt in deinem Support an.',
  websiteDo: 'Widget-Schlüssel anlegen',
  // The demo is in English.
  demoQuestion: 'what torque do the hinge bolts of the Heron take?',
  demo: 'Erst einmal umsehen',
  demoAbout:
    'Lade eine Woche aus den Kanälen einer kleinen Firma. In den Einstellungen des Arbeitsbereichs lässt sie sich wieder entfernen.',
  demoDo: 'Demo laden',
  demoLoaded: 'Die Demo ist geladen.',
  demoTitle: 'Demodaten',
  demoThere:
    'Der Arbeitsbereich hat Demo-Kanäle. Entfernt man sie, ist alles darin gelöscht, auch was du dort geschrieben hast.',
  demoGone:
    'Kanäle mit einer Woche Nachrichten einer kleinen Firma, um zu sehen, wie ein Arbeitsbereich im Gebrauch ist.',
  demoRemove: 'Demo entfernen',
  demoRemoved: 'Die Demo ist entfernt.',
}
