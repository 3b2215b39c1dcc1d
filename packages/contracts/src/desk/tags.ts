import type { Tag } from '../tag.ts'

export const deskTags: Record<string, Tag> = {
  tenant: {
    name: 'Support desk: tenant',
    description: 'The live chat of a company’s website as its owners and admins (`CUSTOMER`) run it.',
  },
  agent: {
    name: 'Support desk: agent',
    description: 'The live chat as the people who answer visitors (`AGENT`) use it.',
  },
}
