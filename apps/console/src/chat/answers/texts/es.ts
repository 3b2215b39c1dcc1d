import type { Texts } from './en.ts'

export const es: Texts = {
  good: 'Buena respuesta',
  bad: 'Mala respuesta',
  howAnswered: 'Cómo se respondió',
  confidence: 'Confianza',
  model: 'Modelo',
  tools: 'Herramientas',
  noTools: 'ninguna',
  sources: 'Fuentes',
  sourceOf: (number, title) => `Fuente ${number}: ${title}`,
  messageIn: (channel) => `Mensaje en #${channel}`,
  sourceTypes: {
    message: 'Mensaje',
    document: 'Documento',
    conversation: 'Antes en esta conversación',
    page: 'Página web',
  },
  toolStates: { running: 'en curso', done: 'hecho', failed: 'fallido' },
  retry: 'Responder de nuevo',
  approvalFor: (name, tool) => `${name} quiere usar ${tool}`,
  untrustedUrl: 'Esta dirección no viene ni de ti ni de una búsqueda.',
  approve: 'Permitir una vez',
  deny: 'Denegar',
}
