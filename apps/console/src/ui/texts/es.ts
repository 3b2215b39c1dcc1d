import type { Texts } from './en.ts'

export const es: Texts = {
  close: 'Cerrar',
  cancel: 'Cancelar',
  save: 'Guardar',
  retry: 'Reintentar',
  loading: 'Cargando…',
  copy: 'Copiar',
  copied: 'Copiado',
  notCopied: 'Tu navegador no permite copiar.',
  arrivalFrom: (name) => `Mensaje nuevo de ${name}`,
  arrivals: (count) => `${count} mensajes nuevos`,
  more: 'Más acciones',
  loadMore: 'Mostrar más',
  failed: 'No se pudo cargar.',
  newVersion: 'Hay una versión más nueva de Parley. Lo que has escrito se conserva.',
  overtaken: 'Otra persona lo ha cambiado mientras tanto. Lo que has escrito se conserva.',
  reload: 'Recargar para la nueva versión',
  offline: 'Ahora no se puede acceder a Parley.',
  refused: (message) => `No ha funcionado: ${message}`,
  downloadFile: (name) => `Descargar ${name}`,
  pick: (label) => `Elegir: ${label}`,
}
