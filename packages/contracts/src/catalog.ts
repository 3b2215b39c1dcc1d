import * as auditLog from './audit/audit-log.ts'
import * as channels from './channels/channels.ts'
import * as demo from './channels/demo.ts'
import * as managing from './channels/managing.ts'
import * as channelTwins from './channels/twins.ts'
import * as chat from './chat/chat.ts'
import * as engines from './chat/engines.ts'
import * as models from './chat/models.ts'
import * as runs from './chat/runs.ts'
import * as chatSessions from './chat/sessions.ts'
import * as connections from './connections/connections.ts'
import * as connectionHistory from './connections/history.ts'
import * as linkedAccounts from './connections/linked-accounts.ts'
import * as connectionOAuth from './connections/oauth.ts'
import * as agentAssistance from './desk/agent-assistance.ts'
import * as deskAgents from './desk/agents.ts'
import * as deskAssistance from './desk/assistance.ts'
import * as attributes from './desk/attributes.ts'
import * as availability from './desk/availability.ts'
import * as blocks from './desk/blocks.ts'
import * as cannedReplies from './desk/canned-replies.ts'
import * as conversationActions from './desk/conversation-actions.ts'
import * as conversationLists from './desk/conversation-lists.ts'
import * as conversations from './desk/conversations.ts'
import * as erasures from './desk/erasures.ts'
import * as labels from './desk/labels.ts'
import * as macros from './desk/macros.ts'
import * as deskMail from './desk/mail.ts'
import * as merging from './desk/merging.ts'
import * as deskMessages from './desk/messages.ts'
import * as agentPush from './desk/push.ts'
import * as deskReports from './desk/reports.ts'
import * as savedViews from './desk/saved-views.ts'
import * as sites from './desk/sites.ts'
import * as teams from './desk/teams.ts'
import * as transcripts from './desk/transcript.ts'
import * as viewCounts from './desk/view-counts.ts'
import * as deskVisitors from './desk/visitors.ts'
import * as widget from './desk/widget.ts'
import * as widgetKeys from './desk/widget-keys.ts'
import * as widgetMessages from './desk/widget-messages.ts'
import * as deskWorkspace from './desk/workspace.ts'
import type { Endpoint } from './endpoint.ts'
import * as exports from './exports/exports.ts'
import * as apiKeys from './identity/api-keys.ts'
import * as auth from './identity/auth.ts'
import * as avatars from './identity/avatars.ts'
import * as invitations from './identity/invitations.ts'
import * as preferences from './identity/preferences.ts'
import * as push from './identity/push.ts'
import * as server from './identity/server.ts'
import * as sessions from './identity/sessions.ts'
import * as users from './identity/users.ts'
import * as workspaceDeletions from './identity/workspace-deletions.ts'
import * as workspaces from './identity/workspaces.ts'
import * as imports from './imports/imports.ts'
import * as knowledgeGraph from './knowledge/graph.ts'
import * as knowledge from './knowledge/knowledge.ts'
import * as messageChanges from './messages/changes.ts'
import * as drafts from './messages/drafts.ts'
import * as files from './messages/files.ts'
import * as following from './messages/following.ts'
import * as messages from './messages/messages.ts'
import * as pins from './messages/pins.ts'
import * as retention from './messages/retention.ts'
import * as scheduled from './messages/scheduled.ts'
import * as search from './messages/search.ts'
import * as sources from './messages/sources.ts'
import * as transcript from './messages/transcript.ts'
import * as writing from './messages/writing.ts'
import * as summarize from './summaries/summarize.ts'
import * as approvals from './tools/approvals.ts'
import * as mcpServers from './tools/mcp-servers.ts'
import * as tools from './tools/tools.ts'
import * as agents from './twins/agents.ts'
import * as tryTwin from './twins/try.ts'
import * as twins from './twins/twins.ts'
import * as budgets from './usage/budgets.ts'
import * as usage from './usage/usage.ts'
import * as incomingWebhooks from './webhooks/incoming.ts'
import * as webhooks from './webhooks/webhooks.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'responses' in value && 'owner' in value

/** Every endpoint of the platform: what the gateway routes, OpenAPI documents, and the matrix and fuzz suites cover. */
export const endpoints: readonly Endpoint[] = [
  auth,
  sessions,
  users,
  preferences,
  push,
  agentPush,
  avatars,
  server,
  workspaces,
  workspaceDeletions,
  invitations,
  apiKeys,
  auditLog,
  channels,
  managing,
  channelTwins,
  demo,
  messages,
  messageChanges,
  pins,
  retention,
  following,
  files,
  drafts,
  scheduled,
  search,
  sources,
  transcript,
  writing,
  chat,
  runs,
  chatSessions,
  engines,
  models,
  summarize,
  tools,
  approvals,
  mcpServers,
  twins,
  agents,
  tryTwin,
  usage,
  budgets,
  connections,
  connectionOAuth,
  connectionHistory,
  linkedAccounts,
  knowledge,
  knowledgeGraph,
  imports,
  exports,
  webhooks,
  incomingWebhooks,
  deskWorkspace,
  widgetKeys,
  sites,
  deskAgents,
  deskAssistance,
  agentAssistance,
  viewCounts,
  deskVisitors,
  conversationLists,
  conversationActions,
  attributes,
  availability,
  labels,
  deskReports,
  teams,
  cannedReplies,
  macros,
  savedViews,
  conversations,
  merging,
  erasures,
  blocks,
  deskMessages,
  widget,
  widgetMessages,
  transcripts,
  deskMail,
].flatMap((module) => Object.values(module).filter(isEndpoint))
