import type { Texts } from './en.ts'

export const es: Texts = {
  title: 'Conversaciones privadas',
  about: 'Nadie más lee lo que preguntas aquí.',
  list: 'Tus conversaciones',
  start: 'Nueva conversación',
  none: 'Aún no has preguntado nada.',
  question: 'Pregunta algo…',
  whom: 'A quién preguntar',
  ask: 'Preguntar',
  beginning: '¿Qué te gustaría saber?',
  you: 'Tú',
  rename: 'Cambiar nombre',
  name: 'Nombre',
  delete: 'Eliminar',
  deleteTitle: '¿Eliminar esta conversación?',
  deleteAbout: 'Con todas sus respuestas, para siempre.',
  earlier: 'Versión anterior',
  later: 'Versión posterior',
  version: (at, of) => `${at} de ${of}`,
}
