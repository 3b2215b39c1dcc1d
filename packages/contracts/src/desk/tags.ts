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
  widget: {
    name: 'Support desk: widget',
    description:
      'The live chat as a visitor’s widget uses it: `POST /api/widget/session` gives it a token, which all other calls need.',
  },
  desk: {
    name: 'Support desk: mail',
    description: 'The desk as mail servers and the people whom it mails use it.',
  },
}
