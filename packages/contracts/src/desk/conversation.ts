import * as z from 'zod'
import { Time } from '../fields.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { someTypeId, typeId } from '../ids.ts'
import { Attachment, UnsignedAttachment } from '../messages/attachment.ts'
import { analysisOutcomes, sentiments } from '../summaries/jobs.ts'
import { showsSomething } from '../text.ts'
import { AttributeValues } from './attributes.ts'

/** Bounds of what is written in a conversation: UTF-16 code units of a text, files of a message, bytes of each. */
export const deskMessageLimits = { content: 10_000, files: 5, fileBytes: 10 * 1024 * 1024 } as const

/** A text as it is sent to a conversation, kept as it is; one that shows nothing is empty. */
export const DeskContent = z
  .string()
  .max(deskMessageLimits.content)
  .transform((text) => (showsSomething(text) ? text : ''))

/** A text that must not be empty. */
export const DeskText = z.string().max(deskMessageLimits.content).refine(showsSomething, 'Must show something.')

/** It waits for an agent, has one, or is resolved. */
export const conversationStatuses = ['WAITING', 'ACTIVE', 'CLOSED'] as const
export const ConversationStatus = z.enum(conversationStatuses)
export type ConversationStatus = z.infer<typeof ConversationStatus>

export const senderTypes = ['VISITOR', 'AGENT', 'AI', 'SYSTEM'] as const
export type SenderType = (typeof senderTypes)[number]
const SenderTypeField = z.enum(senderTypes)

export const deskMessageTypes = ['TEXT', 'FILE', 'SYSTEM'] as const
export type DeskMessageType = (typeof deskMessageTypes)[number]
const MessageTypeField = z
  .enum(deskMessageTypes)
  .describe('`FILE` where there are attachments, `SYSTEM` for what the desk itself says.')

/** Beyond it nobody counts how many conversations wait before one. */
export const maxQueuePosition = 100

/** Where one that waits stands. */
export const QueuePosition = z
  .int()
  .nullable()
  .describe(
    `How many conversations of the workspace wait for longer than it, those that are put off left out: exact to ${maxQueuePosition}. Null where it does not wait.`,
  )

/** How urgent it is; most have none. */
export const priorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

/** What is common to how agents and its visitor see a conversation. */
const shared = {
  id: typeId('cnv'),
  status: ConversationStatus,
  mergedInto: typeId('cnv').nullable().describe('Where it went: this one is closed and empty, and in no list.'),
  agent: z
    .object({
      id: typeId('usr'),
      name: z.string().nullable().describe('Null where they have left the workspace.'),
      avatarUrl: AvatarUrl,
    })
    .nullable()
    .describe('Who has it; of a closed one, who had it.'),
  lastMessage: z
    .object({
      content: z.string().describe('At most its first 200 characters.'),
      messageType: MessageTypeField,
      senderType: SenderTypeField,
      createdAt: Time,
    })
    .nullable(),
  visitorUnreadCount: z.int().describe('Messages that its visitor has not read.'),
  agentReadSeq: z.int().describe('Up to which `seq` the workspace has read it: its agents and owners share a marker.'),
  visitorReadSeq: z.int().describe('Up to which `seq` its visitor has read it.'),
  rating: z.int().nullable().describe('What its visitor said of its last resolution, 1 to 5.'),
  seq: z.int().describe('The number of its newest message.'),
  rev: z
    .int()
    .describe('The number of the newest change to anything in it that the caller sees: where `sync` goes on from.'),
  createdAt: Time,
  updatedAt: Time.describe('When anything in it that the caller sees has changed.'),
  closedAt: Time.nullable(),
}

/** A conversation as its visitor sees it. */
export const VisitorConversation = z.object(shared).meta({ id: 'VisitorConversation' })
export type VisitorConversation = z.input<typeof VisitorConversation>

/** Something that is to be done with a conversation in a time that its workspace has set itself. */
export const SlaGoal = z.object({
  targetMs: z.int().describe('How long it may take, as far as the desk is open.'),
  dueAt: Time.nullable().describe(
    'When it is missed. Null while the conversation is put off, and where that is not within 400 days.',
  ),
  leftMs: z.int().nullable().describe('What is left of it while the conversation is put off.'),
  metAt: Time.nullable(),
  breachedAt: Time.nullable().describe('When it was missed; it stays so when it is met later.'),
})
export type SlaGoal = z.input<typeof SlaGoal>

/** The goals of a conversation since it was opened, or reopened last. */
export const Sla = z.object({ firstResponse: SlaGoal.nullable(), resolution: SlaGoal.nullable() }).meta({ id: 'Sla' })
export type Sla = z.input<typeof Sla>

