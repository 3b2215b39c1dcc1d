import type { Texts } from './en.ts'

export const de: Texts = {
  title: 'Private Gespräche',
  about: 'Was Sie hier fragen, liest niemand sonst.',
  list: 'Ihre Gespräche',
  start: 'Neues Gespräch',
  none: 'Sie haben noch nichts gefragt.',
  question: 'Fragen Sie etwas…',
  whom: 'Wer gefragt wird',
  ask: 'Fragen',
  beginning: 'Was möchten Sie wissen?',
  you: 'Sie',
  rename: 'Umbenennen',
  name: 'Name',
  delete: 'Löschen',
  deleteTitle: 'Dieses Gespräch löschen?',
  deleteAbout: 'Mit allen Antworten, endgültig.',
  earlier: 'Frühere Fassung',
  later: 'Spätere Fassung',
  version: (at, of) => `${at} von ${of}`,
}
