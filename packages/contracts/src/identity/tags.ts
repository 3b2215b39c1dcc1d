import type { Tag } from '../tag.ts'

export const identityTags: Record<string, Tag> = {
  auth: { name: 'Signing in', description: 'Accounts, sessions, passwords, and links from mails.' },
  workspaces: { name: 'Workspaces', description: 'A company’s place, and the people in it.' },
  'workspace-deletions': { name: 'Workspaces', description: 'A company’s place, and the people in it.' },
  'receipt-keys': { name: 'Workspaces', description: 'A company’s place, and the people in it.' },
  users: { name: 'People', description: 'Those of the workspace, to look up.' },
  preferences: { name: 'Preferences', description: 'What each person has chosen.' },
  'push-subscriptions': { name: 'Push', description: 'Browsers that are notified by Web Push.' },
  avatar: { name: 'Pictures of people', description: 'Uploading and showing them.' },
  avatars: { name: 'Pictures of people', description: 'Uploading and showing them.' },
  server: { name: 'Server', description: 'What this deployment is and can do.' },
  invitations: { name: 'Invitations', description: 'Those to the caller’s email address, to be accepted or declined.' },
  'audit-log': { name: 'Audit log', description: 'Who has changed what in the workspace.' },
  'api-keys': { name: 'API keys', description: 'Keys for programs, each of one person in one workspace.' },
}