/** A conversation as agents, owners and admins see it in lists. */
export const Conversation = z
  .object({
    ...shared,
    siteId: typeId('sit').nullable().describe('The site where it began.'),
    visitor: z.object({
      id: typeId('vis'),
      name: z.string().nullable(),
      email: z.string().nullable(),
      isOnline: z.boolean(),
      country: z.string().nullable(),
      city: z.string().nullable(),
    }),
    team: z
      .object({ id: typeId('team'), name: z.string() })
      .nullable()
      .describe('For which team it waits, or which one took it.'),
    labels: z.array(z.object({ id: typeId('lbl'), name: z.string(), color: z.string() })).describe('By name.'),
    priority: Priority.nullable(),
    isSnoozed: z.boolean().describe('Whether it is put off until a time, or until its visitor writes.'),
    snoozedUntil: Time.nullable().describe('Null also for one that is put off until its visitor writes.'),
    openedAt: Time.describe('When it was made, or reopened last.'),
    firstAnsweredAt: Time.nullable().describe('When an agent wrote first since then.'),
    waitingSince: Time.nullable().describe('Since when its visitor waits for an agent’s answer.'),
    sla: Sla.nullable().describe('Null where the workspace’s settings have no target for it.'),
    unreadCount: z.int().describe('Messages of its visitor that nobody of the workspace has read.'),
    ratingComment: z.string().nullable().describe('What its visitor wrote with that `rating`.'),
    topics: z.array(z.string()).describe('What it was about, as AI has found when it was resolved.'),
    visitorRev: z.int().describe('Its `rev` as its visitor counts, for whom what agents alone see is no change.'),
    visitorUpdatedAt: Time.describe('Its `updatedAt` as its visitor sees it.'),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.input<typeof Conversation>

/** A conversation with its numbers and times as its visitor knows them: notes show in none. */
export const asVisitorSees = ({
  visitorRev,
  visitorUpdatedAt,
  ...conversation
}: Conversation): VisitorConversation => ({
  ...conversation,
  rev: visitorRev,
  updatedAt: visitorUpdatedAt,
})

/** What AI has found a resolved conversation to be. */
export const ConversationAnalysis = z
  .object({
    outcome: z.enum(analysisOutcomes),
    summary: z.string(),
    sentiment: z.enum(sentiments),
    topics: z.array(z.string()),
    evidence: z.array(typeId('msg')).describe('The messages that it rests on.'),
  })
  .meta({ id: 'ConversationAnalysis' })

/** Somebody at the desk who has a conversation open. */
export const ConversationViewer = z.object({
  id: typeId('usr'),
  name: z.string().nullable(),
  avatarUrl: AvatarUrl,
})
export type ConversationViewer = z.infer<typeof ConversationViewer>

/** A single conversation. */
export const ConversationDetails = Conversation.extend({
  visitor: Conversation.shape.visitor.extend({
    attributes: AttributeValues,
    emailStatus: z
      .enum(['ok', 'unsubscribed', 'bounced'])
      .nullable()
      .describe(
        'Whether answers are mailed to the address: they are not where somebody there has unsubscribed, or mails bounced. Null where there is none.',
      ),
  }),
  workspace: z.object({ id: typeId('wsp'), name: z.string() }),
  analysis: ConversationAnalysis.nullable(),
}).meta({ id: 'ConversationDetails' })
export type ConversationDetails = z.input<typeof ConversationDetails>

/** A single conversation as an agent opens it. */
export const OpenedConversation = ConversationDetails.extend({
  viewers: z
    .array(ConversationViewer)
    .describe('Who else has it open, by name; later changes come as `conversation.viewing`.'),
}).meta({ id: 'OpenedConversation' })

/** What is said in a conversation. */
export const DeskMessage = z
  .object({
    id: typeId('msg'),
    conversationId: typeId('cnv'),
    seq: z.int().describe('Its number in the conversation.'),
    senderType: SenderTypeField,
    senderId: someTypeId('vis', 'usr').nullable().describe('A visitor or a person; null for AI and the system.'),
    senderName: z.string().nullable(),
    content: z.string(),
    messageType: MessageTypeField,
    attachments: z.array(Attachment),
    seenAt: Time.nullable().describe('When the other side read it.'),
    createdAt: Time,
  })
  .meta({ id: 'DeskMessage' })
export type DeskMessage = z.input<typeof DeskMessage>

/** A message as it is in rows, events and kept answers, where attachments are unsigned. */
export const StoredDeskMessage = DeskMessage.extend({ attachments: z.array(UnsignedAttachment) })
export type StoredDeskMessage = z.input<typeof StoredDeskMessage>

/** What agents write about a conversation, and its visitor never sees. */
export const Note = z
  .object({
    id: typeId('msg'),
    conversationId: typeId('cnv'),
    seq: z.int().describe('The message that it stands behind; it has no number of its own.'),
    rev: z.int().describe('The change of the conversation that added it.'),
    authorId: typeId('usr'),
    authorName: z.string().nullable(),
    content: z.string(),
    createdAt: Time,
  })
  .meta({ id: 'Note' })
export type Note = z.input<typeof Note>
