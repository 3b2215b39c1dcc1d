// Generated from the contracts by `pnpm client:generate`.
export const auth = {
/**
 * Join a workspace with the token of the mailed invitation.
 *
 * Creates the account where the email address has none; without a `name` it is called as the invitation says, else by the part of the address before the `@`. An account whose address is proven takes its own `password` (401). One whose address is not proven may be somebody else’s, and whoever holds the link owns the address: `password` becomes the account’s, every session and API key that was made before ends, and unless it was the account’s password already, its name and picture are set again. A used, unknown or expired token is a 400. Whoever is signed in with a proven address can accept without the link: `POST /api/v2/invitations/:id/accept`.
 */
acceptInvite: {"operation":"acceptInvite","method":"post","path":"/api/auth/accept-invite","body":["token","password","name"]},
/**
 * Mail a link to set a new password.
 *
 * Always 202, whether or not the email address is known. The link works once, for an hour. An address gets at most five such mails an hour; beyond them nothing is mailed, and the newest link still works.
 */
forgotPassword: {"operation":"forgotPassword","method":"post","path":"/api/auth/forgot-password","body":["email"]},
/**
 * The signed-in person.
 */
getMe: {"operation":"getMe","method":"get","path":"/api/auth/me"},
/**
 * Sign in with email and password.
 *
 * An unknown email address and a wrong password answer alike, after the same time. The token is for the workspace last used; `switch-workspace` gives one for another. Whoever is in no workspace gets a token all the same, and `workspace` is null: it creates a workspace, answers invitations and reads `me`; everything else is a 403. At most 100 sessions a person and workspace stay open: the one unused for longest ends.
 */
login: {"operation":"login","method":"post","path":"/api/auth/login","body":["email","password"]},
/**
 * Revoke this session at once, everywhere.
 *
 * Open sockets of the session are closed. The token of a browser session ends that session, with all its tokens. An API key is not a session: revoke it with DELETE instead (403).
 */
logout: {"operation":"logout","method":"post","path":"/api/auth/logout"},
/**
 * A new token for the old one, which is dead from then on.
 *
 * Sockets opened with the old one are closed. An API key cannot be refreshed, nor the token of a browser session, which gets another itself (403).
 */
refresh: {"operation":"refresh","method":"post","path":"/api/auth/refresh"},
/**
 * Create an account and a workspace owned by it.
 *
 * The workspace has a public channel `general` when this answers. A mail with a link that proves the email address (`/verify-email`) is on its way; until it is proven nothing comes to the account by its address. An address that has an account already is a 409: sign in, or reset the password.
 */
register: {"operation":"register","method":"post","path":"/api/auth/register","body":["email","password","name","companyName"]},
/**
 * Mail a new link that proves the caller’s email address.
 *
 * The link works once, for 7 days, and takes the place of the one before. Nothing is mailed where the email address is proven, or has had five such mails within the hour: the newest link still works. For a session only (403).
 */
resendVerification: {"operation":"resendVerification","method":"post","path":"/api/auth/resend-verification"},
/**
 * Set a new password with the token of the mailed link.
 *
 * Ends every session of the person, in all their workspaces, and every API key that was made before their email address was proven, which this link does where none has before. Later keys survive it: whoever may have had the account in other hands looks through theirs and deletes what they do not know. A used, unknown or expired token is a 400.
 */
resetPassword: {"operation":"resetPassword","method":"post","path":"/api/auth/reset-password","body":["token","password"]},
/**
 * Which workspace the token of a mailed invitation leads into, and who has sent it.
 *
 * The token is not used up by it. A used, unknown or expired one is a 400.
 */
showInvite: {"operation":"showInvite","method":"post","path":"/api/auth/show-invite","body":["token"]},
/**
 * A token for another workspace of the same person; the old one stays valid.
 *
 * A workspace that the person is not in is a 404. An API key belongs to one workspace and gets none, and a browser session gets its tokens itself (403).
 */
switchWorkspace: {"operation":"switchWorkspace","method":"post","path":"/api/auth/switch-workspace","body":["workspaceId"]},
/**
 * Change name, avatar or password.
 *
 * A new password needs `currentPassword` (403 when wrong) and ends every other session of the person; API keys stay. Wrong guesses at it are limited (429). An API key may change name and avatar only (403). `avatarUrl: null` removes the avatar.
 */
updateMe: {"operation":"updateMe","method":"patch","path":"/api/auth/me","body":["name","avatarUrl","password","currentPassword"]},
/**
 * Prove the email address of an account with the token of the mailed link.
 *
 * `password` is the account’s, and its sessions and API keys stay; or it is another, since somebody else made the account: it is set, and every session and API key that was made before ends. A used, unknown or expired token is a 400.
 */
verifyEmail: {"operation":"verifyEmail","method":"post","path":"/api/auth/verify-email","body":["token","password"]},
/**
 * Sign the browser out.
 *
 * Ends the browser session, its tokens and their sockets, in all tabs, and deletes the cookie; without a session the answer is the same. For pages of this deployment’s own origin: a request that does not say `Sec-Fetch-Site: same-origin` (or, from browsers that do not send it, an `Origin` that is this one) is a 403, and one whose `Content-Type` is not JSON a 415.
 */
deleteBrowserSession: {"operation":"deleteBrowserSession","method":"delete","path":"/api/auth/browser-session"},
/**
 * End one of the caller’s sessions, at once and everywhere.
 *
 * Its sockets are closed; a browser session’s tokens end with it. For a session only (403).
 */
deleteSession: {"operation":"deleteSession","method":"delete","path":"/api/auth/sessions/:id"},
/**
 * A token of the browser session, for 15 minutes.
 *
 * For this workspace, or the one last used; someone in no workspace gets one for none, and `workspace` is null. Earlier tokens stay valid until they expire. `refresh` and `switch-workspace` refuse such a token: ask here for another; the cookie is left as it is. A missing or ended session is a 401, a workspace that the person is not in a 404. For pages of this deployment’s own origin: a request that does not say `Sec-Fetch-Site: same-origin` (or, from browsers that do not send it, an `Origin` that is this one) is a 403, and one whose `Content-Type` is not JSON a 415.
 */
issueBrowserToken: {"operation":"issueBrowserToken","method":"post","path":"/api/auth/browser-session/token","body":["workspaceId"]},
/**
 * Where the caller is signed in, last used first.
 *
 * In all their workspaces: a token of signing in is for one of them, a browser session for any. At most the 200 last used. For a session only (403).
 */
listSessions: {"operation":"listSessions","method":"get","path":"/api/auth/sessions"},
/**
 * Sign a browser in.
 *
 * Sets the cookie `__Host-parley_session` (`parley_session` where the deployment has no https), which scripts cannot read and which opens nothing but `POST /api/auth/browser-session/token`. It ends when it was not used for 14 days, and 90 days after signing in. A browser session that the cookie stood for before ends. At most 100 a person stay open: the one unused for longest ends. For pages of this deployment’s own origin: a request that does not say `Sec-Fetch-Site: same-origin` (or, from browsers that do not send it, an `Origin` that is this one) is a 403, and one whose `Content-Type` is not JSON a 415.
 */
openBrowserSession: {"operation":"openBrowserSession","method":"post","path":"/api/auth/browser-session","body":["email","password"]},
/**
 * Sign a browser in by a link that works once.
 *
 * As signing in with the password does. An operator makes such a link, with `node services/gateway/src/sign-in-link.ts EMAIL`; so does `npm start`, for its first login. It is for that person, works for 15 minutes, and ends with the next one that is made and with a new password. One that is unknown, used or ended is a 401. For pages of this deployment’s own origin: a request that does not say `Sec-Fetch-Site: same-origin` (or, from browsers that do not send it, an `Origin` that is this one) is a 403, and one whose `Content-Type` is not JSON a 415.
 */
openBrowserSessionByLink: {"operation":"openBrowserSessionByLink","method":"post","path":"/api/auth/browser-session/link","body":["secret"]},
} as const

export const users = {
/**
 * People of the workspace, by the beginning of a name or handle, or by id.
 *
 * For a guest, only people who share a channel with them, and themselves. `query` is compared as mentions are: without case, spaces and punctuation; it may begin with `@`. Without `query` and `ids`, everybody. In the order of handles; page by `after` with the last `user_id` of the page before (400 when that person is not among these). With `ids` (not together with `query` or `after`) there is one page, in the order given: ids that are unknown, or of people whom the caller cannot see, are left out.
 */
list: {"operation":"listUsers","method":"get","path":"/api/v2/users","query":["query","ids","after","limit"],"pages":{"items":"data","cursors":[{"query":"after","of":"user_id"}]}},
} as const

export const preferences = {
/**
 * What the caller has chosen, with what it is otherwise.
 */
get: {"operation":"getPreferences","method":"get","path":"/api/v2/preferences"},
/**
 * Change the caller’s preferences.
 *
 * A merge patch (RFC 7396): objects are merged field by field, arrays are replaced, and `null` gives a preference back its default. `sidebar` is of this workspace, all else of the person. Their sockets receive `preferences.updated`.
 */
update: {"operation":"updatePreferences","method":"patch","path":"/api/v2/preferences","body":["theme","density","keyboard_shortcuts","language","time_zone","quiet_hours","notification_sound","sidebar"]},
} as const

export const pushSubscriptions = {
/**
 * Have a browser notified by Web Push.
 *
 * The body is what `subscription.toJSON()` gives. A browser that is known by its `endpoint` is updated, and is the caller’s from then on. At most 10 a person: a further one takes the place of the one that was sent longest ago. Where push is not configured it is a 503.
 */
create: {"operation":"createPushSubscription","method":"post","path":"/api/v2/push-subscriptions","body":["endpoint","keys"],"isIdempotent":true},
/**
 * Have a browser notified no more.
 */
delete: {"operation":"deletePushSubscription","method":"delete","path":"/api/v2/push-subscriptions","query":["endpoint"]},
/**
 * Where the caller is notified by Web Push, newest first, and the key to subscribe with.
 *
 * In all their workspaces.
 */
list: {"operation":"listPushSubscriptions","method":"get","path":"/api/v2/push-subscriptions"},
} as const

export const agent = {
/**
 * Have a browser notified by Web Push of conversations that wait, and of those that one is given.
 *
 * The same subscription as that of `POST /api/v2/push-subscriptions`, which lists and deletes it and shows the key to subscribe with: a browser is notified of what is said to somebody and, where they are an agent, of the desk. Who is connected is not notified. At most 10 a person. Where push is not configured it is a 503.
 */
createPushSubscription: {"operation":"createAgentPushSubscription","method":"post","path":"/api/agent/push-subscriptions","body":["endpoint","keys"],"isIdempotent":true},
/**
 * The signed-in agent.
 *
 * `PATCH /api/auth/me` changes their name, and `POST /api/v2/avatar` their picture.
 */
getProfile: {"operation":"getAgentProfile","method":"get","path":"/api/agent/profile"},
/**
 * The workspace’s agents by name, to hand a conversation to.
 *
 * At most 1,000; the caller is among them.
 */
listFellow: {"operation":"listFellowAgents","method":"get","path":"/api/agent/agents"},
/**
 * Suggest what a visitor could be answered.
 *
 * From public knowledge, and what else of the workspace’s knowledge the caller may read. Within the workspace’s budget (429 `budget_exceeded`), and limited as questions to AI are; the same `Idempotency-Key` asks once. Where the operator has turned the desk’s AI off it is a 409.
 */
suggestReply: {"operation":"suggestAgentReply","method":"post","path":"/api/agent/conversations/:id/suggestion","isIdempotent":true},
/**
 * Summarize a conversation so far, in the workspace’s language.
 *
 * For whoever takes it over. Notes are no part of it. Within the workspace’s budget (429 `budget_exceeded`), and limited as questions to AI are; the same `Idempotency-Key` asks once. Where the operator has turned the desk’s AI off it is a 409.
 */
summarizeConversation: {"operation":"summarizeAgentConversation","method":"post","path":"/api/agent/conversations/:id/summary","isIdempotent":true},
/**
 * How many conversations views have that are not resolved.
 *
 * Of the first 50 saved views by name those without a `search`, as they are listed.
 */
countViews: {"operation":"countAgentViews","method":"get","path":"/api/agent/view-counts"},
/**
 * One visitor.
 */
getVisitor: {"operation":"getAgentVisitor","method":"get","path":"/api/agent/visitors/:id"},
/**
 * The visitors of the agent’s workspace, last seen first, and how many there are.
 *
 * `search` finds beginnings of words, and what follows them, in name and email address, without regard to case, accents and punctuation; where nothing begins so, parts of words. Page by `page`, or by `before` with the last `id` of the page before. Where anything is filtered, `total` is exact to 1,000. `stats` are of all the workspace’s visitors; `returning` are those with two visits or more.
 */
listVisitors: {"operation":"listAgentVisitors","method":"get","path":"/api/agent/visitors","query":["isOnline","attribute","before","page","limit","search"],"pages":{"items":"visitors","cursors":[{"query":"before","of":"id"}]}},
/**
 * Change a visitor’s tags and attributes, and the notes on them.
 *
 * What is not given stays; `null` removes notes. `tags` replaces all of them; notes are plain text. `attributes` changes those that it names, `null` takes one away; one that the workspace does not have, or a value that does not fit, is a 400. Who a visitor is, owners and admins change.
 */
updateVisitor: {"operation":"updateAgentVisitor","method":"patch","path":"/api/agent/visitors/:id","body":["tags","notes","attributes"]},
/**
 * One conversation.
 */
getConversation: {"operation":"getAgentConversation","method":"get","path":"/api/agent/conversations/:id"},
/**
 * The conversations of the agent’s workspace, last changed or longest waiting first, and how many there are.
 *
 * `search` finds conversations by the beginnings of words in one of their messages or notes, by beginnings of words, and what follows them, in what the visitor is called and their email address, and by the id of the visitor or of the conversation; where it finds nothing so, by parts of three characters or more of what the visitor is called and of their email address. It is without regard to case and accents. `label` is a label’s id. Page by `offset`, or by `before` with the last `id` of the page before: one that changes meanwhile moves to the front, where `updated_after` finds it: it leaves out those that have not changed since, and may give one again that changed at that very time. With `sort=longest_waiting` the list has the WAITING ones that are not put off, the longest waiting first, and another status or `snoozed=true` is a 400; one that waits anew goes to the end, and a page behind it begins there. `total` is exact to 1,000 where anything but status and agent is filtered, and of the longest waiting; of a `search` to 200. `mine` are the caller’s, `unassigned` those that nobody has; of these and `agentId` one may be given. `counts` are of all conversations of the workspace.
 */
listConversations: {"operation":"listAgentConversations","method":"get","path":"/api/agent/conversations","query":["search","siteId","teamId","label","priority","snoozed","breached","status","mine","unassigned","agentId","sort","updated_after","before","offset","limit"],"pages":{"items":"conversations","cursors":[{"query":"before","of":"id"}]}},
/**
 * Do the same with several conversations.
 *
 * At most 50, with at most 10 actions, one after another, in one transaction. `assign` gives it to an agent, who has it then: one’s own, or one that nobody has (409); owners and admins give any. `assignTeam` has it wait for a team instead. `resolve` is as by hand. A label that is to be added, an agent or a team that is not there is a 404, and `assign` to oneself by who is no agent a 403: nothing is done with any then. `results` has an outcome for each conversation, in the order given: `not_found`, or `conflict` where somebody else has it or it is closed, and then nothing of it is changed.
 */
actOnConversations: {"operation":"actOnAgentConversations","method":"post","path":"/api/agent/conversations/bulk","body":["ids","actions"],"isIdempotent":true},
/**
 * Change a conversation’s labels or priority, or put it off.
 *
 * What is not given stays. `labelIds` replaces all labels; one that is unknown is a 404. `isSnoozed` puts it off: Until a time, at most 365 days from now (400), or until its visitor writes, whatever comes first. A closed one is a 409. What changes nothing publishes no event.
 */
updateConversation: {"operation":"updateAgentConversation","method":"patch","path":"/api/agent/conversations/:id","body":["labelIds","priority","isSnoozed","snoozedUntil"]},
/**
 * The attributes that visitors may have, by key.
 *
 * At most 50. Owners and admins manage them.
 */
listAttributes: {"operation":"listAgentAttributes","method":"get","path":"/api/agent/attributes"},
/**
 * Say whether one is available.
 *
 * It stays so until it is changed, also while the agent is not connected. What they have stays theirs.
 */
updateAvailability: {"operation":"updateAvailability","method":"put","path":"/api/agent/availability","body":["availability"]},
/**
 * The workspace’s labels, by name.
 *
 * At most 200. Owners and admins manage them.
 */
listLabels: {"operation":"listAgentLabels","method":"get","path":"/api/agent/labels"},
/**
 * The workspace’s teams, by name.
 *
 * At most 50. Owners and admins manage them.
 */
listTeams: {"operation":"listAgentTeams","method":"get","path":"/api/agent/teams"},
/**
 * Add a canned reply.
 *
 * Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404. A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most 300, and an agent has at most 100 (409).
 */
createCannedReply: {"operation":"createCannedReply","method":"post","path":"/api/agent/canned-replies","body":["name","isShared","content"],"isIdempotent":true},
/**
 * Remove a canned reply.
 *
 * Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404.
 */
deleteCannedReply: {"operation":"deleteCannedReply","method":"delete","path":"/api/agent/canned-replies/:id"},
/**
 * One canned reply, filled in for a conversation.
 *
 * Another agent’s own is a 404, and so is an unknown conversation.
 */
getCannedReply: {"operation":"getCannedReply","method":"get","path":"/api/agent/canned-replies/:id","query":["conversationId"]},
/**
 * The canned replies that are shared, and the caller’s own, by name.
 *
 * At most 300 that are shared, and 100 of the caller’s.
 */
listCannedReplies: {"operation":"listCannedReplies","method":"get","path":"/api/agent/canned-replies"},
/**
 * Change a canned reply, or share it.
 *
 * What is not given stays. What is shared no longer is the caller’s own. Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404. A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most 300, and an agent has at most 100 (409).
 */
updateCannedReply: {"operation":"updateCannedReply","method":"patch","path":"/api/agent/canned-replies/:id","body":["name","isShared","content"]},
/**
 * Do what a macro says with a conversation.
 *
 * One action after another, in one transaction: all of them, or where one is refused none. `reply` answers the visitor as by hand, and takes the conversation (409 where another agent has it); variables of it and of a `note` are filled in: what shows nothing then, or has more than 10,000 characters, is a 409. `assign` gives it to an agent, who has it then: one’s own, or one that nobody has (409); owners and admins give any. `assignTeam` has it wait for a team instead. `resolve` is as by hand. A label, agent or team that is there no longer is left out.
 */
applyMacro: {"operation":"applyMacro","method":"post","path":"/api/agent/macros/:id/apply","body":["conversationId"],"isIdempotent":true},
/**
 * Add a macro.
 *
 * At most 10 actions. Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404. A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most 300, and an agent has at most 100 (409).
 */
createMacro: {"operation":"createMacro","method":"post","path":"/api/agent/macros","body":["name","isShared","actions"],"isIdempotent":true},
/**
 * Remove a macro.
 *
 * Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404.
 */
deleteMacro: {"operation":"deleteMacro","method":"delete","path":"/api/agent/macros/:id"},
/**
 * The macros that are shared, and the caller’s own, by name.
 *
 * At most 300 that are shared, and 100 of the caller’s.
 */
listMacros: {"operation":"listMacros","method":"get","path":"/api/agent/macros"},
/**
 * Change a macro, or share it.
 *
 * What is not given stays; `actions` replaces all of them. What is shared no longer is the caller’s own. Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404. A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most 300, and an agent has at most 100 (409).
 */
updateMacro: {"operation":"updateMacro","method":"patch","path":"/api/agent/macros/:id","body":["name","isShared","actions"]},
/**
 * Save how conversations are filtered.
 *
 * Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404. A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most 300, and an agent has at most 100 (409).
 */
createSavedView: {"operation":"createSavedView","method":"post","path":"/api/agent/views","body":["name","isShared","filter"],"isIdempotent":true},
/**
 * Remove a view.
 *
 * Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404.
 */
deleteSavedView: {"operation":"deleteSavedView","method":"delete","path":"/api/agent/views/:id"},
/**
 * The views that are shared, and the caller’s own, by name.
 *
 * At most 300 that are shared, and 100 of the caller’s.
 */
listSavedViews: {"operation":"listSavedViews","method":"get","path":"/api/agent/views"},
/**
 * Change a view, or share it.
 *
 * What is not given stays; `filter` replaces all of it. What is shared no longer is the caller’s own. Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404. A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most 300, and an agent has at most 100 (409).
 */
updateSavedView: {"operation":"updateSavedView","method":"patch","path":"/api/agent/views/:id","body":["name","isShared","filter"]},
/**
 * Transfer a conversation of one’s own to another agent.
 *
 * Only the agent who has it may (403); nobody has one that is waiting or closed. The other is notified on their sockets, and where none is open, by Web Push. Somebody who is no agent of the workspace is a 404.
 */
assignConversation: {"operation":"assignAgentConversation","method":"post","path":"/api/agent/conversations/:id/assign","body":["agentId"],"isIdempotent":true},
/**
 * Mark what the visitor has written as read.
 *
 * All of it: the workspace’s owners, admins and agents share one marker. Both sides receive `conversation.read`.
 */
markConversationRead: {"operation":"markAgentConversationRead","method":"post","path":"/api/agent/conversations/:id/mark-read","isIdempotent":true},
/**
 * Resolve a conversation.
 *
 * It is CLOSED, a message of the system says so to its visitor in the workspace’s language, and the visitor may rate it. A closed one stays as it is, without a second message. When its visitor writes again it is WAITING.
 */
resolveConversation: {"operation":"resolveAgentConversation","method":"post","path":"/api/agent/conversations/:id/resolve","isIdempotent":true},
/**
 * Merge another conversation of the same visitor into this one.
 *
 * Messages, notes, files and ratings of `conversationId` become this one’s: under the next numbers, in the order in which they were written, so that who follows this conversation receives them as any that is new; `createdAt` says when each was written. Labels are united; priority and team are the other’s where this one has none, and where this one waits it is with the agent who has the other. The other is CLOSED and empty, its `mergedInto` is this one, it is in no list, and what would change it is a 409. A visitor’s calls that name it, and answers to its mails, are about this one.
 *
 * Both must be of one visitor, this one open, and neither merged already (409); of more than 5,000 messages and notes the other is a 409 too. One that another agent has is a 409 that names them.
 */
mergeConversation: {"operation":"mergeAgentConversation","method":"post","path":"/api/agent/conversations/:id/merge","body":["conversationId"],"isIdempotent":true},
/**
 * Block a visitor.
 *
 * Their open sockets end within a second; sessions are a 403 that says so, other calls a 401, and nothing that they mail becomes a message. What they have said stays. Agents block visitors; addresses are blocked by owners and admins (`POST /api/tenant/blocks`).
 */
blockVisitor: {"operation":"blockVisitor","method":"post","path":"/api/agent/visitors/:id/block","body":["reason","expiresInHours"],"isIdempotent":true},
/**
 * Take a visitor in again who was blocked themself; one who is not blocked is a 404.
 */
unblockVisitor: {"operation":"unblockVisitor","method":"delete","path":"/api/agent/visitors/:id/block"},
/**
 * Write a note about a conversation, for the workspace’s agents.
 *
 * It reaches its visitor in no way, and takes no number by which they could know of it. It takes no conversation from anybody, and ends no waiting.
 */
createNote: {"operation":"createNote","method":"post","path":"/api/agent/conversations/:id/notes","body":["content"],"isIdempotent":true},
/**
 * The messages of a conversation, by `seq`.
 *
 * Without notes. That is oldest first, but for what was merged into it: that comes behind what was there, in its own order, and `createdAt` says when it was written. Page by `page`, or by `after_seq` with the last `seq` of the page before.
 */
listMessages: {"operation":"listAgentMessages","method":"get","path":"/api/agent/conversations/:id/messages","query":["page","limit","after_seq"],"pages":{"items":"messages","cursors":[{"query":"after_seq","of":"seq"}]}},
/**
 * The notes of a conversation, by `rev`.
 *
 * Oldest first, but for what was merged into it: that comes behind what was there, and `createdAt` says when it was written. Each stands behind the message with its `seq`. Page by `page`, or by `after_rev` with the last `rev` of the page before.
 */
listNotes: {"operation":"listNotes","method":"get","path":"/api/agent/conversations/:id/notes","query":["page","limit","after_rev"],"pages":{"items":"notes","cursors":[{"query":"after_rev","of":"rev"}]}},
/**
 * Answer a visitor.
 *
 * The caller takes the conversation, which is ACTIVE from then on: of two who answer at once one does, and the other is a 409 that names them. What the visitor has written before is read with it. Files come as multipart form data, at most 5 of 10 MiB (413): JPEG, PNG and WebP pictures, PDF, office documents and ZIP archives by their bytes, whatever they are called (400); the ending of a name becomes the type’s where it is another’s (`invoice.html.zip`). What is no file as `attachments` is a 400. A message without text and files is a 400.
 */
sendMessage: {"operation":"sendAgentMessage","method":"post","path":"/api/agent/conversations/:id/messages","body":["content","messageType","attachments"],"isUpload":true,"takesJson":true,"isIdempotent":true},
/**
 * Say that one is writing to a visitor.
 *
 * The visitor and the other agents receive `typing`, once a second at most. In one that was merged into another it is a 409 that names that one.
 */
typeToVisitor: {"operation":"typeToVisitor","method":"post","path":"/api/agent/conversations/:id/typing"},
} as const

