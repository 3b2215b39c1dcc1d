import * as z from 'zod'
import { decodeId, encodeId, type IdPrefix, idPrefixes } from './type-id.ts'

/** An id in a request: a UUID or a TypeID with one of these prefixes, either case; parsed to a UUID. */
export const idOf = (...prefixes: IdPrefix[]) =>
  z
    .string()
    .max(64)
    .transform((text, context) => {
      const uuid = decodeId(text, prefixes)
      if (uuid !== undefined) return uuid
      context.addIssue(`Must be a UUID or an id of the form ${prefixes.map((prefix) => `${prefix}_…`).join(' or ')}.`)
      return z.NEVER
    })
    .meta({ description: `A ${prefixes.map((prefix) => idPrefixes[prefix]).join(' or ')}'s id: UUID or TypeID.` })

/** An id in an answer of the team dialect: always a UUID. */
export const Uuid = z.guid().meta({ format: 'uuid' })

/** An id in an answer of the desk dialect: given a UUID, answers the TypeID. */
export const typeId = (prefix: IdPrefix) =>
  z
    .string()
    .transform((uuid) => (uuid.startsWith(`${prefix}_`) ? uuid : encodeId(prefix, uuid)))
    .pipe(z.string().regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`)))

/** As `typeId`, where the id may be of several kinds: given one's prefix and a UUID, `vis_0199…-…`. */
export const someTypeId = (...prefixes: [IdPrefix, ...IdPrefix[]]) =>
  z
    .string()
    .transform((text) => {
      const prefix = prefixes.find((each) => text.startsWith(`${each}_`)) ?? prefixes[0]
      const id = text.slice(prefix.length + 1)
      return id.includes('-') ? encodeId(prefix, id) : text
    })
    .pipe(z.string().regex(new RegExp(`^(?:${prefixes.join('|')})_[0-7][0-9a-hjkmnp-tv-z]{25}$`)))

export const ChannelId = idOf('ch')
export const FileId = idOf('file')
export const MessageId = idOf('msg')
export const UserId = idOf('usr')
export const WorkspaceId = idOf('wsp')
export const TwinId = idOf('twin')
export const ConversationId = idOf('cnv', 'ch')
/** A conversation of the support desk: no channel. */
export const DeskConversationId = idOf('cnv')
export const KeyId = idOf('key')
export const SiteId = idOf('sit')
export const VisitorId = idOf('vis')
export const SessionId = idOf('ses')
export const InvitationId = idOf('inv')
export const ApprovalId = idOf('apr')
export const McpServerId = idOf('mcp')
export const ConnectionId = idOf('int')
export const BlockId = idOf('blk')
export const ErasureId = idOf('ers')
export const LabelId = idOf('lbl')
export const AttributeId = idOf('attr')
export const TeamId = idOf('team')
export const CannedReplyId = idOf('rpl')
export const MacroId = idOf('mac')
export const JobId = idOf('job')
export const SavedViewId = idOf('view')
export const AuditEntryId = idOf('aud')
export const WebhookId = idOf('whk')
