import type { Texts } from './en.ts'

export const es: Texts = {
  title: 'Conversaciones privadas',
  about: 'Nadie más lee lo que pregunta aquí.',
  list: 'Sus conversaciones',
  start: 'Nueva conversación',
  none: 'Aún no ha preguntado nada.',
  question: 'Pregunte algo…',
  whom: 'A quién preguntar',
  ask: 'Preguntar',
  beginning: '¿Qué le gustaría saber?',
  you: 'Usted',
  rename: 'Cambiar nombre',
  name: 'Nombre',
  delete: 'Eliminar',
  deleteTitle: '¿Eliminar esta conversación?',
  deleteAbout: 'Con todas sus respuestas, para siempre.',
  earlier: 'Versión anterior',
  later: 'Versión posterior',
  version: (at, of) => `${at} de ${of}`,
}
