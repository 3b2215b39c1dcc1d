// Generated from the contracts by `pnpm client:generate`.
export type { ApiKey, AssignedTwin, Attachment, Channel, ChannelMember, ChannelMembership, Draft, FoundMessage, Message, MyChannel, OwnInvitation, Reaction, ReadMarker, ScheduledMessage, Session, SignedIn, SignedInAnywhere, SignedInUser, Tombstone, TwinAssignment, Workspace, WorkspaceInvitation, WorkspaceMember } from './api.ts'
