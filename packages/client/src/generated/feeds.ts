// Generated from the contracts by `pnpm client:generate`.
import type { FeedKind } from '@parley/contracts/feed'

export const feedKinds: readonly FeedKind[] = [
  {
    "feed": {
      "name": "channel",
      "plural": "channels",
      "idField": "channel_id",
      "prefix": "ch",
      "dialect": "team",
      "views": [
        "member",
        "watcher"
      ],
      "watcherView": "watcher"
    },
    "effects": {
      "message.created": "add",
      "message.updated": "change",
      "message.deleted": "remove",
      "message.pinned": "change",
      "message.unpinned": "change",
      "reaction.added": "change",
      "reaction.removed": "change"
    },
    "memberships": {
      "channel.created": "open",
      "channel.updated": "review",
      "channel.deleted": "close",
      "member.added": "join",
      "member.removed": "leave"
    }
  },
  {
    "feed": {
      "name": "conversation",
      "plural": "conversations",
      "idField": "conversation_id",
      "prefix": "cnv",
      "dialect": "desk",
      "views": [
        "agent",
        "visitor"
      ],
      "sharesRooms": true,
      "changesAreWhole": true
    },
    "effects": {
      "conversation.created": "change",
      "conversation.updated": "change",
      "conversation.assigned": "change",
      "conversation.resolved": "change",
      "conversation.reopened": "change",
      "conversation.read": "change",
      "conversation.rated": "change",
      "conversation.sla_breached": "change",
      "conversation.message": "add",
      "conversation.note": "change"
    },
    "memberships": {
      "conversation.deleted": "close"
    }
  }
]
