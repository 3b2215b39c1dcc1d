import type { Texts } from './en.ts'

export const es: Texts = {
  title: 'Primeros pasos',
  about: 'Cinco minutos y habrás visto lo que hay.',
  done: 'Hecho',
  hide: 'Ocultar estos pasos',
  say: 'Di algo',
  sayAbout: 'Todos los que entran en el espacio leen General.',
  sayDo: 'Escribir en General',
  ask: 'Pregunta a un gemelo',
  askAbout:
    'LVNG responde en un canal en el que participa cuando un mensaje menciona @lvng. Sin clave de API de un motor, cita lo que se ha escrito.',
  askDo: 'Traer a LVNG a General',
  question: '¿qué puedes hacer aquí?',
  invite: 'Invita a un colega',
  inviteAbout: 'Recibe un correo con un enlace.',
  inviteDo: 'Invitar a alguien',
  website: 'Habla con un visitante de un sitio web',
  websiteAbout:
    'Crea una clave de widget y abre con ella la tienda de demostración: lo que escribas allí llega a soporte.',
  websiteDo: 'Crear una clave de widget',
  // The demo is in English.
  demoQuestion: 'what torque do the hinge bolts of the Heron take?',
  demo: 'Echa primero un vistazo',
  demoAbout:
    'Carga una semana de los canales de una empresa pequeña. Se puede quitar después, en los ajustes del espacio.',
  demoDo: 'Cargar una demo',
  demoLoaded: 'La demo está cargada.',
  demoTitle: 'Datos de demostración',
  demoThere:
    'El espacio tiene canales de demostración. Al quitarlos se elimina todo lo que hay en ellos, también lo que hayas escrito allí.',
  demoGone: 'Canales con una semana de mensajes de una empresa pequeña, para ver cómo es un espacio en uso.',
  demoRemove: 'Quitar la demo',
  demoRemoved: 'La demo se ha quitado.',
}
