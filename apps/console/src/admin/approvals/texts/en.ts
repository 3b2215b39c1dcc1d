export const en = {
  title: 'Approvals',
  about: 'Calls of tools that wait for you. Whoever asked may decide, and in channels owners and admins.',
  none: 'Nothing waits for you',
  noneAbout: 'When AI wants to use a tool that asks first, it is here for ten minutes.',
  approve: 'Approve',
  deny: 'Deny',
  approveOf: (tool: string) => `Approve ${tool}`,
  denyOf: (tool: string) => `Deny ${tool}`,
  input: 'What it is called with',
  statuses: { pending: 'waits', approved: 'approved', denied: 'denied', expired: 'expired', cancelled: 'cancelled' },
  reasons: {
    permission: 'This tool asks before each call.',
    untrusted_url: 'Neither the person nor a search has named this address.',
  },
}
export type Texts = typeof en
