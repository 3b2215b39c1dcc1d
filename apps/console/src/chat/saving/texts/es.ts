import type { Texts } from './en.ts'

export const es: Texts = {
  title: (channel) => `Guardar ${channel}`,
  about: (count) =>
    `Lo que puedes leer, hilos incluidos: los ${count.toLocaleString('es')} mensajes más nuevos. Los archivos se nombran, no se incluyen.`,
  format: 'Formato',
  formats: { text: 'Texto, para leer', json: 'JSON, con todo' },
  reading: 'Se leen los mensajes',
  save: 'Guardar',
}
