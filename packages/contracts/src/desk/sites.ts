import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Name, Time } from '../fields.ts'
import { SiteId, typeId } from '../ids.ts'
import { Domain } from './domain.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: SiteId })

/** A workspace has at most so many. */
export const maxSites = 100

/** A website that visitors come from. */
export const Site = z
  .object({
    id: typeId('sit'),
    name: z.string(),
    domain: z.string(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Site' })
export type Site = z.input<typeof Site>

export const listSites = defineEndpoint({
  ...common,
  name: 'listSites',
  method: 'get',
  path: '/api/tenant/sites',
  summary: 'The workspace’s sites, by name.',
  description: `At most ${maxSites}.`,
  responses: { 200: z.object({ sites: z.array(Site) }) },
})

export const createSite = defineEndpoint({
  ...common,
  name: 'createSite',
  audit: 'site.created',
  method: 'post',
  path: '/api/tenant/sites',
  scope: 'admin',
  summary: 'Add a site.',
  description: `A domain is one site’s alone (409), and a workspace has at most ${maxSites} (409). Widget keys name the site that their visitors are of.`,
  body: z.object({ name: Name, domain: Domain }),
  responses: { 200: Site },
  errors: ['conflict'],
})

export const getSite = defineEndpoint({
  ...common,
  name: 'getSite',
  method: 'get',
  path: '/api/tenant/sites/:id',
  summary: 'One site.',
  params,
  responses: { 200: Site },
  errors: ['not_found'],
})

export const updateSite = defineEndpoint({
  ...common,
  name: 'updateSite',
  audit: 'site.updated',
  method: 'patch',
  path: '/api/tenant/sites/:id',
  scope: 'admin',
  summary: 'Change a site’s name or domain.',
  description: 'What is not given stays. A domain is one site’s alone (409).',
  params,
  body: z.object({ name: Name.optional(), domain: Domain.optional() }),
  responses: { 200: Site },
  errors: ['not_found', 'conflict'],
})

export const deleteSite = defineEndpoint({
  ...common,
  name: 'deleteSite',
  audit: 'site.deleted',
  method: 'delete',
  path: '/api/tenant/sites/:id',
  scope: 'admin',
  summary: 'Remove a site.',
  description: 'Its widget keys and visitors stay, and are of no site then.',
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
})
