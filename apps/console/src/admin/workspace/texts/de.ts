import type { Texts } from './en.ts'

export const de: Texts = {
  title: 'Einstellungen',
  about: 'Wie der Arbeitsbereich heißt. Alle darin sehen das.',
  name: 'Name des Arbeitsbereichs',
  company: 'Firma',
  companyHint: 'Besucher deiner Websites sehen sie.',
  saved: 'Gespeichert.',
  delete: 'Arbeitsbereich löschen',
  deleteAbout:
    'Alle Nachrichten, Dateien, Dokumente, Besucher und Einstellungen werden gelöscht, sieben Tage nachdem du darum bittest. Bis dahin geht alles weiter, und jeder Inhaber kann ihn behalten.',
  deleteTitle: (name) => `${name} löschen?`,
  deleteTitleAbout: (day) =>
    `Am ${day} wird alles darin gelöscht, überall. Bis dahin kann man exportieren, was man braucht, und jeder Inhaber kann ihn behalten.`,
  password: 'Dein Passwort',
  deleteOn: (day) => `Am ${day} löschen`,
  deletesOn: (time) => `Dieser Arbeitsbereich wird gelöscht: ${time}`,
  deletesOnAbout: 'Dann ist alles darin endgültig weg. Bis dahin funktioniert alles.',
  keep: 'Arbeitsbereich behalten',
  kept: 'Der Arbeitsbereich bleibt.',
  receipt: 'Was daraus wird',
  consequences: [
    'Alle behalten ihr Konto und verlieren ihre Sitzungen, API-Schlüssel und Verbindungen für diesen Arbeitsbereich.',
    'Widgets auf Websites und Brücken zu anderen Plattformen enden; was auf den Plattformen liegt, bleibt dort.',
    'Nachrichten, Dateien, Dokumente, Twins, Besucher, Einstellungen und das Prüfprotokoll werden überall gelöscht.',
    'Was zuvor gemailt oder heruntergeladen wurde, ist außer Reichweite, und Sicherungen sind Sache des Betreibers.',
  ],
}
