import type { Texts } from './en.ts'

export const es: Texts = {
  title: 'Cuánto tiempo se conservan los mensajes',
  aboutWorkspace:
    'Los mensajes más antiguos de todos los canales y mensajes directos se eliminan, con sus archivos, para siempre. Un canal puede tener un ajuste propio. Las conversaciones de soporte y las privadas con gemelos se quedan.',
  aboutChannel: 'Los mensajes más antiguos de este canal se eliminan, con sus archivos, para siempre.',
  days: 'Días',
  daysHint: 'Vacío: para siempre.',
  forEver: 'Los mensajes se conservan para siempre.',
  keptFor: (days) => `Los mensajes se conservan ${days} días.`,
  asWorkspace: 'Como el espacio.',
  ownChannels: (count) =>
    count === 1 ? 'Un canal tiene un ajuste propio.' : `${count} canales tienen un ajuste propio.`,
  follow: 'Seguir al espacio',
  saved: (time) => `Guardado. No se elimina nada por ello antes de: ${time}.`,
  deletesTitle: (count, isMore) =>
    `${isMore ? `Más de ${count}` : count} ${count === '1' ? 'mensaje es más antiguo' : 'mensajes son más antiguos'}`,
  deletesAbout: 'Se eliminan dentro de una hora y nada los recupera. Hasta entonces se puede volver a cambiar.',
  deleteThem: 'Eliminarlos en una hora',
  appliesAt: (time) => `Acaba de cambiar: no se elimina nada antes de: ${time}.`,
}
