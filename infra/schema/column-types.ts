// What the catalog of PostgreSQL cannot say of a column. Everything else follows from the migrated database.

/** Columns with a narrower type than their own, by `schema.table.column`; an array's is that of its elements. */
export const columnTypes: Record<string, string> = {
  '*.outbox.trace': 'Trace',
  'gateway.members.role': 'WorkspaceRole',
  'gateway.invitations.role': 'WorkspaceRole',
  'gateway.people.role': 'WorkspaceRole',
  'gateway.api_keys.scopes': 'Scope',
  'chat_engine.knowledge_versions.error_code': 'DocumentFailure',
  'chat_engine.knowledge_versions.kind': 'DocumentKind',
  'chat_engine.knowledge_versions.status': 'DocumentStatus',
  'chat_engine.knowledge_entities.type': 'EntityType',
  'chat_engine.knowledge_relationships.type': 'RelationshipType',
  'channels.access.channel_role': 'ChannelRole',
  'channels.access.channel_type': 'ChannelType',
  'channels.access.workspace_role': 'WorkspaceRole',
  'channels.channels.channel_type': 'ChannelType',
  'channels.members.notification_level': 'NotificationLevel',
  'channels.members.role': 'ChannelRole',
  'channels.memberships.notification_level': 'NotificationLevel',
  'channels.twin_assignments.participation_mode': 'ParticipationMode',
  'channels.twins.participation_mode': 'ParticipationMode',
  'messaging.message_resources.resource': 'MessageResource',
  'messaging.scheduled_messages.failure_reason': 'FailureReason',
  'messaging.scheduled_messages.post': 'Post',
  'messaging.scheduled_messages.status': 'ScheduledStatus',
  'messaging.scheduled_messages.trace': 'Trace',
}

/** Where types come from. */
export const typeModules: Record<string, string> = {
  Generated: '@parley/kit/column-types',
  Json: '@parley/kit/column-types',
  Timestamp: '@parley/kit/column-types',
  Trace: '@parley/kit/trace',
  FailureReason: '@parley/contracts/messages/scheduled-message',
  ScheduledStatus: '@parley/contracts/messages/scheduled-message',
  DocumentFailure: '@parley/contracts/knowledge/document',
  DocumentKind: '@parley/contracts/knowledge/document',
  DocumentStatus: '@parley/contracts/knowledge/document',
  EntityType: '@parley/contracts/knowledge/graph',
  RelationshipType: '@parley/contracts/knowledge/graph',
  ChannelRole: '@parley/contracts/channels/channel',
  ChannelType: '@parley/contracts/channels/channel',
  NotificationLevel: '@parley/contracts/channels/channel',
  ParticipationMode: '@parley/contracts/channels/channel',
  MessageResource: '@parley/contracts/messages/message',
  Post: './domain/posting.ts',
  WorkspaceRole: '@parley/contracts/endpoint',
  Scope: '@parley/contracts/endpoint',
}

/** The columns of each view that may be null: PostgreSQL does not record that for views. */
export const nullableInViews: Record<string, string[]> = {
  'gateway.handles': [],
  'gateway.people': ['avatar_url'],
  'channels.access': ['channel_role'],
  'channels.channel_resources': ['parent_channel_id'],
  'channels.departures': ['departed_at'],
  'channels.former_memberships': [],
  'channels.membership_resources': [],
  'channels.memberships': [],
  'channels.states': [],
  'channels.twins': ['avatar_url'],
  'chat_engine.twin_profiles': ['avatar_url'],
  'messaging.channel_counts': ['last_message_at'],
  'messaging.message_resources': ['deleted_at', 'parent_message_id', 'user_id'],
}
