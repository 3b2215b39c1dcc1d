import type { Texts } from './en.ts'

export const es: Texts = {
  title: 'Aprobaciones',
  about:
    'Llamadas de herramientas que te esperan. Decide quien preguntó y, en canales, también propietarios y administradores.',
  none: 'No te espera nada',
  noneAbout: 'Cuando la IA quiera usar una herramienta que pregunta antes, estará aquí diez minutos.',
  approve: 'Aprobar',
  deny: 'Denegar',
  approveOf: (tool) => `Aprobar ${tool}`,
  denyOf: (tool) => `Denegar ${tool}`,
  input: 'Con qué se la llama',
  statuses: {
    pending: 'espera',
    approved: 'aprobada',
    denied: 'denegada',
    expired: 'caducada',
    cancelled: 'cancelada',
  },
  reasons: {
    permission: 'Esta herramienta pregunta antes de cada llamada.',
    untrusted_url: 'Ni la persona ni una búsqueda han nombrado esta dirección.',
  },
}
