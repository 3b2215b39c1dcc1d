import type { Texts } from './en.ts'

export const es: Texts = {
  title: 'Ajustes',
  about: 'Cómo se llama el espacio. Lo ven todos los que están en él.',
  name: 'Nombre del espacio',
  company: 'Empresa',
  companyHint: 'La ven los visitantes de tus sitios web.',
  saved: 'Guardado.',
  delete: 'Eliminar el espacio',
  deleteAbout:
    'Todos los mensajes, archivos, documentos, visitantes y ajustes se eliminan siete días después de pedirlo. Hasta entonces todo sigue, y cualquier propietario puede conservarlo.',
  deleteTitle: (name) => `¿Eliminar ${name}?`,
  deleteTitleAbout: (day) =>
    `El ${day} se elimina todo lo que hay en él, en todas partes. Hasta entonces se puede exportar lo necesario, y cualquier propietario puede conservarlo.`,
  password: 'Tu contraseña',
  deleteOn: (day) => `Eliminar el ${day}`,
  deletesOn: (time) => `Este espacio se elimina: ${time}`,
  deletesOnAbout: 'Entonces todo lo que hay en él desaparece para siempre. Hasta entonces todo funciona.',
  keep: 'Conservar el espacio',
  kept: 'El espacio se conserva.',
  receipt: 'Qué será de él',
  consequences: [
    'Todos conservan su cuenta y pierden sus sesiones, claves de API y conexiones de este espacio.',
    'Los widgets de los sitios y los puentes con otras plataformas se detienen; lo que está en ellas se queda allí.',
    'Mensajes, archivos, documentos, gemelos, visitantes, ajustes y el registro de auditoría se eliminan en todas partes.',
    'Lo enviado por correo o descargado antes queda fuera de alcance, y las copias de seguridad son del operador.',
  ],
}
