import type { Texts } from './en.ts'

export const de: Texts = {
  good: 'Gute Antwort',
  bad: 'Schlechte Antwort',
  howAnswered: 'Wie das beantwortet wurde',
  confidence: 'Sicherheit',
  model: 'Modell',
  tools: 'Werkzeuge',
  noTools: 'keine',
  sources: 'Quellen',
  sourceOf: (number, title) => `Quelle ${number}: ${title}`,
  messageIn: (channel) => `Nachricht in #${channel}`,
  sourceTypes: {
    message: 'Nachricht',
    document: 'Dokument',
    conversation: 'Weiter oben im Gespräch',
    page: 'Webseite',
  },
  toolStates: { running: 'läuft', done: 'fertig', failed: 'gescheitert' },
  retry: 'Noch einmal antworten',
  approvalFor: (name, tool) => `${name} möchte ${tool} verwenden`,
  untrustedUrl: 'Diese Adresse stammt weder von dir noch aus einer Suche.',
  approve: 'Einmal erlauben',
  deny: 'Ablehnen',
}
