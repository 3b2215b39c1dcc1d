import type { Texts } from './en.ts'

export const de: Texts = {
  administration: 'Verwaltung',
  people: 'Personen',
  ai: 'KI',
  integrations: 'Integrationen',
  workspace: 'Arbeitsbereich',
  members: 'Mitglieder',
  twins: 'Twins',
  tools: 'Werkzeuge',
  approvals: 'Freigaben',
  knowledge: 'Wissen',
  usage: 'Verbrauch und Budgets',
  connections: 'Verbindungen',
  keys: 'API-Schlüssel',
  settings: 'Einstellungen',
  notPermitted: 'Das ist nicht für dich',
  notPermittedAbout: 'Es ist für Inhaber und Admins des Arbeitsbereichs. Frage jemanden von ihnen.',
  missing: 'Hier ist nichts',
  missingAbout: 'Vielleicht wurde es gelöscht, oder die Adresse stimmt nicht.',
  roles: { owner: 'Inhaber', admin: 'Admin', member: 'Mitglied', guest: 'Gast' },
  actions: 'Aktionen',
}
