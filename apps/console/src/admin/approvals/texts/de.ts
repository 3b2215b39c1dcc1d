import type { Texts } from './en.ts'

export const de: Texts = {
  title: 'Freigaben',
  about:
    'Aufrufe von Werkzeugen, die auf dich warten. Entscheiden darf, wer gefragt hat, in Kanälen auch Inhaber und Admins.',
  none: 'Nichts wartet auf dich',
  noneAbout: 'Will KI ein Werkzeug benutzen, das erst fragt, steht es zehn Minuten lang hier.',
  approve: 'Freigeben',
  deny: 'Ablehnen',
  approveOf: (tool) => `${tool} freigeben`,
  denyOf: (tool) => `${tool} ablehnen`,
  input: 'Womit es aufgerufen wird',
  statuses: {
    pending: 'wartet',
    approved: 'freigegeben',
    denied: 'abgelehnt',
    expired: 'abgelaufen',
    cancelled: 'abgebrochen',
  },
  reasons: {
    permission: 'Dieses Werkzeug fragt vor jedem Aufruf.',
    untrusted_url: 'Weder die Person noch eine Suche hat diese Adresse genannt.',
  },
}
