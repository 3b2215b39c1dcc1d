import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { Uuid } from '../ids.ts'
import { Workspace } from './person.ts'
import { Preferences } from './preferences.ts'

export const workspaceUpdated = defineEvent({
  type: 'workspace.updated',
  audience: 'Every non-guest of the workspace.',
  description:
    'It was renamed, or is to be deleted, or not any more. The `role` that answers show is the caller’s own, and so is left out.',
  delivery: 'transient',
  data: Workspace.omit({ role: true }),
})

export const preferencesUpdated = defineEvent({
  type: 'preferences.updated',
  audience: 'The person’s own sockets, in every workspace where something is another for them.',
  delivery: 'transient',
  data: Preferences,
})

/** Those that sockets receive. */
export const identityEvents = [workspaceUpdated, preferencesUpdated] as const

/**
 * Makes gateways check a person's open sockets against PostgreSQL at once: all of them in that workspace, or those
 * of one session or API key.
 */
export const accessChanged = defineEvent({
  type: 'internal.access_changed',
  audience: 'Gateways; never a client.',
  delivery: 'transient',
  data: z.object({ user_id: Uuid, credential_id: Uuid.nullable() }),
})

/** The same for what visitors have open: one visitor's, or that of everybody who came with a widget key. */
export const visitorAccessChanged = defineEvent({
  type: 'internal.visitor_access_changed',
  audience: 'Gateways and services; never a client.',
  delivery: 'transient',
  data: z.object({ visitor_id: Uuid.nullable(), widget_key_id: Uuid.nullable() }),
})

/** Those between services: no socket receives them. */
export const internalIdentityEvents = [accessChanged, visitorAccessChanged] as const
