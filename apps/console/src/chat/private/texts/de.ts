import type { Texts } from './en.ts'

export const de: Texts = {
  title: 'Private Gespräche',
  about: 'Was du hier fragst, liest niemand sonst.',
  list: 'Deine Gespräche',
  start: 'Neues Gespräch',
  none: 'Du hast noch nichts gefragt.',
  question: 'Frage etwas …',
  whom: 'Wer gefragt wird',
  ask: 'Fragen',
  beginning: 'Was möchtest du wissen?',
  you: 'Du',
  rename: 'Umbenennen',
  name: 'Name',
  delete: 'Löschen',
  deleteTitle: 'Dieses Gespräch löschen?',
  deleteAbout: 'Mit allen Antworten, endgültig.',
  earlier: 'Frühere Version',
  later: 'Spätere Version',
  version: (at, of) => `${at} von ${of}`,
}
