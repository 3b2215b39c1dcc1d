import type { Texts } from './en.ts'

export const de: Texts = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  retry: 'Erneut versuchen',
  loading: 'Wird geladen …',
  copy: 'Kopieren',
  copied: 'Kopiert',
  more: 'Weitere Aktionen',
  loadMore: 'Mehr anzeigen',
  failed: 'Das konnte nicht geladen werden.',
  offline: 'Parley ist gerade nicht erreichbar.',
  refused: (message) => `Das hat nicht geklappt: ${message}`,
  downloadFile: (name) => `${name} herunterladen`,
}