export const avatars = {
/**
 * An uploaded picture of a person.
 *
 * The URL is what `avatar_url` says, opens without a credential, and always means the same picture.
 */
get: {"operation":"getAvatar","method":"get","path":"/api/v2/avatars/:id","isFile":true},
/**
 * A picture of somebody that is kept elsewhere.
 *
 * Other people’s `avatar_url` leads here where the picture is not of this deployment, so that a reader’s browser calls nobody else. The URL opens without a credential; only this deployment can sign one. The picture is fetched from a public address, and cut to a square WebP of 256 pixels; one that is no PNG, JPEG, GIF, WebP, AVIF or TIFF, has more than 2 MiB, or cannot be fetched is a 404, as is a URL with another signature. It is fetched again after a day.
 */
getForeign: {"operation":"getForeignAvatar","method":"get","path":"/api/v2/avatars/foreign/:signature","query":["url"],"isFile":true},
} as const

export const avatar = {
/**
 * Upload a picture of oneself.
 *
 * Multipart form data with one file of at most 5 MiB, `avatar`: PNG, JPEG, GIF, WebP, AVIF or TIFF, whatever its name says; anything else, or one that cannot be decoded, is a 400. Of it a square of 256 pixels is kept, cut from the middle, as WebP and without metadata. `avatar_url` of the answer is the person’s `avatarUrl` from then on, and the one before it is gone.
 */
upload: {"operation":"uploadAvatar","method":"post","path":"/api/v2/avatar","body":["avatar"],"isUpload":true,"isIdempotent":true},
} as const

export const server = {
/**
 * This deployment: its version, its limits, and what is configured.
 */
get: {"operation":"getServer","method":"get","path":"/api/v2/server"},
} as const

