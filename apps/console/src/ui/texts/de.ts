import type { Texts } from './en.ts'

export const de: Texts = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  retry: 'Erneut versuchen',
  loading: 'Wird geladen …',
  copy: 'Kopieren',
  copied: 'Kopiert',
  notCopied: 'Dein Browser erlaubt das Kopieren nicht.',
  arrivalFrom: (name) => `Neue Nachricht von ${name}`,
  arrivals: (count) => `${count} neue Nachrichten`,
  more: 'Weitere Aktionen',
  loadMore: 'Mehr anzeigen',
  failed: 'Das konnte nicht geladen werden.',
  newVersion: 'Es gibt eine neuere Version von Parley. Was du geschrieben hast, bleibt erhalten.',
  overtaken: 'Das wurde inzwischen von jemand anderem geändert. Was du geschrieben hast, bleibt erhalten.',
  reload: 'Für die neue Version neu laden',
  offline: 'Parley ist gerade nicht erreichbar.',
  refused: (message) => `Das hat nicht geklappt: ${message}`,
  downloadFile: (name) => `${name} herunterladen`,
  pick: (label) => `Wählen: ${label}`,
}
