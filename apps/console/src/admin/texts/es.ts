import type { Texts } from './en.ts'

export const es: Texts = {
  administration: 'Administración',
  people: 'Personas',
  ai: 'IA',
  integrations: 'Integraciones',
  workspace: 'Espacio de trabajo',
  members: 'Miembros',
  twins: 'Gemelos',
  tools: 'Herramientas',
  approvals: 'Aprobaciones',
  knowledge: 'Conocimiento',
  usage: 'Uso y presupuestos',
  connections: 'Conexiones',
  keys: 'Claves de API',
  settings: 'Ajustes',
  notPermitted: 'Esto no es para ti',
  notPermittedAbout: 'Lo ven los propietarios y administradores del espacio. Pregunta a uno de ellos.',
  missing: 'Aquí no hay nada',
  missingAbout: 'Puede que se haya eliminado, o que la dirección no sea correcta.',
  roles: { owner: 'Propietario', admin: 'Administrador', member: 'Miembro', guest: 'Invitado' },
  actions: 'Acciones',
}