export const workspaces = {
/**
 * Create another workspace, owned by the caller.
 *
 * It has a public channel `general` when this answers. `switch-workspace` gives a token for it. A person owns at most 20.
 */
create: {"operation":"createWorkspace","method":"post","path":"/api/v2/workspaces","body":["name","company_name"],"isIdempotent":true},
/**
 * The workspace of the caller’s credential.
 */
get: {"operation":"getWorkspace","method":"get","path":"/api/v2/workspaces/:id"},
/**
 * Invite a person into the workspace by mail.
 *
 * Whether the email address has an account or not, it gets a mail with a link that works for 7 days, and the answer is the same: nobody is added to anything by an email address. The person accepts by the link, or signed in with that address proven (`POST /api/v2/invitations/:id/accept`). Inviting again mails a new link in place of the old one; channels that the address was invited into stay. `role` defaults to `member`, or to `guest` where `agent` is true; an owner is always an agent from the start. `name` is what the account that accepting makes is called, unless the person says otherwise. Only an owner may make an owner (403). Someone who is in already keeps their role, and no mail is sent. An invitation is revoked when its sender could not send it any more. An email address is mailed at most five invitations an hour by a workspace, those into channels and resent ones included, and by a person: another one is a 429, and changes nothing.
 */
inviteMember: {"operation":"inviteWorkspaceMember","method":"post","path":"/api/v2/workspaces/:id/members","body":["email","name","role","agent"],"isIdempotent":true},
/**
 * The people of the workspace, oldest first.
 *
 * `query` finds those one of whose names or handles begins with it, compared as mentions are, and the one whose email address it is. Page by `offset`, or by `after` with the last `user_id` of the page before (400 when that person is not in the workspace).
 */
listMembers: {"operation":"listWorkspaceMembers","method":"get","path":"/api/v2/workspaces/:id/members","query":["query","limit","offset","after"],"pages":{"items":"data","cursors":[{"query":"after","of":"user_id"}]}},
/**
 * The workspaces the caller belongs to.
 *
 * An API key sees only its own workspace.
 */
list: {"operation":"listWorkspaces","method":"get","path":"/api/v2/workspaces"},
/**
 * Remove a person from the workspace, or leave it.
 *
 * Their sessions, keys and sockets for this workspace end at once. Anyone may leave; removing others takes an admin, removing an owner an owner (403). The last owner cannot go (409).
 */
removeMember: {"operation":"removeWorkspaceMember","method":"delete","path":"/api/v2/workspaces/:id/members/:userId"},
/**
 * Rename the workspace.
 */
update: {"operation":"updateWorkspace","method":"patch","path":"/api/v2/workspaces/:id","body":["name","company_name"]},
/**
 * Change a person’s role, or whether they are an agent.
 *
 * Only an owner may make or change an owner (403). The last owner stays one (409). Whoever becomes an owner becomes an agent too, unless `agent` says otherwise. It holds at once, on open sockets too.
 */
updateMember: {"operation":"updateWorkspaceMember","method":"patch","path":"/api/v2/workspaces/:id/members/:userId","body":["role","agent"]},
/**
 * Have the workspace deleted, with everything in it, after seven days.
 *
 * Needs the caller’s password again: a wrong one is a 403, and guesses are limited as sign-ins are. Until `deletes_at` everything goes on working, so that people can export what they need; the workspace says `deletes_at`, its people receive `workspace.updated`, its owners a mail, and any owner can restore it. Then all sessions, keys, sockets, widgets and bridges end at once, and every message, file, document, visitor, setting and entry of the audit log is deleted everywhere. People keep their accounts. Whoever asked for it finds out what has become of it, with a signed receipt, by `GET /api/v2/workspace-deletions/:id`, in any workspace or in none. Asking again changes nothing. What was mailed or downloaded before is out of reach, and backups are the operator’s.
 */
delete: {"operation":"deleteWorkspace","method":"delete","path":"/api/v2/workspaces/:id","body":["password"]},
/**
 * Keep a workspace that is to be deleted.
 *
 * A 409 where it is not to be deleted, or its deletion has begun.
 */
restore: {"operation":"restoreWorkspace","method":"post","path":"/api/v2/workspaces/:id/restore","isIdempotent":true},
/**
 * Revoke an open invitation: its link is dead at once.
 *
 * One that makes an owner takes an owner (403).
 */
deleteInvitation: {"operation":"deleteInvitation","method":"delete","path":"/api/v2/workspaces/:id/invitations/:invitationId"},
/**
 * The open invitations of the workspace, newest first.
 *
 * Those into channels are among them. Expired ones are not.
 */
listInvitations: {"operation":"listWorkspaceInvitations","method":"get","path":"/api/v2/workspaces/:id/invitations","query":["limit","offset","after"],"pages":{"items":"data","cursors":[{"query":"after","of":"id"}]}},
/**
 * Mail an open invitation once more, with a new link that works for 7 days.
 *
 * Links of earlier mails do not work any more. The invitation is the caller’s from then on. One that makes an owner takes an owner (403). An email address is mailed at most five invitations an hour (429), as for `POST /api/v2/workspaces/:id/members`.
 */
resendInvitation: {"operation":"resendInvitation","method":"post","path":"/api/v2/workspaces/:id/invitations/:invitationId/resend","isIdempotent":true},
/**
 * Cancel an import.
 *
 * What was imported stays. It stops with the batch that it is at, and is `failed` with `error.code` `cancelled`. One that has ended is a 409.
 */
cancelImport: {"operation":"cancelImport","method":"delete","path":"/api/v2/workspaces/:id/imports/:importId"},
/**
 * How far an import is, and what has become of it.
 */
getImport: {"operation":"getImport","method":"get","path":"/api/v2/workspaces/:id/imports/:importId"},
/**
 * Each day of each channel: how many messages, and a digest of them, where they come from and here.
 *
 * Messages that were left out count on neither side; one that was deleted here since it came counts as missing. Of a history, what the bridge had brought before counts on neither side either, and what is on the platform’s is counted while it is read; a day that differs is counted again as it is imported again, so that what was edited or deleted there during the import is no gap. Page by `after` with the last `position` of the page before.
 */
getImportProof: {"operation":"getImportProof","method":"get","path":"/api/v2/workspaces/:id/imports/:importId/proof","query":["gaps","after","limit"],"pages":{"items":"data","cursors":[{"query":"after","of":"position"}]}},
/**
 * The channels of an import, in the archive’s order.
 *
 * Page by `after` with the last `number` of the page before.
 */
listImportedChannels: {"operation":"listImportedChannels","method":"get","path":"/api/v2/workspaces/:id/imports/:importId/channels","query":["after","limit"],"pages":{"items":"data","cursors":[{"query":"after","of":"number"}]}},
/**
 * The imports of a workspace, the newest first.
 *
 * Page by `before` with the last `id` of the page before.
 */
listImports: {"operation":"listImports","method":"get","path":"/api/v2/workspaces/:id/imports","query":["before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * Compare an import again, and import its gaps: what failed, and the days that differ.
 *
 * For one that has ended; one that runs, was cancelled, whose archive is removed, or whose platform is not connected any more, is a 409. Gaps are looked for and imported again once by every import itself.
 */
retryImport: {"operation":"retryImport","method":"post","path":"/api/v2/workspaces/:id/imports/:importId/retry","isIdempotent":true},
/**
 * Import a workspace from an export of Slack, Mattermost or Parley.
 *
 * Takes an owner or admin (403); an API key needs `admin`. One file of at most 2 GiB (413), whose content says what it is; another than those that `kind` lists is a 400. An archive that is encrypted or damaged, has two files of one name, a symbolic link or a path that leads out of it, more than 250,000 files, or unpacks to more than 32 GiB or 250 times its size is a 400 that names what is wrong. At most two imports of a workspace run at once (409).
 *
 * Channels become channels: a name that is taken gets the platform’s behind it (`random-slack`), what is archived is archived in the end, and what is private, direct messages included, is private, with the importing person as its only member unless the archive’s members are restored. A channel that was imported before is the same one. Messages keep their time, author, thread and reactions; an author whose address is proven here is that person, anybody else a bridged author. Joins, topics and the like are no messages, and are counted as left out. Files that are in the archive, as in Parley’s and Mattermost’s, are kept with their messages on behalf of the importing person, each of at most 100 MiB and ten a message, its type found and its metadata taken out as of an upload; of one that cannot be kept the name is noted. Where the archive has links alone, as Slack’s, they stay links, and are never fetched. Parley’s export comes back in whole but for what stands for nobody here: twins and people without an account become bridged authors, and `general` is imported into `general`. A channel of it that is created has those of its members (1,000 at most) who are members of the workspace, and no guests, in their roles; a channel that was there before gets none. Nothing is delivered, unread or answered: clients get `channel.updated` with `history_changed`.
 *
 * It goes on after a restart, and imports no message twice: neither if it is repeated, nor if the same archive is imported again. `import.progress` says how far it is. The archive is kept for 7 days after it has ended.
 */
startImport: {"operation":"startImport","method":"post","path":"/api/v2/workspaces/:id/imports","body":["archive"],"isUpload":true,"isIdempotent":true},
/**
 * Cancel an export, or remove the archive of one that has ended.
 *
 * One that runs stops with the batch that it is at, and is `failed` with `error.code` `cancelled`. The URLs of an archive that is removed are dead at once.
 */
deleteExport: {"operation":"deleteExport","method":"delete","path":"/api/v2/workspaces/:id/exports/:exportId"},
/**
 * One’s newest export of a workspace, which is started where there is none.
 *
 * Ask until the answer is a 200, whose `data.archive.url` is the archive’s; until then it is a 202. One that has failed is a 200 as well, with `error`. Where the caller has none, or its archive is not kept any more, one with files is started, as by `POST …/exports`, of which everything holds (409 while another person’s runs); `POST …/exports` starts another one.
 */
export: {"operation":"exportWorkspace","method":"get","path":"/api/v2/workspaces/:id/export"},
/**
 * How far an export is, and once it is completed, its archive.
 */
getExport: {"operation":"getExport","method":"get","path":"/api/v2/workspaces/:id/exports/:exportId"},
/**
 * The exports of a workspace, the newest first.
 *
 * Page by `before` with the last `id` of the page before.
 */
listExports: {"operation":"listExports","method":"get","path":"/api/v2/workspaces/:id/exports","query":["before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * Export a workspace.
 *
 * Takes an owner or admin (403); an API key needs `admin`. It has what whoever asked for it may read: public channels, and the private channels and direct messages of which they are a member. Others are left out and counted, also for an owner, since a private channel exists for its members alone. Deleted messages are not in it, nor what belongs to one person (drafts, read markers, preferences), the support desk, knowledge, credentials and settings.
 *
 * It is a ZIP in the layout of a Slack workspace export, so that what reads those reads it: `users.json`; `channels.json`, `groups.json`, `dms.json` and `mpims.json`; and for each channel a folder with a file of messages for each day (UTC). Every person, channel and message has an object `parley` with what Slack’s format has no place for, ids, Markdown, handles and roles, twins, pins and the exact reactions; files are in `parley/files/`, and `parley/export.json` says what the archive is. `docs/export.md` describes it, and `POST …/imports` takes it.
 *
 * A channel is read as it was at one moment. One export of a workspace runs at a time (409). It starts again after a restart. An archive has at most 2 GiB, as imports take: what would exceed it is a file that is left out and counted, or, where the messages alone do, a failure with `error.code` `too_large`. `export.progress` says how far it is. The archive is kept for 7 days, and shown to whoever asked for it alone.
 */
startExport: {"operation":"startExport","method":"post","path":"/api/v2/workspaces/:id/exports","body":["files"],"isIdempotent":true},
} as const

export const workspaceDeletions = {
/**
 * What has become of a workspace that the caller had deleted, with the receipt.
 *
 * By the workspace's id, for whoever asked for its deletion. `receipt` is null until everything is deleted. Then it is a JSON Web Token, signed with ES256 by the key that its head names and `GET /api/v2/receipt-keys` shows: its audience is `workspace-deletion-receipt`, its subject the workspace's id, and its claim `deletion` what else is answered here.
 */
get: {"operation":"getWorkspaceDeletion","method":"get","path":"/api/v2/workspace-deletions/:id"},
} as const

export const receiptKeys = {
/**
 * The keys by which receipts of deleted workspaces are verified.
 *
 * A JSON Web Key Set (RFC 7517). Those that sign no more stay in it as long as the operator keeps them.
 */
getWorkspace: {"operation":"getWorkspaceReceiptKeys","method":"get","path":"/api/v2/receipt-keys"},
} as const

export const invitations = {
/**
 * Join the workspace of an invitation to the caller’s email address.
 *
 * As its mailed link does, which is used up by it. `switch-workspace` gives a token for the workspace. Whoever is in already keeps their role, and enters the channels they were invited into. For a session whose email address is proven: an unproven one is a 403, whatever it asks for, and so is an API key, which belongs to one workspace.
 */
accept: {"operation":"acceptInvitation","method":"post","path":"/api/v2/invitations/:id/accept","isIdempotent":true},
/**
 * Turn down an invitation to the caller’s email address.
 *
 * It is gone for both sides, and so is its link; the workspace may invite again. For a session whose email address is proven: an unproven one is a 403, whatever it asks for, and so is an API key, which belongs to one workspace.
 */
decline: {"operation":"declineInvitation","method":"post","path":"/api/v2/invitations/:id/decline","isIdempotent":true},
/**
 * The open invitations to the caller’s email address, newest first.
 *
 * For a session whose email address is proven: an unproven one is a 403, whatever it asks for, and so is an API key, which belongs to one workspace.
 */
listOwn: {"operation":"listOwnInvitations","method":"get","path":"/api/v2/invitations","query":["limit","offset"],"pages":{"items":"data"}},
} as const

export const apiKeys = {
/**
 * Create a key for the caller and this workspace.
 *
 * `key` is shown this once and kept only as its SHA-256. At most 10 active keys a person and workspace (409). It works until it is deleted or its holder leaves the workspace: a new password or a reset does not end it. A key cannot make one with scopes it does not have itself (403). With a token of a browser session `current_password` is needed (400), and a wrong one is a 403: a page’s token that somebody else got hold of makes nothing that outlives it.
 */
create: {"operation":"createApiKey","method":"post","path":"/api/v2/api-keys","body":["name","scopes","current_password"]},
/**
 * Revoke one of the caller’s keys, at once and everywhere.
 */
delete: {"operation":"deleteApiKey","method":"delete","path":"/api/v2/api-keys/:id"},
/**
 * The caller’s own active keys in this workspace, newest first.
 */
list: {"operation":"listApiKeys","method":"get","path":"/api/v2/api-keys"},
} as const

export const auditLog = {
/**
 * The same as CSV, all of it.
 *
 * A row for each entry, with the same filters. What a spreadsheet would take for a formula begins with an apostrophe. Every change that takes an owner, an admin or the scope `admin` is recorded in the transaction that makes it, and so are deletions of channels, of others’ messages, and changes of twins and knowledge. What was refused has done nothing, and a repeated request is recorded once. Nobody can change an entry; entries are deleted after `AUDIT_RETENTION_DAYS`, a year unless the operator says otherwise, and with their workspace.
 */
download: {"operation":"downloadAuditLog","method":"get","path":"/api/v2/audit-log/entries.csv","query":["action","actor","target","since","until"]},
/**
 * Who has changed what in the workspace, the newest first.
 *
 * Every change that takes an owner, an admin or the scope `admin` is recorded in the transaction that makes it, and so are deletions of channels, of others’ messages, and changes of twins and knowledge. What was refused has done nothing, and a repeated request is recorded once. Nobody can change an entry; entries are deleted after `AUDIT_RETENTION_DAYS`, a year unless the operator says otherwise, and with their workspace. Page by `before` with the last `id` of the page before.
 */
list: {"operation":"listAuditLog","method":"get","path":"/api/v2/audit-log","query":["action","actor","target","since","until","before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
} as const

export const channels = {
/**
 * Add someone of the workspace to a channel.
 *
 * Takes a member of the channel who is not a guest (403). Someone who is in already answers 201 with the membership unchanged. Someone who is not of this workspace is a 404. A direct message and an archived channel take nobody (409).
 */
addMember: {"operation":"addChannelMember","method":"post","path":"/api/v2/channels/:id/members","body":["user_id"],"isIdempotent":true},
/**
 * Create a channel; the caller becomes its first member and admin.
 *
 * Names are unique in a workspace whatever their case (409). `member_ids` come in with the caller; someone who is not of the workspace is a 404. A `dm` needs them (at most 8 others), is always private, ignores `name`, `is_private` and `parent_channel_id`, is named after its id, and the same people always get the same channel (200 if it exists; if the caller had closed it, it is open again). For any other type `name` is required. A parent must be a channel that the caller can see (404) and that is not archived (409); a sub-channel of a private channel is private. Guests cannot create channels (403).
 */
create: {"operation":"createChannel","method":"post","path":"/api/v2/channels","body":["workspace_id","name","display_name","description","channel_type","topic","is_private","parent_channel_id","member_ids"],"isIdempotent":true},
/**
 * One channel with its counts.
 */
get: {"operation":"getChannel","method":"get","path":"/api/v2/channels/:id"},
/**
 * Join a public channel.
 *
 * Joining twice changes nothing. Guests cannot join (the channel does not exist for them: 404). An archived channel is a 409.
 */
join: {"operation":"joinChannel","method":"post","path":"/api/v2/channels/:id/join","isIdempotent":true},
/**
 * Leave a channel.
 *
 * `general` (except by a guest) and direct messages cannot be left (409). A channel’s last admin cannot leave it, alone in it or not, nor can the last member of a private channel: make someone else an admin first, or archive or delete it (409). Leaving a public channel that one is not in is a 409. An archived channel can be left. What one has scheduled in the channel fails. Answers the membership as it was.
 */
leave: {"operation":"leaveChannel","method":"post","path":"/api/v2/channels/:id/leave","isIdempotent":true},
/**
 * A channel’s members, oldest first.
 *
 * `count` is how many there are in all. Page with `after`, the last `user_id` of the page before (400 if that person is not a member any more).
 */
listMembers: {"operation":"listChannelMembers","method":"get","path":"/api/v2/channels/:id/members","query":["limit","after"],"pages":{"items":"members","cursors":[{"query":"after","of":"user_id"}]}},
/**
 * The channels the caller can see, by name or by their last message.
 *
 * Public channels and the private ones the caller is a member of; a guest sees only channels they were added to. `sort=last_message` lists those of the caller’s (`is_member=true`, 400 without it) with the newest messages first, one without messages by when it was created. Another workspace’s id answers 404. A direct message has no name that `query` or `names` could find: people do.
 */
list: {"operation":"listChannels","method":"get","path":"/api/v2/channels","query":["workspace_id","type","is_archived","is_member","query","names","is_hidden","sort","limit","offset"],"pages":{"items":"channels"}},
/**
 * Remove someone from a channel, or leave it.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it (403); anyone may remove themselves, as `leave` does. Their open sockets lose the channel within a second. Someone who is not a member is a 404. Direct messages lose nobody and `general` only guests (409); a channel’s last admin stays (409). An archived channel loses members like any other: access can always be taken away.
 */
removeMember: {"operation":"removeChannelMember","method":"delete","path":"/api/v2/channels/:id/members/:userId"},
/**
 * Add up to 50 people of the workspace to a channel.
 *
 * Takes a member of the channel who is not a guest (403). All who can be added are, in one transaction. `members` has the membership of each, in the order given, of those who were in already unchanged; an id given twice counts once. `added` is how many are new. Ids of nobody in this workspace, of strangers and unknown ones alike, are in `not_found`. More than 50 ids are a 400. A direct message and an archived channel take nobody (409).
 */
addMembers: {"operation":"addChannelMembers","method":"post","path":"/api/v2/channels/:id/members/bulk","body":["user_ids"],"isIdempotent":true},
/**
 * Delete a channel with everything in it.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it (403); archived channels too. `general` and direct messages cannot be deleted (409). When this answers, nothing of the channel can be read any more and its name is free; messages, pins, reactions and files are then removed in the background, whatever crashes meanwhile. Its sub-channels stay, without a parent. It cannot be undone.
 */
delete: {"operation":"deleteChannel","method":"delete","path":"/api/v2/channels/:id"},
/**
 * Bring someone into a channel by email.
 *
 * Takes a member of the channel who is not a guest (403). Someone of this workspace is added at once (`added`), or is in already (`already_member`); `member` is their membership. Any other email address, whether it has an account or not, answers `invited` alone and is mailed a link that works for 7 days and leads into the workspace and the channel: as a guest, or as a member where a workspace owner or admin invites. An email address that is invited already keeps the stronger role, and enters all of its channels by the newest link, as far as they exist, are not archived by then, and the one who invited into them is still in them. The same email address and channel are mailed at most once in ten minutes, an email address at most five times an hour by a workspace or person, other invitations included; the answer is the same. A person invites at most 100 email addresses from outside an hour (429). What someone has sent is withdrawn when they leave the workspace or become a guest. A direct message and an archived channel take nobody (409).
 */
invite: {"operation":"inviteToChannel","method":"post","path":"/api/v2/channels/:id/invite","body":["email"],"isIdempotent":true},
/**
 * Close a direct message until somebody writes in it, or open it again.
 *
 * It is the caller’s own, shown as `is_hidden` with the channel. The next message in it opens it again, whoever writes; so does `POST /api/v2/channels` for the same people. Nothing is marked read by it. Only direct messages can be closed (409). Whoever is not a member is answered 404.
 */
setHidden: {"operation":"setChannelHidden","method":"put","path":"/api/v2/channels/:id/hidden","body":["hidden"]},
/**
 * Choose what the caller is notified of in a channel.
 *
 * `all` (what one starts with in a direct message), `mentions` (in any other channel) or `none`. It is the caller’s own, shown as `notification_level` with the channel, and gone when they leave. It changes no unread counts: Web Push comes with `all` for every message, in channels but for replies in threads, and for what mentions the caller unless it is `none`. Whoever is not a member is answered 404.
 */
setNotificationLevel: {"operation":"setNotificationLevel","method":"put","path":"/api/v2/channels/:id/notifications","body":["level"]},
/**
 * Change what a channel is called, what it says of itself, or archive it.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it (403). Only the fields that are given change; `null` clears one. At least one is needed, and `name`, `channel_type`, `is_private`, `workspace_id` and `parent_channel_id` are a 400: they never change. An archived channel is read-only until `is_archived: false` is given, alone or with other changes (409); archiving it again changes nothing. `general` cannot be archived (409). Of a direct message any participant changes the `topic`, and nobody anything else (409). What changes nothing publishes no event.
 */
update: {"operation":"updateChannel","method":"patch","path":"/api/v2/channels/:id","body":["display_name","description","topic","is_archived","name","channel_type","is_private","workspace_id","parent_channel_id"]},
/**
 * Make a member of a channel its admin, or an admin a plain member.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it (403). Someone who is not a member is a 404. A channel keeps its last admin (409). A direct message has no roles to change, and an archived channel is read-only (409). Giving someone the role they have changes nothing and publishes no event.
 */
updateMember: {"operation":"updateChannelMember","method":"patch","path":"/api/v2/channels/:id/members/:userId","body":["role"]},
/**
 * Assign a twin of the workspace to a channel, or change how it takes part.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it, or any participant of a direct message, and no guest (403). An unknown twin, or one of another workspace, is a 404. `active` answers every message of a person, `on-demand` (what is meant where nothing is given) only when mentioned or replied to, `passive` only learns. A twin answers people alone, never twins, connected platforms or imported history, and where it was asked: in the thread, or in the channel. Replying to it is replying to a message of its, or right after one in a thread, unless that turns to somebody else. It answers one message of a channel at a time; of what it was not asked, the newest for all. Twins answer 20 messages of a channel in a minute, and one twin 60 of all channels, in an hour ten times as many (an operator may set others): whoever asks beyond that receives `twin.finished` with `rate_limited`. Assigning one that is assigned changes its mode and keeps `assigned_at`. A channel takes at most 50 twins, an archived one none (409).
 */
assignTwin: {"operation":"assignTwin","method":"post","path":"/api/v2/channels/:id/twins","body":["ai_twin_id","participation_mode"],"isIdempotent":true},
/**
 * The twins assigned to a channel, the first assigned first.
 *
 * For everyone who can see the channel. There are at most 50.
 */
listTwins: {"operation":"listChannelTwins","method":"get","path":"/api/v2/channels/:id/twins"},
/**
 * Take a twin out of a channel.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it, or any participant of a direct message, and no guest (403). A twin that is not assigned is a 404. An archived channel is read-only (409). What it has written stays.
 */
removeTwin: {"operation":"removeTwin","method":"delete","path":"/api/v2/channels/:id/twins/:twinId"},
/**
 * How far the members of a channel have read.
 *
 * The markers that `read.updated` events then change: every member’s while the channel has at most 50, the caller’s own beyond that. A member who has read nothing since joining has none. Only members see markers (404).
 */
listReadMarkers: {"operation":"listReadMarkers","method":"get","path":"/api/v2/channels/:id/reads"},
/**
 * What the caller has not read, per channel they are a member of.
 *
 * Leaves out one’s own, deleted and thread messages. Counts are exact to 1,000 and stop there. `mention_count` counts those that mention the caller, by handle, `@channel` or `@here`. What was there before one joined is not unread. `last_read_message_id` is null until the caller has posted or read anything. Another workspace’s id answers 404.
 */
listUnread: {"operation":"listUnread","method":"get","path":"/api/v2/channels/unread","query":["workspace_id"]},
/**
 * Mark everything read in the channels the caller is a member of.
 *
 * `channel_ids` are those whose marker moved; each is published as `read.updated`. A `workspace_id` that is not the caller’s is a 404.
 */
markAllRead: {"operation":"markAllRead","method":"post","path":"/api/v2/channels/read-all","body":["workspace_id"],"isIdempotent":true},
/**
 * Move the caller’s read marker forward to a message.
 *
 * A marker never moves back: naming an older message, or an imported one, answers its current position. Only members have markers (404). A message that is not in this channel is a 400; one deleted since will do.
 */
markRead: {"operation":"markRead","method":"post","path":"/api/v2/channels/:id/read","body":["last_read_message_id"],"isIdempotent":true},
/**
 * Move the caller’s read marker back, so that a message and all after it are unread.
 *
 * The marker goes right before the message, wherever it was; `last_read_message_id` is null where nothing is before it. What was there before one joined is not unread all the same. Posting, or reading on, moves it forward again. An imported message is unread for nobody, and moves nothing. Only members have markers (404). A message that is not in this channel is a 400; one deleted since will do.
 */
markUnread: {"operation":"markUnread","method":"post","path":"/api/v2/channels/:id/unread","body":["from_message_id"],"isIdempotent":true},
/**
 * A channel’s pinned messages, the last pinned first.
 *
 * `count` is how many there are in all, at most 100, and so all come in one answer unless `limit` is lower or they are long. Page with `before`, the id of the last pin of the page before (400 when it is not pinned in this channel any more). A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
listPins: {"operation":"listPins","method":"get","path":"/api/v2/channels/:id/pins","query":["limit","before"],"pages":{"items":"pins","cursors":[{"query":"before","of":"id"}]}},
/**
 * Pin a message in its channel.
 *
 * As `POST /api/v2/messages/:id/pin`. A message of another channel is a 404. Whoever may read the channel may pin; it does not join it. `metadata` gains `pinned`, `pinned_by` and `pinned_at`. Pinning what is pinned changes nothing: the first to pin stays, and nothing is published. A channel holds 100 pins (409 for another). An archived channel is a 409; deleted, foreign and hidden messages answer 404 alike.
 */
pinMessage: {"operation":"pinChannelMessage","method":"post","path":"/api/v2/channels/:id/messages/:messageId/pin","isIdempotent":true},
/**
 * Take a message’s pin away.
 *
 * Whoever may pin may unpin. Takes `pinned`, `pinned_by` and `pinned_at` out of `metadata`, and nothing else. Unpinning what is not pinned changes nothing and publishes nothing. A message of another channel is a 404, an archived channel a 409.
 */
unpinMessage: {"operation":"unpinChannelMessage","method":"delete","path":"/api/v2/channels/:id/messages/:messageId/pin"},
/**
 * For how many days a channel keeps messages.
 *
 * Whoever may read the channel may know. A preview takes somebody who may change it (403).
 */
getRetention: {"operation":"getChannelRetention","method":"get","path":"/api/v2/channels/:id/retention","query":["preview_days"]},
/**
 * Have a channel follow the workspace’s setting again.
 *
 * Takes whoever may set it (403). Nothing is deleted for 60 minutes. A channel that follows it already is answered as it is.
 */
resetRetention: {"operation":"resetChannelRetention","method":"delete","path":"/api/v2/channels/:id/retention"},
/**
 * Give a channel a setting of its own for how many days it keeps messages.
 *
 * Takes a channel admin, its creator, or a workspace owner or admin who can see it (403). Only owners and admins keep messages for longer than the workspace does at that time (403). A direct message follows the workspace (409). Messages of channels and direct messages are deleted once they are older than so many days, each by its own age, pinned ones too, with their files, reactions and search documents; nothing brings them back. Of a thread the oldest go first: while replies of a deleted root are left, the root stays as an empty tombstone. Archived channels are no exception. Kept are: private conversations with twins, which their owner deletes; conversations of the support desk; copies on connected platforms. An import brings only what is younger to stay. It is looked for every ten minutes; clients receive one `channel.updated` with `history_changed` for each channel of which something was deleted, and the audit log one entry (`channel.messages_expired`) with the number. After a change nothing is deleted for 60 minutes.
 */
setRetention: {"operation":"setChannelRetention","method":"put","path":"/api/v2/channels/:id/retention","body":["days"]},
/**
 * A channel’s messages with files, newest first.
 *
 * Replies too; of deleted messages none. Page with `before`, the id of the last message of the page before (400 when it is no message of this channel with files any more). A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
listFiles: {"operation":"listChannelFiles","method":"get","path":"/api/v2/channels/:id/files","query":["limit","before"],"pages":{"items":"messages","cursors":[{"query":"before","of":"id"}]}},
} as const

export const demo = {
/**
 * Whether the workspace has the demo data.
 */
get: {"operation":"getDemo","method":"get","path":"/api/v2/demo"},
/**
 * Load a small set of demo data, to look at what a workspace in use is like.
 *
 * Three public channels of a maker of cargo bikes: a week of messages by eight people who have no account, with threads, reactions, pins and an answer of the built-in twin `lvng`, who takes part on demand. They are history: unread for nobody, and nobody is notified. The caller is their only member; everybody else joins as any public channel. Where it is loaded already nothing changes. A name that is taken gets `-demo` behind it.
 */
load: {"operation":"loadDemo","method":"post","path":"/api/v2/demo","isIdempotent":true},
/**
 * Remove the demo data.
 *
 * Deletes its channels as `DELETE /api/v2/channels/:id` does, with all that is in them, also what people have written there since. Nothing else is touched. Where there is none nothing changes.
 */
remove: {"operation":"removeDemo","method":"delete","path":"/api/v2/demo"},
} as const

export const messages = {
/**
 * One message.
 *
 * Deleted, foreign and hidden messages answer 404 alike.
 */
get: {"operation":"getMessage","method":"get","path":"/api/v2/messages/:id"},
/**
 * A channel’s messages, newest first; a thread’s replies, oldest first; or what changed since.
 *
 * Plain history leaves thread replies and deleted messages out. Page by `offset`, or stably by `before` / `after` with the id of a message of the channel (400 for any other; one deleted since will do): the page nearest to it, in the list's own order. With `thread_id` it lists that thread's replies, oldest first; a thread that is not in the channel is a 404, and a reply's id stands for its thread. `meta.total` counts the channel's messages or the thread's replies.
 *
 * With `after_seq` or `after_rev` it lists ascending by that number, replies included and deleted messages as tombstones: what a client needs to catch up. `meta.total` is then how far the channel's own number is ahead.
 *
 * With `around`, the id of a message of the channel, it lists what is on both sides of it, half of `limit` on each, the message itself included; with `around_at` what is on both sides of a time. `meta.has_previous` then says whether there is anything before the first message of the answer, and `meta.has_more` whether behind the last.
 *
 * `before`, `after`, `around`, `around_at`, `after_seq`, `after_rev` and a non-zero `offset` exclude one another (400). `meta.has_more` says whether there is another page in the direction of paging. A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
list: {"operation":"listMessages","method":"get","path":"/api/v2/messages/history","query":["channel_id","thread_id","limit","offset","before","after","around","around_at","after_seq","after_rev"],"pages":{"items":"data","cursors":[{"when":"after_seq","query":"after_seq","of":"seq"},{"when":"after_rev","query":"after_rev","of":"rev"},{"when":"thread_id","query":"after","of":"id"},{"query":"before","of":"id"}]}},
/**
 * Post a message to a channel the caller can write to.
 *
 * Posting to a public channel joins it. `user_id` must be the caller (403), unless an API key with the scope `admin`, of an owner or admin, acts for a member: for anyone of the workspace, as they could themselves, in their private channels too. `ai_twin_id` lets a twin speak: it takes a channel admin, the channel's creator, or a workspace owner or admin (403), and a twin assigned to the channel (404). The message's `user_id` is then null; whoever let it speak does not join by it, nor is their marker moved. A parent that is not in this channel is a 400; a reply to a reply attaches to the thread's root. An archived channel is a 409.
 *
 * `attachments` takes files that the caller has uploaded to this channel and not attached yet (400); with them `content` may be empty.
 *
 * The `pinned*` and `mentions` keys of `metadata` are dropped. `@handle` mentions members of the channel; a person's handles are their display name, without regard to case, spaces and punctuation (`@ada-lovelace`, `@AdaLovelace`), and their address up to its `@` or `+` (`@al1815`). A handle that several members share mentions all of them. `@channel` and `@here` mention everyone. Mentions hold ids, so they survive renames. Code, the destination of a link, URLs and email addresses mention nobody.
 *
 * Posting moves the author's own read marker to the message; a thread reply moves that of its thread alone.
 *
 * With `send_at` the message is kept and posted then; what could not be posted now is refused now, and permission is checked again at its time. A person may have 200 that wait or have failed (409). It is its author's, who alone sees and changes it: `/api/v2/messages/scheduled`. What an admin's key schedules for a member is that member's, and goes out if whoever scheduled it is still an admin.
 */
post: {"operation":"postMessage","method":"post","path":"/api/v2/messages","body":["content","content_type","metadata","attachments","user_id","ai_twin_id","channel_id","parent_message_id","conversation_id","send_at"],"isIdempotent":true},
/**
 * Reply in a message’s thread.
 *
 * A reply to a reply attaches to the thread’s root. A thread outlives its root: once that is deleted, a reply to it is a 404 as to any deleted message, but one to a reply that is still there attaches to the root as before. Otherwise as posting to the channel.
 */
replyInThread: {"operation":"replyInThread","method":"post","path":"/api/v2/messages/:id/thread","body":["content","content_type","metadata","attachments","user_id","ai_twin_id","send_at"],"isIdempotent":true},
/**
 * Another name of `POST /api/v2/messages`.
 *
 * Posting to a public channel joins it. `user_id` must be the caller (403), unless an API key with the scope `admin`, of an owner or admin, acts for a member: for anyone of the workspace, as they could themselves, in their private channels too. `ai_twin_id` lets a twin speak: it takes a channel admin, the channel's creator, or a workspace owner or admin (403), and a twin assigned to the channel (404). The message's `user_id` is then null; whoever let it speak does not join by it, nor is their marker moved. A parent that is not in this channel is a 400; a reply to a reply attaches to the thread's root. An archived channel is a 409.
 *
 * `attachments` takes files that the caller has uploaded to this channel and not attached yet (400); with them `content` may be empty.
 *
 * The `pinned*` and `mentions` keys of `metadata` are dropped. `@handle` mentions members of the channel; a person's handles are their display name, without regard to case, spaces and punctuation (`@ada-lovelace`, `@AdaLovelace`), and their address up to its `@` or `+` (`@al1815`). A handle that several members share mentions all of them. `@channel` and `@here` mention everyone. Mentions hold ids, so they survive renames. Code, the destination of a link, URLs and email addresses mention nobody.
 *
 * Posting moves the author's own read marker to the message; a thread reply moves that of its thread alone.
 *
 * With `send_at` the message is kept and posted then; what could not be posted now is refused now, and permission is checked again at its time. A person may have 200 that wait or have failed (409). It is its author's, who alone sees and changes it: `/api/v2/messages/scheduled`. What an admin's key schedules for a member is that member's, and goes out if whoever scheduled it is still an admin.
 */
send: {"operation":"sendMessage","method":"post","path":"/api/v2/messages/send","body":["content","content_type","metadata","attachments","user_id","ai_twin_id","channel_id","parent_message_id","conversation_id","send_at"],"isIdempotent":true},
/**
 * Delete a message.
 *
 * One's own; with `admin=true` any, by an admin of the channel or an owner or admin of the workspace who can see it. Anyone else is a 403, and so is an admin who does not ask as one. An archived channel is a 409.
 *
 * A deleted message is gone from lists, counts, threads, pins, mentions and search, and its reactions and files with it; those who catch up receive its tombstone. Replies of a deleted message stay, and are listed by its `thread_id`. Read markers that point at it stay where they are. Deleting twice answers the same; to those who could not have deleted it, a deleted message is a 404.
 *
 * Deleting a reply also changes its root (`reply_count`, `last_reply_at`, `participants`), which is published as `message.updated`.
 */
delete: {"operation":"deleteMessage","method":"delete","path":"/api/v2/messages/:id","query":["user_id","admin"]},
/**
 * Give one of the caller’s messages another text.
 *
 * For its author alone: anybody else is a 403, and so is everybody for a twin's message. Deleted, foreign and hidden messages answer 404 alike; an archived channel is a 409.
 *
 * Everything but the text stays: metadata, pin, attachments, reactions. Mentions are resolved again, but a handle that mentioned somebody before keeps mentioning them. The text may become empty where the message has attachments (400 otherwise). The same text again changes nothing and publishes nothing.
 */
edit: {"operation":"editMessage","method":"put","path":"/api/v2/messages/:id","body":["content","user_id"]},
/**
 * Add the caller’s reaction, or take it back.
 *
 * Whoever may read the channel may react; it does not join it. `data.action` says whether it was `added` or `removed`; a removed reaction is answered as it was. A person has one reaction of each emoji on a message: two clicks at once add and remove it.
 *
 * `emoji` is one emoji, or a shortcode of two or more characters with or without colons, of 1–64 characters. Emoji differ by what people see: `❤` and `❤️` are one, and so are `fire`, `:fire:` and `:FIRE:`, shown as whoever gave it first wrote it; skin tones are different emoji, and `thumbsup` and `👍` are two. A message takes 20 different ones (409 for another); its `reactions` count them all and name the first 50 people of each. An archived channel is a 409.
 */
toggleReaction: {"operation":"toggleReaction","method":"post","path":"/api/v2/messages/:id/react","body":["emoji","user_id"],"isIdempotent":true},
/**
 * Pin a message in its channel.
 *
 * Whoever may read the channel may pin; it does not join it. `metadata` gains `pinned`, `pinned_by` and `pinned_at`. Pinning what is pinned changes nothing: the first to pin stays, and nothing is published. A channel holds 100 pins (409 for another). An archived channel is a 409; deleted, foreign and hidden messages answer 404 alike.
 */
pin: {"operation":"pinMessage","method":"post","path":"/api/v2/messages/:id/pin","body":["user_id"],"isIdempotent":true},
/**
 * Follow a message’s thread, or stop following it.
 *
 * People follow a thread by themselves when they reply in it, when a reply mentions them, and when a message of theirs is replied to. Whoever stops following stays out until they ask to follow again, whatever is written there. A reply’s id stands for its thread. It works in archived channels too: it is the caller’s own setting.
 */
followThread: {"operation":"followThread","method":"put","path":"/api/v2/messages/:id/follow","body":["following"]},
/**
 * The roots of the threads that the caller follows, the last replied to first.
 *
 * Only threads with replies, in channels the caller can read now. Page with `before` or `after`, a thread’s root: the page next to it (400 where the caller does not follow it). A thread that is replied to meanwhile moves to the first page. A deleted root is left out, though its replies stay. `unread_threads` of `GET /api/v2/channels/unread` says how many have unread replies. A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
listFollowedThreads: {"operation":"listFollowedThreads","method":"get","path":"/api/v2/messages/threads","query":["limit","before","after"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * The messages that mention the caller, newest first.
 *
 * By handle, `@channel` or `@here`, replies included, each once; not one's own, nor deleted ones, and only in channels the caller can read now. `@channel` and `@here` mention the members of a channel, and those who joined later not. Page with `before` or `after`, the id of a message: the page next to it, newest first; any message's id will do, for ids are in the order of time. `meta.total` is exact to 1000; beyond that `meta.total_is_capped` is true. A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
listMentions: {"operation":"listMentions","method":"get","path":"/api/v2/messages/mentions","query":["limit","before","after"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * Mark a thread read, up to a reply or whole.
 *
 * Without `last_read_message_id` it is read up to its newest reply. A marker never moves back: naming an older reply, or an imported one, answers where it is. A reply’s id stands for its thread. What is no message of the thread is a 400; a reply deleted since will do. Replying in a thread moves one’s own marker, too, and no event says so. Where the caller takes no part in the thread there is nothing to mark: `unread_count` is 0.
 */
markThreadRead: {"operation":"markThreadRead","method":"post","path":"/api/v2/messages/:id/thread/read","body":["last_read_message_id"],"isIdempotent":true},
/**
 * Remove a scheduled message, so that it is not posted.
 *
 * One that was sent is a 409: delete the message.
 */
deleteScheduled: {"operation":"deleteScheduledMessage","method":"delete","path":"/api/v2/messages/scheduled/:id"},
/**
 * One of the caller’s scheduled messages.
 */
getScheduled: {"operation":"getScheduledMessage","method":"get","path":"/api/v2/messages/scheduled/:id"},
/**
 * The caller’s messages that wait to be posted, or could not be, by the time they were to go out.
 *
 * Nobody else’s are ever shown. A message is posted within about a second of `send_at`, as if its author sent it then: it joins a public channel, mentions, counts and moves their read marker, and permission is checked again. In a channel they go out by `send_at`, those of the same time in the order they were scheduled in; one that has to be tried again, for no fault of its own, does not hold up those after it. What cannot be posted becomes `failed` with a `failure_reason` (`channel_not_found` where the channel is gone or not theirs to read any more; `left_channel` where they left it, or were removed, after they scheduled or last changed the message: posting it would join the channel again) and is listed for 30 days. Archiving or deleting a channel fails what waits for it at once; leaving it, or being removed, fails one's own. What is scheduled after leaving a public channel, or changed then, is posted, and joins it. Of what was sent, `GET /api/v2/messages/scheduled/:id` gives the `message_id` for 24 hours. A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
listScheduled: {"operation":"listScheduledMessages","method":"get","path":"/api/v2/messages/scheduled","query":["channel_id","limit","offset"],"pages":{"items":"data"}},
/**
 * Change a scheduled message, or when it is posted.
 *
 * What is not given stays; `attachments` and `metadata` replace, null being none. It is refused as posting it now would be. One that had failed waits again; unless its time is still to come it needs a new `send_at` (400). One that was sent is a 409.
 */
updateScheduled: {"operation":"updateScheduledMessage","method":"patch","path":"/api/v2/messages/scheduled/:id","body":["content","content_type","metadata","attachments","send_at"]},
/**
 * Search the messages that the caller can read.
 *
 * Every term of `query` must be met, in any order, by the message's text or the names of its files. A term is met by the word itself, by another form of it (English: `deploy` finds "deployed"), and, where whole words give no more than 1,000 matches, by a part of a word: the last term by a beginning of any length, all by any part of three characters or more. Case, accents, Turkish dots and all punctuation make no difference; `foo_bar`, `a.b()` and URLs are met where their words stand together. Chinese, Japanese, Korean, Thai and the like are found by any one or more characters; emoji are words.
 *
 * `"quoted words"` are met exactly as they are, together and in order. Within a word they begin and end only where letters and digits meet: `"2.10"` finds "v2.10.3-rc1", and `"2.1"` does not. Operators, each any number of times, stand anywhere outside quotes and may take a quoted value:
 *
 * - `from:` a handle, display name, user or twin id, or `@me`; several mean any of them
 * - `in:` a channel's name, with or without `#`, or its id; several mean any of them
 * - `has:file`
 * - `before:`, `after:`, `on:` a day `2026-03-19`, month `2026-03` or year `2026`, in UTC, or `today` or `yesterday`. The day itself is neither before nor after
 *
 * Operators alone list what they let through, newest first. An unknown name finds nothing. An operator with a value that it cannot have is a 400: quote it to search for it as text (`"has:fun"`). A query without any letter, digit or symbol to look for finds nothing.
 *
 * Results are ranked among the newest 10,000 matches: whole words before parts of words, then by relevance and recency. `meta.total` is exact to 1,000; beyond, it stays there and `meta.total_is_capped` is true. `offset` reaches to the end of that window, and `meta.has_more` says whether there is another page. Give `meta.as_of` of the first page with the next ones, as `as_of`: then pages neither repeat nor skip a message while new ones arrive. A message is findable within one second of being posted, and by its new text alone within one second of being edited (later only while more is posted in its workspace than can be indexed). Imported messages are findable later, as they are indexed. A message with more than 30,000 different words, characters and pairs of characters, far more than texts of any language have, is found by its beginning alone. A deleted message, or a deleted channel’s, is in no answer from then on.
 *
 * With `channel_id` only that channel is searched; one that the caller cannot read is a 404. A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
search: {"operation":"searchMessages","method":"get","path":"/api/v2/messages/search","query":["query","channel_id","limit","offset","as_of"],"pages":{"items":"data","repeats":["as_of"]}},
/**
 * Summarize the recent messages of a channel or thread.
 *
 * Covers the newest 200 messages, or as many as `messageCount` says, up to 1,000, and at most 240,000 characters of them: `hasMore` says whether that leaves out older ones. Deleted messages are left out; replies in threads and imported messages are included. A model of the Claude Haiku family writes it, in the language of the messages; without a key the engine `local` quotes the sentences that say most. A long conversation is summarized in parts, whose summaries are then made one. `evidence` are messages that the caller can read.
 *
 * A channel that the caller cannot read, and a thread that is not in it, is a 404. Where there is nothing to summarize, `messageCount` is 0 and nothing is asked of a model. A model that is busy or cannot be reached is a 503, one that gives no usable summary a 502, one that takes too long a 504. It counts for the workspace’s budget: once that is used up, it is a 429 `budget_exceeded`.
 */
summarize: {"operation":"summarizeMessages","method":"post","path":"/api/v2/messages/summarize","body":["channel_id","messageCount","thread_id","since"],"isIdempotent":true},
} as const

export const retention = {
/**
 * For how many days the workspace keeps messages.
 *
 * It holds for every channel without a setting of its own, which the preview leaves out. Messages of channels and direct messages are deleted once they are older than so many days, each by its own age, pinned ones too, with their files, reactions and search documents; nothing brings them back. Of a thread the oldest go first: while replies of a deleted root are left, the root stays as an empty tombstone. Archived channels are no exception. Kept are: private conversations with twins, which their owner deletes; conversations of the support desk; copies on connected platforms. An import brings only what is younger to stay. It is looked for every ten minutes; clients receive one `channel.updated` with `history_changed` for each channel of which something was deleted, and the audit log one entry (`channel.messages_expired`) with the number. After a change nothing is deleted for 60 minutes.
 */
get: {"operation":"getRetention","method":"get","path":"/api/v2/retention","query":["preview_days"]},
/**
 * Set for how many days the workspace keeps messages.
 *
 * Messages of channels and direct messages are deleted once they are older than so many days, each by its own age, pinned ones too, with their files, reactions and search documents; nothing brings them back. Of a thread the oldest go first: while replies of a deleted root are left, the root stays as an empty tombstone. Archived channels are no exception. Kept are: private conversations with twins, which their owner deletes; conversations of the support desk; copies on connected platforms. An import brings only what is younger to stay. It is looked for every ten minutes; clients receive one `channel.updated` with `history_changed` for each channel of which something was deleted, and the audit log one entry (`channel.messages_expired`) with the number. After a change nothing is deleted for 60 minutes. Setting what is set changes nothing.
 */
set: {"operation":"setRetention","method":"put","path":"/api/v2/retention","body":["days"]},
} as const

export const files = {
/**
 * A file’s bytes, or its thumbnail’s.
 *
 * The URL is what `url` or `thumbnail_url` of an attachment says, and opens by itself: no other credential is asked for. Whatever is wrong with it — expired, changed, the file or its message, channel or conversation deleted, a reader who may not read there any more, someone who has left the channel since the event was published — is the same 404.
 *
 * Images, audio, video and plain text are shown in place; everything else, HTML, SVG, XML, PDF and scripts among it, is a download. Answers carry an `ETag` (`If-None-Match`: 304) and take a single `Range` (206, or 416 where it begins beyond the end); several ranges are answered with the whole.
 */
download: {"operation":"downloadFile","method":"get","path":"/api/v2/files/:id/:name","query":["workspace","expires","user","visitor","variant","signature"],"isFile":true},
/**
 * Upload files to a channel, to send them with a message.
 *
 * Multipart form data, its fields in any order; JSON is a 415. Up to 10 files of at most 25 MiB each (413 beyond, naming the limit). All are stored, or none: a form that breaks off is a 400, and so, naming `files`, is one with a part that cannot be read or a file whose `filename` is missing or empty.
 *
 * `conversation_id` is the channel's id; the caller must be able to post there (404; 409 when it is archived). Guests upload where they are members. `workspace_id` must be the caller's (404). `conversation_type` is answered as sent; `support` belongs to the support desk and is a 400 here.
 *
 * The type is detected from a file's bytes, whatever the form says. Names lose paths and control characters and are kept to 255 bytes. Images get `width`, `height` and a thumbnail; one that cannot be read is a file like any other. What a picture or video says beside what it shows — where, when and with what it was taken, titles, comments, tracks of places — is taken out before it is stored, unless `keep_metadata` is true; nothing is encoded again, animations stay animated and pictures upright. One from which it cannot be taken out, since it is damaged or its type is not supported (raw files of cameras other than DNG, layered pictures, AVI), is a 400 that names it (`files.0` is the first); with `keep_metadata` it is stored as it is. Types without room for metadata (BMP), SVG, audio and everything that is neither picture nor video stay as they came. `size` is that of what is stored. The answer shows what a message will: `attachments` of `POST /api/v2/messages` takes the ids.
 *
 * An upload is its uploader's alone until it is attached to a message, and is removed 24 hours later when none does. What is not sent yet may come to 1 GiB and 1000 files a person and workspace; beyond, the answer is a 409.
 *
 * An `Idempotency-Key` compares the fields and every file's name and bytes. A replayed answer is the first one's, with fresh URLs. While a request with the key is under way, another is a 409 before its files are read.
 */
upload: {"operation":"uploadFiles","method":"post","path":"/api/v2/messages/upload","body":["files","conversation_id","workspace_id","conversation_type","keep_metadata"],"isUpload":true,"isIdempotent":true},
} as const

export const drafts = {
/**
 * Remove the caller’s draft in a channel or thread.
 *
 * Removing what is not there changes nothing.
 */
delete: {"operation":"deleteDraft","method":"delete","path":"/api/v2/drafts/:channelId","query":["parent_message_id"]},
/**
 * The caller’s draft in a channel, or in one of its threads.
 */
get: {"operation":"getDraft","method":"get","path":"/api/v2/drafts/:channelId","query":["parent_message_id"]},
/**
 * The caller’s drafts, the one touched last first.
 *
 * Drafts in channels that the caller may not read any more are left out. A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.
 */
list: {"operation":"listDrafts","method":"get","path":"/api/v2/drafts","query":["limit","offset"],"pages":{"items":"data"}},
/**
 * Keep what the caller has begun to write in a channel or thread.
 *
 * There is one draft a person and channel, and one a person and thread; it is its author’s alone, and goes with the channel and when they leave the workspace. The last to be written stays. Without text and attachments it is removed (`data` is null); posting does not remove it. It may be kept wherever the caller may read, archived or not. `attachments` takes the caller’s own uploads to the channel that no message carries (400), and keeps them for 30 days from each time; those that are gone later are left out. A parent that is not in this channel is a 400. A person may have 1000 drafts in a workspace (409).
 */
put: {"operation":"putDraft","method":"put","path":"/api/v2/drafts/:channelId","body":["content","attachments","parent_message_id"]},
} as const

export const chat = {
/**
 * Receive the rest of an answer, while it is written and for a minute after.
 *
 * With `Last-Event-ID`, what came after that frame, and from the first otherwise; beyond the last frame, the last again once the answer is over. What is no number is a 400. For whoever asked, and for the members of the channel that is answered in. Each frame has an `id`, by which `Last-Event-ID` resumes; between frames there is a comment every 15 s. A frame is one line of JSON, in one write. What fails before the first frame is an ordinary error; afterwards it is the frame `error`, the last.
 */
resumeStream: {"operation":"resumeChatStream","method":"get","path":"/api/v2/chat/stream/:streamId","isStream":true},
/**
 * Ask, and wait for the whole answer.
 *
 * With a `channelId` the caller must be able to write there (404 otherwise; 409 where it is archived). `userId` is a label and need not be a member’s id. A question that is asked here starts no other twin. `streaming` is reserved and changes nothing. A caller who hangs up does not stop the answer: it is stored where it belongs.
 *
 * A call of a tool that needs a person’s approval is a 409 `approval_required` at once, with `about.approval_id` and `about.run_id`; an answer that takes more than 100 s is a 504 with `about.run_id`. It goes on all the same: it is received by `GET /api/v2/chat/stream/:streamId` and `GET /api/v2/chat/runs/:id`, or by the same request under its `Idempotency-Key`. Under its `Idempotency-Key` an answer is given again as long as the caller can read it: once it is deleted, it is a 404.
 *
 * With `messageType` `image` or `video` the answer is a sentence with a file in `attachments`, kept with the answer’s message: in the channel as any attachment, in a private conversation for whoever asked, until that is deleted. Only `message` counts for it, its first 4,000 characters; `images` and `attachments` are a 400. A picture takes up to two minutes and 20 MiB, a video up to eight and 100 MiB. It counts as an answer of the model that made it, in `/api/v2/usage` and in budgets, also where it is stopped meanwhile, at the price that `MODEL_PRICES` has for it, and otherwise at none. A 503 names the setting without which none can be made.
 */
send: {"operation":"sendChat","method":"post","path":"/api/v1/chat","body":["message","platform","userId","channelId","threadId","sessionId","replaces","personality","model","context","images","messageType","streaming","useFirecrawl","attachments","debug"],"isIdempotent":true},
/**
 * Stop an answer; what has been written of it is kept.
 *
 * For whoever asked, and for owners and admins of the workspace who can read it. Stopping one that has ended answers the same.
 */
stopStream: {"operation":"stopChatStream","method":"post","path":"/api/v2/chat/stream/:streamId/stop","isIdempotent":true},
/**
 * Ask, and receive the answer while it is written.
 *
 * With a `channelId` the caller must be able to write there (404 otherwise; 409 where it is archived). `userId` is a label and need not be a member’s id. A question that is asked here starts no other twin. Each frame has an `id`, by which `Last-Event-ID` resumes; between frames there is a comment every 15 s. A frame is one line of JSON, in one write. What fails before the first frame is an ordinary error; afterwards it is the frame `error`, the last. A client that disconnects does not stop the answer: it can be resumed by `streamId`.
 *
 * With `messageType` `image` or `video` the answer is a sentence with a file in `attachments`, kept with the answer’s message: in the channel as any attachment, in a private conversation for whoever asked, until that is deleted. Only `message` counts for it, its first 4,000 characters; `images` and `attachments` are a 400. A picture takes up to two minutes and 20 MiB, a video up to eight and 100 MiB. It counts as an answer of the model that made it, in `/api/v2/usage` and in budgets, also where it is stopped meanwhile, at the price that `MODEL_PRICES` has for it, and otherwise at none. A 503 names the setting without which none can be made.
 */
stream: {"operation":"streamChat","method":"post","path":"/api/v2/chat/stream","body":["message","platform","userId","channelId","threadId","sessionId","replaces","personality","model","context","images","messageType","workspaceId"],"isStream":true,"resumedAt":"/api/v2/chat/stream/:streamId"},
/**
 * An answer with its text so far, its tools and its state.
 *
 * For whoever asked, and for everyone who can read the channel that is answered in.
 */
getRun: {"operation":"getRun","method":"get","path":"/api/v2/chat/runs/:id"},
/**
 * Answers that are being written now.
 *
 * The caller’s own, or with `channel_id` all in that channel, newest first: for whoever comes in the middle of one.
 */
listRuns: {"operation":"listRuns","method":"get","path":"/api/v2/chat/runs","query":["channel_id","before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * Say whether an answer was good.
 *
 * Everyone who can read it has one opinion of it; another takes the place of the earlier.
 */
rateRun: {"operation":"rateRun","method":"post","path":"/api/v2/chat/runs/:id/feedback","body":["rating","comment"],"isIdempotent":true},
/**
 * Answer a question again.
 *
 * For whoever asked, once the run has ended (409 before). In a private conversation the new answer takes the place of the earlier one, which is kept as its earlier version; in a channel it is a further message, since others have read the first. Pictures and attachments are not kept with a run: an answer to a question with them is a 409, and so is one whose question or twin is deleted, or whose channel is archived.
 */
retryRun: {"operation":"retryRun","method":"post","path":"/api/v2/chat/runs/:id/retry","isIdempotent":true},
/**
 * Delete a private conversation, for good.
 *
 * With all versions of its messages, and their files. An answer that is being written in it is stopped, and kept nowhere.
 */
deleteSession: {"operation":"deleteChatSession","method":"delete","path":"/api/v2/chat/sessions/:id"},
/**
 * A file’s bytes, or its thumbnail’s.
 *
 * The URL is what `url` or `thumbnail_url` of an attachment says, and opens by itself: no other credential is asked for. Whatever is wrong with it — expired, changed, the file or its message, channel or conversation deleted, a reader who may not read there any more, someone who has left the channel since the event was published — is the same 404.
 *
 * Images, audio, video and plain text are shown in place; everything else, HTML, SVG, XML, PDF and scripts among it, is a download. Answers carry an `ETag` (`If-None-Match`: 304) and take a single `Range` (206, or 416 where it begins beyond the end); several ranges are answered with the whole.
 */
downloadFile: {"operation":"downloadChatFile","method":"get","path":"/api/v2/chat/files/:id/:name","query":["workspace","expires","user","visitor","variant","signature"],"isFile":true},
/**
 * A private conversation, newest message first.
 *
 * Each answer follows its question, also where several were asked at once. Of questions that were asked again, and answers that were given again, the version that is shown: `PATCH` with `head_message_id` shows another.
 */
listMessages: {"operation":"listChatMessages","method":"get","path":"/api/v2/chat/sessions/:id/messages","query":["before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * The caller’s private conversations with engines, last used first.
 *
 * Nobody else’s are ever shown. With `query` those in which every one of its words is said, by its beginning, or stands in the title. For the next page give `before` the id of the last.
 */
listSessions: {"operation":"listChatSessions","method":"get","path":"/api/v2/chat/sessions","query":["query","before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * Name a private conversation, or show another version of it.
 */
updateSession: {"operation":"updateChatSession","method":"patch","path":"/api/v2/chat/sessions/:id","body":["title","head_message_id"]},
} as const

export const models = {
/**
 * The models that can be asked for, and why some cannot be used.
 *
 * A request may also name others that the configured list takes, such as dated ones. Without a key for any model, `local` answers whatever is asked for.
 */
list: {"operation":"listModels","method":"get","path":"/api/v2/models"},
} as const

export const tools = {
/**
 * The audit trail of tools: permissions, servers and approvals, newest first.
 *
 * Nothing of it can be changed. Of approvals it has the tool, the run and how they ended, and not their input, which belongs to whoever may decide.
 */
listChanges: {"operation":"listToolChanges","method":"get","path":"/api/v2/tools/changes","query":["limit","before"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * The permissions of tools that were set in this workspace.
 *
 * Without one of the workspace’s, a tool has its own: `allow` for those of the platform, `ask` for those of MCP servers (`allow` where they say that they only read, and `trusts_read_only` of their server is set). A twin’s only restricts further: of both the stricter applies. A server’s tool that was allowed is asked for again once its description or input has changed. Whatever is allowed, `web_scrape` asks before it opens an address that neither the person’s own words nor a web search named; and `web_search` asks, once AI has read what others wrote, before it sends a query with a word that the person did not write.
 */
listPolicies: {"operation":"listToolPolicies","method":"get","path":"/api/v2/tools/policies","query":["limit","offset"],"pages":{"items":"data"}},
/**
 * The tools that AI may be given here, and why some cannot be used.
 *
 * At most 700, the platform’s own first. `reason` says what is missing: a setting of the operator’s, a permission, or a server that does not answer. The engine `local`, which answers without a model, calls `knowledge_search`, `channel_summary` where a summary is asked for, `web_search` where the question wants the web, and `web_scrape` for up to three addresses that the question names in full; where it answers, no other tool is `available`.
 */
list: {"operation":"listTools","method":"get","path":"/api/v2/tools","query":["twin_id"]},
/**
 * Set what a tool may do in this workspace, or when one twin uses it.
 *
 * `permission: null` removes what was set. At most 1,000 a workspace (409). Runs that have begun keep what applied then. Without one of the workspace’s, a tool has its own: `allow` for those of the platform, `ask` for those of MCP servers (`allow` where they say that they only read, and `trusts_read_only` of their server is set). A twin’s only restricts further: of both the stricter applies. A server’s tool that was allowed is asked for again once its description or input has changed. Whatever is allowed, `web_scrape` asks before it opens an address that neither the person’s own words nor a web search named; and `web_search` asks, once AI has read what others wrote, before it sends a query with a word that the person did not write.
 */
setPolicy: {"operation":"setToolPolicy","method":"put","path":"/api/v2/tools/policies","body":["tool","twin_id","permission"]},
} as const

export const approvals = {
/**
 * Approve or deny a call of a tool that waits.
 *
 * Who may see and decide one: whoever asked, and for an answer in a channel also the workspace’s owners and admins who can read it. The answer goes on within a second, in whichever process it waits; a denied call is one that failed, to AI. It is a 409 once it was decided, has expired (after 10 minutes), or its run has ended.
 */
decide: {"operation":"decideApproval","method":"post","path":"/api/v2/approvals/:id","body":["decision"],"isIdempotent":true},
/**
 * One call of a tool that the caller may approve.
 */
get: {"operation":"getApproval","method":"get","path":"/api/v2/approvals/:id"},
/**
 * Calls of tools that the caller may approve, or might have: those that wait first, then the newest.
 *
 * Who may see and decide one: whoever asked, and for an answer in a channel also the workspace’s owners and admins who can read it.
 */
list: {"operation":"listApprovals","method":"get","path":"/api/v2/approvals","query":["status","limit","offset"],"pages":{"items":"data"}},
} as const

export const mcpServers = {
/**
 * Register an MCP server, whose tools AI may then use.
 *
 * At most 10 a workspace, of which each brings at most 64 tools (409). It is asked for its tools soon after; `POST …/:id/test` does so at once. Each call of its tools needs an approval unless their permission says otherwise: see `PUT /api/v2/tools/policies`. What it says of its tools is shortened and cleaned, and AI receives it as the server’s words.
 */
create: {"operation":"createMcpServer","method":"post","path":"/api/v2/mcp-servers","body":["name","url","headers","trusts_read_only","enabled"],"isIdempotent":true},
/**
 * Remove an MCP server, its tools and what was allowed to them.
 */
delete: {"operation":"deleteMcpServer","method":"delete","path":"/api/v2/mcp-servers/:id"},
/**
 * One MCP server.
 */
get: {"operation":"getMcpServer","method":"get","path":"/api/v2/mcp-servers/:id"},
/**
 * The tools that a server offered when it was last asked.
 *
 * At most 64.
 */
listTools: {"operation":"listMcpServerTools","method":"get","path":"/api/v2/mcp-servers/:id/tools"},
/**
 * The workspace’s MCP servers, by name.
 */
list: {"operation":"listMcpServers","method":"get","path":"/api/v2/mcp-servers","query":["limit","offset"],"pages":{"items":"data"}},
/**
 * Ask a server for its tools now.
 *
 * A server that cannot be used is no error of this call: `success` is false, and `error` says why.
 */
test: {"operation":"testMcpServer","method":"post","path":"/api/v2/mcp-servers/:id/test","isIdempotent":true},
/**
 * Change an MCP server.
 *
 * What is not given stays; `headers` replaces all of them. With another origin in `url` the headers must be given anew, or are dropped: what was entrusted to one server goes to no other.
 */
update: {"operation":"updateMcpServer","method":"patch","path":"/api/v2/mcp-servers/:id","body":["name","url","headers","trusts_read_only","enabled"]},
} as const

export const twins = {
/**
 * Make a twin: somebody who answers in the workspace’s channels and chats.
 *
 * Only `name` is needed; `handle` defaults to it as a slug (400 where nothing is left of that). A handle is compared as mentions are, without case and punctuation: one that mentions another twin or a person of the workspace is a 409. (Somebody who comes to the name later is mentioned beside the twin.) A twin’s instructions and tools are seen by every member of the workspace. A workspace has at most 200 twins (409). It answers in a channel once it is assigned there (`POST /api/v2/channels/:id/twins`).
 */
create: {"operation":"createTwin","method":"post","path":"/api/v2/twins","body":["name","handle","personality","system_prompt","model","tools","avatar_url"],"isIdempotent":true},
/**
 * Delete a twin.
 *
 * Takes whoever made it, or a workspace owner or admin; a built-in takes an owner or admin (403). A built-in cannot be deleted (409). It is out of all channels, and its answers that are being written end. What it has written stays, under the name it had. It cannot be undone.
 */
delete: {"operation":"deleteTwin","method":"delete","path":"/api/v2/twins/:id"},
/**
 * A twin of the workspace.
 */
get: {"operation":"getTwin","method":"get","path":"/api/v2/twins/:id"},
/**
 * What a twin was, newest first.
 *
 * The first is what it is now. The newest 100 are kept. Page by `before`, with the last `version` of the page before.
 */
listVersions: {"operation":"listTwinVersions","method":"get","path":"/api/v2/twins/:id/versions","query":["limit","before"],"pages":{"items":"data","cursors":[{"query":"before","of":"version"}]}},
/**
 * The twins of the workspace: its own by handle, after the built-ins.
 *
 * Every workspace has the built-ins `lvng`, who answers where nobody is named, `steve-jobs` and `paul-graham`. Guests see those whom they can ask at `GET /api/v2/personalities`.
 */
list: {"operation":"listTwins","method":"get","path":"/api/v2/twins","query":["limit","offset"],"pages":{"items":"data"}},
/**
 * Make a twin what it was in an earlier version, but for its handle.
 *
 * Takes whoever made it, or a workspace owner or admin; a built-in takes an owner or admin (403). That is a new version. Restoring what it is already makes none. A version that there is not, or is kept no more, is a 404; one whose model is not offered any more a 409.
 */
restoreVersion: {"operation":"restoreTwinVersion","method":"post","path":"/api/v2/twins/:id/versions/:version/restore","isIdempotent":true},
/**
 * Change a twin, from its next answer on.
 *
 * Takes whoever made it, or a workspace owner or admin; a built-in takes an owner or admin (403). Only the fields that are given change; at least one is needed. Each change is a new version; what changes nothing makes none. A handle is compared as mentions are, without case and punctuation: one that mentions another twin or a person of the workspace is a 409. (Somebody who comes to the name later is mentioned beside the twin.) A built-in keeps its handle (409). What it wrote before keeps the name and picture that it had.
 */
update: {"operation":"updateTwin","method":"patch","path":"/api/v2/twins/:id","body":["name","handle","personality","system_prompt","model","tools","avatar_url"]},
/**
 * Ask a twin that is not saved yet.
 *
 * The answer has the frames of `POST /api/v2/chat/stream`, and is stored nowhere: it cannot be resumed, and ends when its client leaves. A call of a tool that needs an approval fails, since nobody can be asked.
 */
try: {"operation":"tryTwin","method":"post","path":"/api/v2/twins/try","body":["message","name","personality","system_prompt","model","tools"],"isStream":true},
} as const

export const personalities = {
/**
 * Who can be asked: the built-ins, then the twins of the workspace by handle.
 *
 * To a guest, the built-ins and the twins of the channels that they are in.
 */
list: {"operation":"listPersonalities","method":"get","path":"/api/v2/personalities","query":["limit","offset"],"pages":{"items":"data"}},
} as const

export const agents = {
/**
 * Make a twin: somebody who answers in the workspace’s channels and chats.
 *
 * As POST `/api/v2/twins`: agents are twins under another name.
 */
create: {"operation":"createAgent","method":"post","path":"/api/v2/agents","body":["name","handle","personality","system_prompt","model","tools","avatar_url"],"isIdempotent":true},
/**
 * Delete a twin.
 *
 * As DELETE `/api/v2/twins/:id`: agents are twins under another name.
 */
delete: {"operation":"deleteAgent","method":"delete","path":"/api/v2/agents/:id"},
/**
 * A twin of the workspace.
 *
 * As GET `/api/v2/twins/:id`: agents are twins under another name.
 */
get: {"operation":"getAgent","method":"get","path":"/api/v2/agents/:id"},
/**
 * What a twin was, newest first.
 *
 * As GET `/api/v2/twins/:id/versions`: agents are twins under another name.
 */
listVersions: {"operation":"listAgentVersions","method":"get","path":"/api/v2/agents/:id/versions","query":["limit","before"],"pages":{"items":"data","cursors":[{"query":"before","of":"version"}]}},
/**
 * The twins of the workspace: its own by handle, after the built-ins.
 *
 * As GET `/api/v2/twins`: agents are twins under another name.
 */
list: {"operation":"listAgents","method":"get","path":"/api/v2/agents","query":["limit","offset"],"pages":{"items":"data"}},
/**
 * Ask a twin in private, and wait for its answer.
 *
 * The question and the answer go on with the private conversation that the caller has with this twin. They are otherwise as those of `POST /api/v1/chat`. A caller who hangs up does not stop the answer. A call of a tool that needs a person’s approval is a 409 `approval_required` at once, with `about.approval_id` and `about.run_id`; an answer that takes more than 100 s is a 504 with `about.run_id`. It goes on all the same: it is received by `GET /api/v2/chat/stream/:streamId` and `GET /api/v2/chat/runs/:id`, or by the same request under its `Idempotency-Key`.
 */
message: {"operation":"messageAgent","method":"post","path":"/api/v2/agents/:id/message","body":["message"],"isIdempotent":true},
/**
 * Make a twin what it was in an earlier version, but for its handle.
 *
 * As POST `/api/v2/twins/:id/versions/:version/restore`: agents are twins under another name.
 */
restoreVersion: {"operation":"restoreAgentVersion","method":"post","path":"/api/v2/agents/:id/versions/:version/restore","isIdempotent":true},
/**
 * Change a twin, from its next answer on.
 *
 * As PATCH `/api/v2/twins/:id`: agents are twins under another name.
 */
update: {"operation":"updateAgent","method":"patch","path":"/api/v2/agents/:id","body":["name","handle","personality","system_prompt","model","tools","avatar_url"]},
} as const

export const usage = {
/**
 * What AI answers have used and cost, in groups.
 *
 * Owners and admins see all of the workspace, others what they have asked for themselves. Days are those of UTC, both included; at most 366 of them. Without `from` it begins with the month of `to`, without `to` it ends today. Days come in order, other groups with the dearest first. Usage is there as soon as its answer is. The engine `local` costs nothing, and counts words as tokens.
 */
list: {"operation":"listUsage","method":"get","path":"/api/v2/usage","query":["from","to","group_by","limit","offset"],"pages":{"items":"data"}},
} as const

export const budgets = {
/**
 * The monthly budgets of the workspace and its twins, and what is spent of them.
 *
 * The workspace’s comes first, then those of twins by name.
 */
list: {"operation":"listBudgets","method":"get","path":"/api/v2/budgets","query":["limit","offset"],"pages":{"items":"data"}},
/**
 * Set the monthly budget of the workspace, or of one of its twins.
 *
 * US dollars with at most two decimals, a month of UTC. When the soft budget is used up, the owners whose addresses are proven are mailed, once a month; again in the same month only where its amount was changed meanwhile. When the hard one is used up, new answers are a 429 `budget_exceeded` with `Retry-After`, and those being written end with that code, their text so far kept. What the answers cost that were being written is counted when they end, so that a month may cost that much more. An answer of a twin counts for the twin and for the workspace. A hard budget of 0 lets nothing be answered. Null, or a field that is not given, means no such budget; with neither the budget is removed, and `data` is null.
 */
put: {"operation":"putBudget","method":"put","path":"/api/v2/budgets","body":["twin_id","soft_usd","hard_usd"]},
} as const

export const platformConnections = {
/**
 * Connect a platform.
 *
 * Takes a workspace owner or admin. The credentials are tested at once, encrypted, and never shown; without them, or where the platform refuses them, it is connected all the same, `connectionTest` and `status` say so, and `PUT …/credentials` repairs it. A field that the platform does not have, or that is missing beside others, is a 400 that names it. Channels are discovered within ten seconds. A workspace connects a platform once (409). Connecting the same account again doubles nothing; a signed webhook is the same where its `url` is, or without one its `secret`.
 */
connectPlatform: {"operation":"connectPlatform","method":"post","path":"/api/v2/platform-connections/:platform/connect","body":["config"],"isIdempotent":true},
/**
 * Disconnect a platform.
 *
 * Nothing crosses from then on, what waits is dropped, no channel stays selected, and the credentials are deleted. The channels and the messages that came from there stay, and so does what is known of which message is which, so that connecting again doubles nothing.
 */
disconnectPlatform: {"operation":"disconnectPlatform","method":"delete","path":"/api/v2/platform-connections/:platform/disconnect"},
/**
 * The platforms that are connected, the first that was first, and those that can be.
 *
 * Bare JSON. `channels` has every channel that was discovered there; a private one only for owners and admins. Credentials are in no answer.
 */
listConnections: {"operation":"listConnections","method":"get","path":"/api/v2/platform-connections"},
/**
 * The platform’s channels, asked for now.
 *
 * Asks the platform, and keeps what is new or renamed. At most 10,000. Where the platform does not answer it is a 502 or 503 with its reason.
 */
listRemoteChannels: {"operation":"listRemoteChannels","method":"get","path":"/api/v2/platform-connections/:platform/channels"},
/**
 * Where a platform posts the events of this deployment’s app, for all accounts in which it is installed.
 *
 * Slack’s, where the deployment has an app there; otherwise a 404. What is not signed with the app’s own secret, or is older than five minutes, is a 401. An event goes to every workspace that has connected its account (`team_id`) by this app, and to no other; where nobody has, it is acknowledged and forgotten. It is stored before it is acknowledged, and one that comes again is acknowledged and ignored.
 */
receiveAppEvents: {"operation":"receiveAppEvents","method":"post","path":"/api/v2/platform-connections/:platform/events"},
/**
 * Where a platform posts its events to.
 *
 * Verified by the platform’s own signature scheme: what is not signed for this connection, or is older than five minutes, is a 401. An event is stored before it is acknowledged, and one that comes again is acknowledged and ignored. It answers what the platform expects, such as Slack’s `challenge`.
 */
receivePlatformEvents: {"operation":"receivePlatformEvents","method":"post","path":"/api/v2/platform-connections/:platform/events/:integrationId","query":["validationToken"]},
/**
 * Give a connection other credentials.
 *
 * They are tested first, and kept only where the platform takes them; where it does not, the old ones stay and `connectionTest` says why. Those of another account there are a 409: disconnect first. A signed webhook has no accounts: it may move to another `url`.
 */
replaceCredentials: {"operation":"replaceCredentials","method":"put","path":"/api/v2/platform-connections/:platform/credentials","body":["credentials"]},
/**
 * Try credentials without saving them, or those that are saved.
 *
 * With `credentials`, they alone are tried, whether the platform is connected or not, and nothing is kept. Without, those of the connection are (404 where there is none), and its status follows from the answer.
 */
testConnection: {"operation":"testConnection","method":"post","path":"/api/v2/platform-connections/:platform/test","body":["credentials"]},
/**
 * Change what crosses.
 *
 * Takes effect at once. What is not given stays; `selectedChannels` replaces all of them. Any other field is a 400. A channel that does not exist there is a 400 that names it, once channels have been discovered.
 */
updateConnectionConfig: {"operation":"updateConnectionConfig","method":"patch","path":"/api/v2/platform-connections/:platform/config","body":["ingestMessages","selectedChannels","autoReply"]},
/**
 * Choose in which direction a channel’s messages cross.
 *
 * `both` unless it was changed. What was missed while it was `off` does not cross afterwards. From a private Parley channel nothing goes out to a channel that is public there, whatever is chosen: it is `paused` then, as `public`.
 */
updateRemoteChannel: {"operation":"updateRemoteChannel","method":"patch","path":"/api/v2/platform-connections/:platform/channels/:id","body":["direction"]},
/**
 * Connect a platform with what it has sent a person back with.
 *
 * Connects the platform, with the defaults of `connect`, or gives its connection new credentials. A state counts once, and for the person and workspace that began with it alone: any other is a 404. A code that the platform does not take is answered in `connectionTest`, and nothing is changed but the audit log (`connection.installation_failed`). 409 where it is another account than the one that is connected.
 */
finishPlatformOAuth: {"operation":"finishPlatformOAuth","method":"post","path":"/api/v2/platform-connections/:platform/oauth/finish","body":["state","code"]},
/**
 * Where a platform sends a browser back to.
 *
 * It connects nothing: whoever is sent here may have been sent to the platform by somebody else. It redirects to the console, with what `…/oauth/finish` takes, or with `?error=`: `denied` where the person did not allow it there, `expired` where nobody is waited for any more.
 */
returnFromPlatform: {"operation":"returnFromPlatform","method":"get","path":"/api/v2/platform-connections/:platform/oauth/callback","query":["state","code"]},
/**
 * Begin to install Parley’s app on a platform, in place of pasting credentials.
 *
 * The browser of an owner or admin goes to `url`, where the platform asks them. It sends them back to `…/oauth/callback`, and that to `returnTo`, with `?oauth=<platform>` and the `state` and `code` that `…/oauth/finish` takes, from the same person, within ten minutes. Beginning anew ends what was begun before. A platform without it, or whose app is not configured here, is a 409 `not_supported`: `oauth` of `available` says which.
 */
startPlatformOAuth: {"operation":"startPlatformOAuth","method":"post","path":"/api/v2/platform-connections/:platform/oauth/start","body":["returnTo"]},
/**
 * Cancel an import of a history.
 *
 * What was imported stays. It stops with the page that it is at, and is `failed` with `error.code` `cancelled`. One that has ended stays as it is, and is answered.
 */
cancelHistoryImport: {"operation":"cancelHistoryImport","method":"delete","path":"/api/v2/platform-connections/:platform/import-history","query":["jobId"]},
/**
 * How far an import of a history is.
 *
 * A job of another platform or workspace is a 404. It is there also once the platform is disconnected.
 */
getHistoryImport: {"operation":"getHistoryImport","method":"get","path":"/api/v2/platform-connections/:platform/import-status","query":["jobId"]},
/**
 * Import what was written on a connected platform before.
 *
 * Takes an owner or admin. `channelIds` names channels by name or by either id; without it, all of them are imported, and `ingestMessages` and `selectedChannels` do not matter. `since` is included and `until` is not; without `until`, it is the time of the request. A channel that is not there, a time that is none, and a `since` that is later than `until` or than now is a 400 that names the field. A platform that is not connected, or refuses its credentials, is a 409; one without a history a 409 `not_supported`; so is the 6th import of a workspace at once.
 *
 * Channels become the channels that the bridge uses, public ones are joined where the platform wants that, and messages keep their time, author, thread, files and reactions. Nothing is answered, pushed or sent back. What the bridge has brought, or an earlier import, is not imported again; and edits, deletions, reactions and replies that follow cross as those of any message. Where a platform finds threads by their first message alone, replies in threads that began before `since` are not found.
 *
 * It waits as long as the platform wants, survives restarts, and ends `completed` also where channels have failed. `GET /api/v2/workspaces/:id/imports/:importId` with its `jobId` says what was not imported and why, `…/proof` compares both sides day by day, and `…/retry` imports the gaps.
 */
importHistory: {"operation":"importHistory","method":"post","path":"/api/v2/platform-connections/:platform/import-history","body":["channelIds","since","until"],"isIdempotent":true},
/**
 * The imports of a platform’s history, the newest first.
 *
 * Page by `before` with the last `jobId` of the page before.
 */
listHistoryImports: {"operation":"listHistoryImports","method":"get","path":"/api/v2/platform-connections/:platform/jobs","query":["before","limit"],"pages":{"items":"jobs","cursors":[{"query":"before","of":"jobId"}]}},
} as const

export const linkedAccounts = {
/**
 * Link the account that the code was sent to.
 *
 * From then on what is written by that account is its person’s here, in channels where they may write; whoever mentions one of the two mentions the other. It replaces an account of the same platform. A code that is wrong, has expired or was tried 5 times is a 400; an account that somebody else in the workspace has linked is a 409.
 */
confirmAccountLink: {"operation":"confirmAccountLink","method":"post","path":"/api/v2/linked-accounts/:platform/confirm","body":["code"],"isIdempotent":true},
/**
 * The accounts that the caller has linked.
 *
 * Also those of platforms that are not connected any more: they count again once the same account is.
 */
list: {"operation":"listLinkedAccounts","method":"get","path":"/api/v2/linked-accounts"},
/**
 * Have a code sent to the own account on a platform.
 *
 * The platform must be connected. The bot sends a code of eight digits to that account there, and to nowhere else; `confirm` takes it for 10 minutes, and the newest one alone. A person has 5 codes sent an hour, and an account is sent 3 (429). Where the platform has no direct messages, or finds nobody by a handle, it is a 409 `not_supported`; an account that is not there is a 404, one of an app a 409.
 */
startAccountLink: {"operation":"startAccountLink","method":"post","path":"/api/v2/linked-accounts/:platform","body":["foreignId","handle"],"isIdempotent":true},
/**
 * Unlink the caller’s account on a platform.
 *
 * What that account writes is a bridged author’s again, and no edit or deletion there changes the messages that it wrote as the caller.
 */
unlinkAccount: {"operation":"unlinkAccount","method":"delete","path":"/api/v2/linked-accounts/:platform"},
} as const

export const knowledge = {
/**
 * Delete a document with all its versions.
 *
 * For whoever uploaded its first version, and owners and admins of the workspace; for other members a 403. When this answers, it is in no search, list or graph, and its files’ URLs are dead. A member who leaves takes nothing along: their documents stay the workspace’s. It cannot be undone.
 */
delete: {"operation":"deleteKnowledge","method":"delete","path":"/api/knowledge/:id"},
/**
 * A file’s bytes, or its thumbnail’s.
 *
 * The URL is what `url` or `thumbnail_url` of an attachment says, and opens by itself: no other credential is asked for. Whatever is wrong with it — expired, changed, the file or its message, channel or conversation deleted, a reader who may not read there any more, someone who has left the channel since the event was published — is the same 404.
 *
 * Images, audio, video and plain text are shown in place; everything else, HTML, SVG, XML, PDF and scripts among it, is a download. Answers carry an `ETag` (`If-None-Match`: 304) and take a single `Range` (206, or 416 where it begins beyond the end); several ranges are answered with the whole.
 */
download: {"operation":"downloadKnowledge","method":"get","path":"/api/knowledge/files/:id/:name","query":["workspace","expires","user","visitor","variant","signature"],"isFile":true},
/**
 * A document with its versions, the newest first.
 *
 * For every member of the workspace; guests get a 403, and API keys need `knowledge:read`.
 */
get: {"operation":"getKnowledge","method":"get","path":"/api/knowledge/:id"},
/**
 * The documents of the workspace and of its twins, the newest change first.
 *
 * For every member of the workspace; guests get a 403, and API keys need `knowledge:read`.
 */
list: {"operation":"listKnowledge","method":"get","path":"/api/knowledge","query":["twin_id","scope","status","type","title","limit","offset"],"pages":{"items":"data"}},
/**
 * What a document was cut into: its passages, in their order.
 *
 * Of the version that searches find (`searched_version`); none as long as there is none. Page by `after` with the last `passage` of the page before. For every member of the workspace; guests get a 403, and API keys need `knowledge:read`.
 */
listPassages: {"operation":"listKnowledgePassages","method":"get","path":"/api/knowledge/:id/passages","query":["after","limit"],"pages":{"items":"data","cursors":[{"query":"after","of":"passage"}]}},
/**
 * Find the passages that answer a question.
 *
 * Finds passages by the words of `query`, best first: a question in full words, or keywords. A word is met by itself, by another form of it, by the beginning or a part of a longer word, and, where nobody wrote it, by words that are spelled alike. Case, accents and punctuation make no difference. Words that most passages have count for little; not every word must be met. With an embeddings endpoint the best that were found are ordered by meaning too.
 *
 * For every member of the workspace; guests get a 403, and API keys need `knowledge:read`. Searches the workspace’s own documents; with `twin_id` also that twin’s.
 */
search: {"operation":"searchKnowledge","method":"post","path":"/api/knowledge/search","body":["query","limit","twin_id","document_ids"]},
/**
 * Say whether visitors of the company’s websites may be answered with a document.
 *
 * What is public, in all its versions to come, the support desk’s AI quotes to any visitor. Nothing is unless it was made so; what a twin alone knows cannot be (409). For owners and admins; API keys need `knowledge:write`.
 */
update: {"operation":"updateKnowledge","method":"patch","path":"/api/knowledge/:id","body":["is_public"]},
/**
 * Upload a document, or a new version of one.
 *
 * JSON with `title` and `content`, a text of at most 1,000,000 characters; or multipart form data with a `file` of at most 25 MiB: text, Markdown, CSV, HTML, PDF, DOCX, XLSX or PPTX. `title` is then the file’s name, unless given. For every member of the workspace; guests get a 403, and API keys need `knowledge:write`.
 *
 * A small document (up to 1 MiB) is read while the call waits, and can be searched when it answers with `status: "ready"`; one that cannot be read is a 400, a 413 or a 415 that says why, and nothing is stored. A larger one, or one whose turn does not come within seconds, answers `status: "processing"`, and `GET /api/knowledge/:id` says when it is `ready` or `failed`. Until a new version is ready, the one before it is searched; what is read half is never found.
 *
 * The same title, whatever its case and spaces, is a new version of the same document, whoever uploads it: the newest is searched, older ones are listed and can be downloaded, 20 at most. Of two uploads at once, the one that is numbered later stays. With `twin_id` the document is that twin’s alone: its titles are apart, and only this twin’s answers use it, to whomever it answers; it takes whoever may change the twin (403).
 *
 * A workspace has at most 10,000 documents and 10 GiB of files, of all versions and twins (409 beyond).
 */
upload: {"operation":"uploadKnowledge","method":"post","path":"/api/knowledge/upload","body":["file","title","content","type","twin_id"],"isUpload":true,"takesJson":true,"isIdempotent":true},
} as const

export const knowledgeGraph = {
/**
 * How much the workspace knows.
 *
 * Of all documents of the workspace and its twins: `entity_count` are the different people, organisations, products and places that they mention, `relationship_count` what the documents say, or suggest by mentioning them in one sentence, about two of them. `GET /api/knowledge-graph/entities` lists them.
 */
getStatistics: {"operation":"getKnowledgeGraphStatistics","method":"get","path":"/api/knowledge-graph/statistics"},
/**
 * The entities that documents mention, the most mentioned first.
 *
 * Found by rules when a document is read (capitals, titles, forms of companies, known names and places): few are wrong, some are missing, and in scripts without capitals all are. Where there is a model, it reads the document afterwards, and what it finds takes their place: names that the text has, and what the text says of two of them. `documents` and `relationships` show the first 10 and 20 of each; `document_id` and `type` narrow the list.
 */
listEntities: {"operation":"listKnowledgeGraphEntities","method":"get","path":"/api/knowledge-graph/entities","query":["type","name","document_id","limit","offset"],"pages":{"items":"data"}},
} as const

export const archives = {
/**
 * A file’s bytes, or its thumbnail’s.
 *
 * The URL is what `url` or `thumbnail_url` of an attachment says, and opens by itself: no other credential is asked for. Whatever is wrong with it — expired, changed, the file or its message, channel or conversation deleted, a reader who may not read there any more, someone who has left the channel since the event was published — is the same 404.
 *
 * Images, audio, video and plain text are shown in place; everything else, HTML, SVG, XML, PDF and scripts among it, is a download. Answers carry an `ETag` (`If-None-Match`: 304) and take a single `Range` (206, or 416 where it begins beyond the end); several ranges are answered with the whole.
 */
download: {"operation":"downloadArchive","method":"get","path":"/api/v2/archives/:id/:name","query":["workspace","expires","user","visitor","variant","signature"],"isFile":true},
} as const

export const webhooks = {
/**
 * Give up a delivery that waits, so that those behind it go on.
 *
 * It is `failed` then, and can be replayed. One that does not wait is a 409.
 */
cancelDelivery: {"operation":"cancelWebhookDelivery","method":"delete","path":"/api/v2/webhooks/:id/deliveries/:deliveryId"},
/**
 * Have events posted to a URL.
 *
 * Takes an owner or admin. Before it is saved, a signed event `webhook.verification` is posted to the URL, which must answer within 15 s with a 2xx and `data.challenge`: as the whole body, or as JSON `{"challenge": "…"}`. Otherwise it is a 400 that says why. At most 20 in a workspace (409).
 *
 * Each event is one POST of JSON, the same that sockets receive (`webhooks` of this document), signed as [Standard Webhooks](https://www.standardwebhooks.com) says: `webhook-id`, `webhook-timestamp`, `webhook-signature`. Attachments come without URLs: read the message for them.
 *
 * Any 2xx within 15 s is success. Anything else, redirects included, is tried again, later each time and with jitter, for 3 days; `Retry-After` is respected. Events of a channel, or of a conversation, come one after another in their order, so one that fails keeps those behind it waiting; channels do not wait for each other. An event is sent at least once, always under the same `webhook-id`. After a long absence of ours several changes of a message may come as one `message.updated`.
 *
 * A receiver that answers 410, or fails at every try for 5 days, is disabled, with the event `webhook.disabled`. More than 10,000 waiting events of a webhook are dropped, and counted.
 *
 * Events of a private channel are sent while the person who named it is a member of the channel, and of the workspace.
 */
create: {"operation":"createWebhook","method":"post","path":"/api/v2/webhooks","body":["url","events","channelIds","description","isActive"]},
/**
 * Delete a webhook, with its log.
 */
delete: {"operation":"deleteWebhook","method":"delete","path":"/api/v2/webhooks/:id"},
/**
 * A webhook, and how it is doing.
 */
get: {"operation":"getWebhook","method":"get","path":"/api/v2/webhooks/:id"},
/**
 * What was sent to a webhook and is to be, the newest first.
 *
 * Page by `before` with the last `id` of the page before. Kept for 30 days, and for the newest 100,000 events of the workspace.
 */
listDeliveries: {"operation":"listWebhookDeliveries","method":"get","path":"/api/v2/webhooks/:id/deliveries","query":["status","event","before","limit"],"pages":{"items":"data","cursors":[{"query":"before","of":"id"}]}},
/**
 * The workspace’s webhooks, the oldest first.
 *
 * At most 20.
 */
list: {"operation":"listWebhooks","method":"get","path":"/api/v2/webhooks"},
/**
 * Send again what has failed since a time, or everything.
 *
 * The oldest first, at most 10,000; `hasMore` says whether there are more. An inactive webhook is a 409.
 */
replay: {"operation":"replayWebhook","method":"post","path":"/api/v2/webhooks/:id/replay","body":["since","status"],"isIdempotent":true},
/**
 * Send an event again.
 *
 * Under the same `webhook-id`, and tried for 3 days from now. One that waits is tried at once. An inactive webhook is a 409.
 */
replayDelivery: {"operation":"replayWebhookDelivery","method":"post","path":"/api/v2/webhooks/:id/deliveries/:deliveryId/replay","isIdempotent":true},
/**
 * Give a webhook another secret.
 *
 * For `overlapHours` deliveries carry the signatures of both secrets, so that receivers can change theirs meanwhile. One that was rotated before, and still signs, ends at once.
 */
rotateSecret: {"operation":"rotateWebhookSecret","method":"post","path":"/api/v2/webhooks/:id/rotate-secret","body":["overlapHours"]},
/**
 * Post a signed event `webhook.test` to a webhook now, and see how that goes.
 *
 * Once, whether it is active or not; it is in no log, and changes nothing.
 */
test: {"operation":"testWebhook","method":"post","path":"/api/v2/webhooks/:id/test"},
/**
 * Change a webhook.
 *
 * What is not given stays. Another URL is verified first: Before it is saved, a signed event `webhook.verification` is posted to the URL, which must answer within 15 s with a 2xx and `data.challenge`: as the whole body, or as JSON `{"challenge": "…"}`. Otherwise it is a 400 that says why. A new URL, other events or channels take somebody who is a member of all its private channels (403), and from then on these are sent on their behalf. Deactivating drops what waits; nothing that happens until it is activated is sent later.
 */
update: {"operation":"updateWebhook","method":"patch","path":"/api/v2/webhooks/:id","body":["url","events","channelIds","description","isActive"]},
} as const

export const incomingWebhooks = {
/**
 * Let a program post to a channel, as it would to Slack.
 *
 * Takes an owner or admin. `url` takes what Slack’s incoming webhooks take (`POST /hooks/:token`); it is kept as a digest alone. At most 50 in a workspace (409). A channel that the caller cannot read is a 400.
 */
create: {"operation":"createIncomingWebhook","method":"post","path":"/api/v2/incoming-webhooks","body":["channelId","name","avatarUrl"]},
/**
 * Delete an incoming webhook; what it has posted stays.
 */
delete: {"operation":"deleteIncomingWebhook","method":"delete","path":"/api/v2/incoming-webhooks/:id"},
/**
 * The workspace’s incoming webhooks, the oldest first.
 *
 * At most 50. Those of private channels that the caller cannot read are left out, and a 404 in all other calls.
 */
list: {"operation":"listIncomingWebhooks","method":"get","path":"/api/v2/incoming-webhooks"},
/**
 * Post a message to the channel of an incoming webhook, in Slack’s format.
 *
 * The body is Slack’s: JSON, or a form with the JSON in `payload`. `text`, `blocks` (header, section, context, divider, image, rich text) and `attachments` (pretext, author, title, text, fields, footer, fallback, blocks) become Markdown; where there are blocks, `text` is their fallback. `username` and `icon_url` are the author’s, and `icon_emoji` stands before the name where it is no custom emoji. `thread_ts` is the id of a message in the channel, whose thread is replied to: `X-Message-Id` of the answer is that of what was posted. `channel` and buttons are ignored, and mentions are text. What is longer than a message is cut.
 *
 * Answered with `ok` in plain text, and a refusal with a word, as Slack does: 400 `invalid_payload`, `no_text`, `too_many_attachments`; 404 `no_service` (no such webhook, an inactive one, or one whose channel was deleted, which ends with it), `thread_not_found`; 410 `channel_is_archived`; 413 `payload_too_large`; 429 `rate_limited` with `Retry-After`: 60 a minute of one webhook, 300 of all of a workspace, and more at once where it is not often.
 */
post: {"operation":"postToIncomingWebhook","method":"post","path":"/hooks/:token"},
/**
 * Give an incoming webhook another URL; the old one ends at once.
 */
regenerate: {"operation":"regenerateIncomingWebhook","method":"post","path":"/api/v2/incoming-webhooks/:id/regenerate"},
/**
 * Change an incoming webhook.
 *
 * What is not given stays. What it has posted keeps its name and picture.
 */
update: {"operation":"updateIncomingWebhook","method":"patch","path":"/api/v2/incoming-webhooks/:id","body":["channelId","name","avatarUrl","isActive"]},
} as const

export const tenant = {
/**
 * How the workspace’s support desk is set up.
 *
 * Where nothing was set yet it is made: English, UTC, without settings.
 */
getWorkspace: {"operation":"getTenantWorkspace","method":"get","path":"/api/tenant/workspace"},
/**
 * Change how the workspace’s support desk is set up.
 *
 * What is not given stays. `settings` are merged as RFC 7396 says: objects field by field, arrays are replaced, `null` removes a field. They hold at most 16 KiB of JSON, 16 levels deep, when they are merged (400). `null` removes `companyName` or `contactEmail`. `name` and `companyName` are the workspace’s own: its people receive `workspace.updated`.
 */
updateWorkspace: {"operation":"updateTenantWorkspace","method":"put","path":"/api/tenant/workspace","body":["name","companyName","contactEmail","language","timezone","settings"]},
/**
 * Create a widget key.
 *
 * `plainKey` is shown this once: it is what the website’s script names, and opens nothing but the widget. A workspace has at most 100 keys (409). An unknown `siteId` is a 404.
 */
createWidgetKey: {"operation":"createWidgetKey","method":"post","path":"/api/tenant/api-keys","body":["name","domains","status","siteId"]},
/**
 * Revoke a widget key for good.
 *
 * It stops at once, open sockets included; visitors and conversations stay.
 */
deleteWidgetKey: {"operation":"deleteWidgetKey","method":"delete","path":"/api/tenant/api-keys/:id"},
/**
 * The workspace’s widget keys, newest first.
 *
 * At most 100. Of a key there is its SHA-256 alone.
 */
listWidgetKeys: {"operation":"listWidgetKeys","method":"get","path":"/api/tenant/api-keys"},
/**
 * Change a widget key’s name, domains, status or site.
 *
 * What is not given stays; `domains` replaces all of them. An `INACTIVE` key stops at once: its visitors’ calls are a 401, and their sockets are closed. Active again, it lets the same visitors go on. An unknown `siteId` is a 404.
 */
updateWidgetKey: {"operation":"updateWidgetKey","method":"patch","path":"/api/tenant/api-keys/:id","body":["name","domains","status","siteId"]},
/**
 * Add a site.
 *
 * A domain is one site’s alone (409), and a workspace has at most 100 (409). Widget keys name the site that their visitors are of.
 */
createSite: {"operation":"createSite","method":"post","path":"/api/tenant/sites","body":["name","domain"],"isIdempotent":true},
/**
 * Remove a site.
 *
 * Its widget keys and visitors stay, and are of no site then.
 */
deleteSite: {"operation":"deleteSite","method":"delete","path":"/api/tenant/sites/:id"},
/**
 * One site.
 */
getSite: {"operation":"getSite","method":"get","path":"/api/tenant/sites/:id"},
/**
 * The workspace’s sites, by name.
 *
 * At most 100.
 */
listSites: {"operation":"listSites","method":"get","path":"/api/tenant/sites"},
/**
 * Change a site’s name or domain.
 *
 * What is not given stays. A domain is one site’s alone (409).
 */
updateSite: {"operation":"updateSite","method":"patch","path":"/api/tenant/sites/:id","body":["name","domain"]},
/**
 * Make somebody an agent no longer.
 *
 * It holds at once: `/api/agent/*` is a 403 for them. They stay in the workspace. Only an owner may deactivate an owner (403). Again, it changes nothing.
 */
deactivateAgent: {"operation":"deactivateTenantAgent","method":"post","path":"/api/tenant/agents/:id/deactivate","isIdempotent":true},
/**
 * Invite an agent by mail.
 *
 * The mailed link works once, for 7 days; whoever accepts joins as a guest who is an agent. Inviting an address again mails a new link in place of the old one, whatever that one was for. Somebody who is in the workspace is a 409: `PATCH /api/v2/workspaces/:id/members/:userId` makes them an agent. An address is mailed at most five invitations an hour by a workspace, and by a person (429). `POST …/resend` and `DELETE` of `/api/v2/workspaces/:id/invitations/:invitationId` resend and revoke one.
 */
inviteAgent: {"operation":"inviteTenantAgent","method":"post","path":"/api/tenant/agents","body":["name","email"],"isIdempotent":true},
/**
 * The workspace’s agents by name, and the open invitations to become one, newest first.
 *
 * At most 1,000 of each. `status=inactive` lists those who were deactivated instead, to be activated again.
 */
listAgents: {"operation":"listTenantAgents","method":"get","path":"/api/tenant/agents","query":["status"]},
/**
 * Make somebody an agent again who was deactivated.
 *
 * Only an owner may do so for an owner (403). For somebody who is an agent it changes nothing.
 */
reactivateAgent: {"operation":"reactivateTenantAgent","method":"post","path":"/api/tenant/agents/:id/reactivate","isIdempotent":true},
/**
 * Set how many conversations an agent is given automatically.
 *
 * It counts from the next conversation on that waits; what they have stays theirs. Somebody who is no agent now is a 404.
 */
updateAgent: {"operation":"updateTenantAgent","method":"patch","path":"/api/tenant/agents/:id","body":["capacity"]},
/**
 * Remove a visitor and all that is known of them, for good.
 *
 * Their widgets stop at once; whoever comes back is a new visitor. `erasureId` names the receipt, which says what has become of each copy.
 */
deleteVisitor: {"operation":"deleteTenantVisitor","method":"delete","path":"/api/tenant/visitors/:id"},
/**
 * One visitor.
 */
getVisitor: {"operation":"getTenantVisitor","method":"get","path":"/api/tenant/visitors/:id"},
/**
 * The workspace’s visitors, last seen first, and how many there are.
 *
 * `search` finds beginnings of words, and what follows them, in name, email address, phone, IP address, country and city, without regard to case, accents and punctuation; where nothing begins so, parts of words. With several `tags` a visitor has all of them. Page by `page`, or by `before` with the last `id` of the page before. Where anything is filtered, `total` is exact to 1,000. `stats` are of all the workspace’s visitors; `returning` are those with two visits or more.
 */
listVisitors: {"operation":"listTenantVisitors","method":"get","path":"/api/tenant/visitors","query":["isOnline","attribute","before","page","limit","search","siteId","tags"],"pages":{"items":"visitors","cursors":[{"query":"before","of":"id"}]}},
/**
 * Change what is known of a visitor.
 *
 * What is not given stays; `null` removes it. `tags` replaces all of them; notes are plain text. `attributes` changes those that it names, `null` takes one away; one that the workspace does not have, or a value that does not fit, is a 400.
 */
updateVisitor: {"operation":"updateTenantVisitor","method":"patch","path":"/api/tenant/visitors/:id","body":["userName","userEmail","userPhone","tags","notes","attributes"]},
/**
 * One conversation.
 */
getConversation: {"operation":"getTenantConversation","method":"get","path":"/api/tenant/conversations/:id"},
/**
 * The workspace’s conversations, last changed or longest waiting first, and how many each agent has.
 *
 * `search` finds conversations by the beginnings of words in one of their messages or notes, by beginnings of words, and what follows them, in what the visitor is called and their email address, and by the id of the visitor or of the conversation; where it finds nothing so, by parts of three characters or more of what the visitor is called and of their email address. It is without regard to case and accents. `label` is a label’s id. Page by `offset`, or by `before` with the last `id` of the page before: one that changes meanwhile moves to the front, where `updated_after` finds it: it leaves out those that have not changed since, and may give one again that changed at that very time. With `sort=longest_waiting` the list has the WAITING ones that are not put off, the longest waiting first, and another status or `snoozed=true` is a 400; one that waits anew goes to the end, and a page behind it begins there. `total` is exact to 1,000 where anything but status and agent is filtered, and of the longest waiting; of a `search` to 200. `agentStats` are of all conversations of each agent.
 */
listConversations: {"operation":"listTenantConversations","method":"get","path":"/api/tenant/conversations","query":["search","siteId","teamId","label","priority","snoozed","breached","sort","updated_after","before","offset","status","agentId","limit"],"pages":{"items":"conversations","cursors":[{"query":"before","of":"id"}]}},
/**
 * Do the same with several conversations.
 *
 * At most 50, with at most 10 actions, one after another, in one transaction. `assign` gives it to an agent, who has it then: one’s own, or one that nobody has (409); owners and admins give any. `assignTeam` has it wait for a team instead. `resolve` is as by hand. A label that is to be added, an agent or a team that is not there is a 404, and `assign` to oneself by who is no agent a 403: nothing is done with any then. `results` has an outcome for each conversation, in the order given: `not_found`, or `conflict` where somebody else has it or it is closed, and then nothing of it is changed.
 */
actOnConversations: {"operation":"actOnTenantConversations","method":"post","path":"/api/tenant/conversations/bulk","body":["ids","actions"],"isIdempotent":true},
/**
 * Change a conversation’s labels or priority, or put it off.
 *
 * What is not given stays. `labelIds` replaces all labels; one that is unknown is a 404. `isSnoozed` puts it off: Until a time, at most 365 days from now (400), or until its visitor writes, whatever comes first. A closed one is a 409. What changes nothing publishes no event.
 */
updateConversation: {"operation":"updateTenantConversation","method":"patch","path":"/api/tenant/conversations/:id","body":["labelIds","priority","isSnoozed","snoozedUntil"]},
/**
 * Add an attribute that visitors may have.
 *
 * Its key and type stay. A key is one attribute’s alone (409), and a workspace has at most 50 (409). A choice has at least one of `choices`, any other type none (400).
 */
createAttribute: {"operation":"createAttribute","method":"post","path":"/api/tenant/attributes","body":["key","label","type","choices","isVisitorClaim"],"isIdempotent":true},
/**
 * Remove an attribute, and with it what visitors have of it.
 */
deleteAttribute: {"operation":"deleteAttribute","method":"delete","path":"/api/tenant/attributes/:id"},
/**
 * The attributes that visitors may have, by key.
 *
 * At most 50.
 */
listAttributes: {"operation":"listTenantAttributes","method":"get","path":"/api/tenant/attributes"},
/**
 * Change an attribute’s label, choices, or who may set it.
 *
 * What is not given stays. A visitor keeps a value that is no choice any more until it is changed.
 */
updateAttribute: {"operation":"updateAttribute","method":"patch","path":"/api/tenant/attributes/:id","body":["label","choices","isVisitorClaim"]},
/**
 * Add a label.
 *
 * A name is one label’s alone, in either case (409), and a workspace has at most 200 (409).
 */
createLabel: {"operation":"createLabel","method":"post","path":"/api/tenant/labels","body":["name","color"],"isIdempotent":true},
/**
 * Remove a label, also from the conversations that have it.
 */
deleteLabel: {"operation":"deleteLabel","method":"delete","path":"/api/tenant/labels/:id"},
/**
 * The workspace’s labels, by name.
 *
 * At most 200.
 */
listLabels: {"operation":"listTenantLabels","method":"get","path":"/api/tenant/labels"},
/**
 * Change a label’s name or colour.
 *
 * What is not given stays. A name is one label’s alone, in either case (409).
 */
updateLabel: {"operation":"updateLabel","method":"patch","path":"/api/tenant/labels/:id","body":["name","color"]},
/**
 * The same as CSV.
 *
 * A row for the totals, for each day or hour, agent, site, label and topic, as `section` says. What a spreadsheet would take for a formula begins with an apostrophe. Days are those of the workspace’s time zone, both included: at most 92, by the hour 7. What happens is in it within seconds, by agent, site and labels as the conversation was then, and stays there when the conversation is deleted: numbers, without anything that was said or by whom. Averages are exact; percentiles are of a histogram, and within a fifth. Of agents, sites and labels those 100 are shown of which there is most. `topics` are the 50 most frequent among the 5,000 conversations that were closed last within the days and are so still.
 */
downloadReport: {"operation":"downloadTenantReport","method":"get","path":"/api/tenant/reports.csv","query":["from","to","interval"]},
/**
 * What the desk has done: how much, how fast, and what visitors said of it.
 *
 * Days are those of the workspace’s time zone, both included: at most 92, by the hour 7. What happens is in it within seconds, by agent, site and labels as the conversation was then, and stays there when the conversation is deleted: numbers, without anything that was said or by whom. Averages are exact; percentiles are of a histogram, and within a fifth. Of agents, sites and labels those 100 are shown of which there is most. `topics` are the 50 most frequent among the 5,000 conversations that were closed last within the days and are so still.
 */
getReport: {"operation":"getTenantReport","method":"get","path":"/api/tenant/reports","query":["from","to","interval"]},
/**
 * Add a team.
 *
 * A name is one team’s alone, in either case (409), and a workspace has at most 50 (409). Somebody who is no agent of the workspace is a 404.
 */
createTeam: {"operation":"createTeam","method":"post","path":"/api/tenant/teams","body":["name","memberIds"],"isIdempotent":true},
/**
 * Remove a team.
 *
 * Conversations that wait for it wait for anybody then.
 */
deleteTeam: {"operation":"deleteTeam","method":"delete","path":"/api/tenant/teams/:id"},
/**
 * The workspace’s teams, by name.
 *
 * At most 50.
 */
listTeams: {"operation":"listTenantTeams","method":"get","path":"/api/tenant/teams"},
/**
 * Change a team’s name, or who is in it.
 *
 * What is not given stays; `memberIds` replaces all members. A name is one team’s alone, in either case (409). Somebody who is no agent of the workspace is a 404.
 */
updateTeam: {"operation":"updateTeam","method":"patch","path":"/api/tenant/teams/:id","body":["name","memberIds"]},
/**
 * Give a conversation to an agent.
 *
 * It is ACTIVE then. They are notified on their sockets, and where none is open, by Web Push. A closed one is a 409. Somebody who is no agent of the workspace is a 404.
 */
assignConversation: {"operation":"assignTenantConversation","method":"post","path":"/api/tenant/conversations/:id/assign","body":["agentId"],"isIdempotent":true},
/**
 * Delete a conversation with its messages, notes, files and ratings, for good.
 *
 * Open widgets are notified. What its ratings have added to agents’ scores stays. `erasureId` names the receipt, which says what has become of each copy. What was merged into it goes with it; one that was itself merged into another is a 409 that names that one.
 */
deleteConversation: {"operation":"deleteTenantConversation","method":"delete","path":"/api/tenant/conversations/:id"},
/**
 * Mark what the visitor has written as read.
 *
 * All of it: the workspace’s owners, admins and agents share one marker. Both sides receive `conversation.read`.
 */
markConversationRead: {"operation":"markTenantConversationRead","method":"post","path":"/api/tenant/conversations/:id/mark-read","isIdempotent":true},
/**
 * Resolve a conversation.
 *
 * It is CLOSED, a message of the system says so to its visitor in the workspace’s language, and the visitor may rate it. A closed one stays as it is, without a second message. When its visitor writes again it is WAITING.
 */
resolveConversation: {"operation":"resolveTenantConversation","method":"post","path":"/api/tenant/conversations/:id/resolve","isIdempotent":true},
/**
 * Set a conversation’s status, without what resolving does besides.
 *
 * There is no message of the system, and nothing to rate. WAITING takes it from its agent; ACTIVE leaves it with the agent it had, if there is one who is an agent still; else nobody has it, and any agent may answer it or is given it automatically, as one that is WAITING. It is put off no longer.
 */
updateConversationStatus: {"operation":"updateTenantConversationStatus","method":"put","path":"/api/tenant/conversations/:id/status","body":["status"]},
/**
 * Merge another conversation of the same visitor into this one.
 *
 * Messages, notes, files and ratings of `conversationId` become this one’s: under the next numbers, in the order in which they were written, so that who follows this conversation receives them as any that is new; `createdAt` says when each was written. Labels are united; priority and team are the other’s where this one has none, and where this one waits it is with the agent who has the other. The other is CLOSED and empty, its `mergedInto` is this one, it is in no list, and what would change it is a 409. A visitor’s calls that name it, and answers to its mails, are about this one.
 *
 * Both must be of one visitor, this one open, and neither merged already (409); of more than 5,000 messages and notes the other is a 409 too.
 */
mergeConversation: {"operation":"mergeTenantConversation","method":"post","path":"/api/tenant/conversations/:id/merge","body":["conversationId"],"isIdempotent":true},
/**
 * What has become of an erasure, with its receipt.
 *
 * `receipt` is null while it runs. Then it is a JSON Web Token, signed with ES256 by the key that its head names and `GET /api/desk/receipt-keys` shows: its audience is `erasure-receipt`, its subject the `id`, and its claim `erasure` what else is answered here. What was mailed or downloaded before is out of reach, and backups of the database and the file storage are the operator’s.
 */
getErasure: {"operation":"getErasure","method":"get","path":"/api/tenant/erasures/:id"},
/**
 * What was erased of the workspace, the newest first.
 *
 * Page by `before` with the last `id` of the page before.
 */
listErasures: {"operation":"listErasures","method":"get","path":"/api/tenant/erasures","query":["before","limit"],"pages":{"items":"erasures","cursors":[{"query":"before","of":"id"}]}},
/**
 * Look again for copies that were refused.
 *
 * For when what a `reason` names has been put right. One that runs, or has left nothing that could be looked for, stays as it is.
 */
retryErasure: {"operation":"retryErasure","method":"post","path":"/api/tenant/erasures/:id/retry","isIdempotent":true},
/**
 * Block a visitor, an IP address, a network or an email address.
 *
 * Their open sockets end within a second; sessions are a 403 that says so, other calls a 401, and nothing that they mail becomes a message. What they have said stays. An IP address or network blocks whoever comes from there, or was last seen there; of IPv4 it has at least 8 bits, of IPv6 at least 32. An email address blocks visitors who say that it is theirs, and its mails. What is blocked already gets the new reason and end. A workspace has at most 1,000 (409).
 */
createBlock: {"operation":"createBlock","method":"post","path":"/api/tenant/blocks","body":["kind","value","reason","expiresInHours"],"isIdempotent":true},
/**
 * Take in again who was blocked.
 */
deleteBlock: {"operation":"deleteBlock","method":"delete","path":"/api/tenant/blocks/:id"},
/**
 * Whom the desk takes nothing from, the newest first.
 *
 * At most 1,000. Page by `before` with the last `id` of the page before.
 */
listBlocks: {"operation":"listBlocks","method":"get","path":"/api/tenant/blocks","query":["before","limit"],"pages":{"items":"blocks","cursors":[{"query":"before","of":"id"}]}},
/**
 * The messages of a conversation, by `seq`.
 *
 * Without notes. That is oldest first, but for what was merged into it: that comes behind what was there, in its own order, and `createdAt` says when it was written. Page by `page`, or by `after_seq` with the last `seq` of the page before.
 */
listMessages: {"operation":"listTenantMessages","method":"get","path":"/api/tenant/conversations/:id/messages","query":["page","limit","after_seq"],"pages":{"items":"messages","cursors":[{"query":"after_seq","of":"seq"}]}},
/**
 * Make the secret with which the workspace’s sites prove who their visitors are.
 *
 * It is shown this once; the one before it proves nothing any more. A site’s server gives its page the HMAC-SHA256 of a visitor’s `externalId` with it, in hex: the `hash` of `POST /api/widget/session`. Keep it from browsers.
 */
createIdentitySecret: {"operation":"createIdentitySecret","method":"post","path":"/api/tenant/identity-secret"},
} as const

export const desk = {
/**
 * The keys by which receipts of erasures are verified.
 *
 * A JSON Web Key Set (RFC 7517). Those that sign no more stay in it as long as the operator keeps them.
 */
getReceiptKeys: {"operation":"getReceiptKeys","method":"get","path":"/api/desk/receipt-keys"},
/**
 * Deliver a mail that came in for a desk.
 *
 * For the mail server of the deployment: the body is the mail as it came (RFC 5322), at most 32 MiB, with the headers of its delivery (`Delivered-To` or `X-Original-To`, `Return-Path`) above it. It is signed with one of `INBOUND_MAIL_SECRETS`: `Content-Digest: sha-256=:<base64 of the SHA-256 of the body>:` (RFC 9530), and `X-Mail-Signature`, the hex HMAC-SHA256 of that header’s value. A mail that is not is a 401, before its body is read. An answer to a mail of the desk lands in its conversation, found by the address that it was sent to, else by the mails that it says it answers; a mail to the address of a workspace’s desk starts a conversation. Of its text what it quotes is cut, to 10,000 characters; of its files the first 5 are kept that are of the types which a visitor may send, 10 MB each; what is left out is named. The same `Message-ID` is stored once within 30 days. Reports of mail servers, answers of programs, newsletters and mails of desks become no message and are answered by none; a report that an address does not exist ends the mails to it. Where too much comes from one address, or to one desk, it is a 429: try again later, as for a 5xx. Without the settings it is a 503 that names them.
 */
receiveMail: {"operation":"receiveMail","method":"post","path":"/api/desk/inbound-mail"},
/**
 * The page at which somebody asks for no more mails of a desk.
 *
 * Mails link to it. It changes nothing by itself: programs follow links, too.
 */
showUnsubscribing: {"operation":"showUnsubscribing","method":"get","path":"/api/desk/unsubscribe","query":["token"]},
/**
 * Receive no more mails of a desk.
 *
 * What the page does, and mail programs by themselves (RFC 8058). It holds for the address that the mail went to, and for the workspace; a mail from there that answers the desk ends it. Again, it changes nothing.
 */
unsubscribe: {"operation":"unsubscribe","method":"post","path":"/api/desk/unsubscribe","query":["token"]},
} as const

export const widget = {
/**
 * A file’s bytes, or its thumbnail’s.
 *
 * The URL is what `url` or `thumbnail_url` of an attachment says, and opens by itself: no other credential is asked for. Whatever is wrong with it — expired, changed, the file or its message, channel or conversation deleted, a reader who may not read there any more, someone who has left the channel since the event was published — is the same 404.
 *
 * Images, audio, video and plain text are shown in place; everything else, HTML, SVG, XML, PDF and scripts among it, is a download. Answers carry an `ETag` (`If-None-Match`: 304) and take a single `Range` (206, or 416 where it begins beyond the end); several ranges are answered with the whole.
 */
downloadDeskFile: {"operation":"downloadDeskFile","method":"get","path":"/api/widget/files/:id/:name","query":["workspace","expires","user","visitor","variant","signature"],"isFile":true},
/**
 * How a widget is to look, before there is a visitor: looking at a page makes none.
 *
 * The page must be of the key’s `domains`: its `Origin` says so, or a `ticket` for a widget in a frame of ours. Another `Origin` than that, `null` and our own is a 403, and so is neither of both, unless the key allows any site. An unknown or inactive key is a 403 too.
 */
getConfig: {"operation":"getWidgetConfig","method":"get","path":"/api/widget/config","query":["apiKey","ticket"]},
/**
 * Who is there, when the desk is open, and how many wait before the visitor.
 */
getDesk: {"operation":"getWidgetDesk","method":"get","path":"/api/widget/desk","query":["conversationId"]},
/**
 * Begin or resume a visit.
 *
 * The page must be of the key’s `domains`: its `Origin` says so, or a `ticket` for a widget in a frame of ours. Another `Origin` than that, `null` and our own is a 403, and so is neither of both, unless the key allows any site. An unknown or inactive key is a 403 too.
 *
 * With the `visitorToken` of an earlier session of the same site the visitor is the same; another token is as none, and makes a new visitor, or with `isResumption` is a 404. A token that was given for this key needs no `ticket`. A visit ends after a pause of 30 minutes. `user` says who they are: `hash`, the HMAC-SHA256 of `externalId` with the workspace’s identity secret, in hex, proves it, and then the visitor is the one whom the site has called so before, with their conversations (a wrong `hash` is a 403). Without it name, address and phone are their own claim (one that is none is left out, and `PATCH /api/widget/visitor` changes it), and `externalId` unlocks nothing; one that is not the session’s proven visitor’s makes a new visitor.
 *
 * Where the session’s visitor has not been proven to be anybody, and `hash` proves that they are somebody who was known already, the two become one: their conversations go on as the proven visitor’s, and their tokens and sockets end. Name, address, phone and `attributes` that they have said remain behind. So do all their conversations, with them, where they are blocked, have said to be another `externalId`, or have more than 20 conversations, or 5,000 messages in all.
 *
 * Who is blocked, also by the address or network that is known of the visitor, is a 403, and nothing of them changes. `attributes` are their own claim in either case: of the workspace’s attributes those are set that visitors may set, and that fit; others are left out.
 *
 * `messages` are the newest 50 of `conversation`, the visitor’s newest, oldest first. A page that is not http(s), such as `file:` or an app’s, is not kept. A key brings at most 600 new visitors a minute (429).
 */
startSession: {"operation":"startWidgetSession","method":"post","path":"/api/widget/session","body":["apiKey","ticket","visitorToken","isResumption","language","page","user"]},
/**
 * Say who one is.
 *
 * The visitor’s own claim, which unlocks nothing. What is not given stays; `null` removes it. An address that the workspace has blocked is a 403, and stays what it was: who has mistyped theirs can say another one.
 */
updateVisitor: {"operation":"updateWidgetVisitor","method":"patch","path":"/api/widget/visitor","body":["name","email","phone"]},
/**
 * Say which page the visitor looks at.
 *
 * The last 20 are kept. The same page again only changes when it was looked at. A page that is not http(s), such as `file:` or an app’s, is not kept.
 */
visitPage: {"operation":"visitWidgetPage","method":"post","path":"/api/widget/page","body":["url","title"],"isIdempotent":true},
/**
 * The visitor’s conversations, newest first.
 */
listConversations: {"operation":"listWidgetConversations","method":"get","path":"/api/widget/conversations","query":["before","limit"],"pages":{"items":"conversations","cursors":[{"query":"before","of":"id"}]}},
/**
 * The messages of a conversation of the visitor’s, oldest first.
 *
 * Where there is no conversation yet there are no messages. Page by `page`, or by `after_seq` with the last `seq` of the page before; `before_seq` has those before it, the newest of them.
 */
listMessages: {"operation":"listWidgetMessages","method":"get","path":"/api/widget/messages","query":["conversationId","page","limit","after_seq","before_seq"],"pages":{"items":"messages","cursors":[{"query":"after_seq","of":"seq"}]}},
/**
 * Rate how a conversation was resolved.
 *
 * One that was not resolved is a 409. Rated again, the score and the comment are replaced.
 */
rateIn: {"operation":"rateInWidget","method":"post","path":"/api/widget/rating","body":["conversationId","score","comment"],"isIdempotent":true},
/**
 * Mark what the desk has written as read.
 */
readIn: {"operation":"readInWidget","method":"post","path":"/api/widget/read","body":["conversationId"],"isIdempotent":true},
/**
 * Write to the desk.
 *
 * To the visitor’s newest conversation unless `conversationId` names another of theirs or `newConversation` begins one; without any, the first is begun. One that was resolved is WAITING again, with the agent whom it had, if they are connected and neither away nor busy, or else with none. While the desk is closed its away message follows, once until an agent answers, unless AI answers. A visitor has at most 5 open conversations (409). Files come as multipart form data, at most 5 of 10 MiB (413): JPEG, PNG and WebP pictures, PDF, office documents and ZIP archives by their bytes, whatever they are called (400); the ending of a name becomes the type’s where it is another’s (`invoice.html.zip`). What is no file as `attachments` is a 400. A message without text and files is a 400. All files of a visitor may come to 200 MiB (409), as may those from one address in an hour (429); those of a widget key’s visitors to 2048 MiB in an hour (429). From one IP address, or network /64, come at most 300 messages in a minute, and 100 new conversations in an hour (429).
 */
sendMessage: {"operation":"sendWidgetMessage","method":"post","path":"/api/widget/messages","body":["content","messageType","attachments","conversationId","newConversation"],"isUpload":true,"takesJson":true,"isIdempotent":true},
/**
 * Say that the visitor is writing.
 *
 * The workspace’s agents receive `typing`, once a second at most.
 */
typeIn: {"operation":"typeInWidget","method":"post","path":"/api/widget/typing","body":["conversationId"]},
/**
 * Have a conversation mailed to oneself.
 *
 * To the visitor’s address (409 where they have none): the newest 500 messages, at most 50,000 characters, with the names of files. Once an agent has answered (409), and once an hour for a conversation (429). None is sent to an address that got five mails of the workspace that day or has unsubscribed, which the answer does not say.
 */
mailTranscript: {"operation":"mailTranscript","method":"post","path":"/api/widget/transcript","body":["conversationId"],"isIdempotent":true},
} as const

export const areas = { auth, users, preferences, pushSubscriptions, agent, avatars, avatar, server, workspaces, workspaceDeletions, receiptKeys, invitations, apiKeys, auditLog, channels, demo, messages, retention, files, drafts, chat, models, tools, approvals, mcpServers, twins, personalities, agents, usage, budgets, platformConnections, linkedAccounts, knowledge, knowledgeGraph, archives, webhooks, incomingWebhooks, tenant, desk, widget } as const
