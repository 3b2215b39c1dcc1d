import { randomUUID } from 'node:crypto'
import {
  type Cases,
  drafting,
  inAdasName,
  inTheWorkspace,
  later,
  nothing,
  own,
  ownFile,
  pins,
  postings,
  privateChannel,
  publicChannel,
  reading,
  scheduled,
  text,
  thing,
  uploading,
} from './inputs.ts'

export const expectations = `
| endpoint               | about                               | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ---------------------- | ----------------------------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| postMessage            | a private channel                   | 404     | 404       | 404      | 404          | 404   | 201         | 201    | 201   | 201 |
| postMessage            | a public channel                    | 404     | 404       | 201      | 201          | 404   | 201         | 201    | 201   | 201 |
| postMessage            | a hidden message's thread           | 404     | 404       | 400      | 400          | 404   | 400         | 400    | 400   | 400 |
| postMessage            | in Ada's name                       | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| postMessage            | as a twin that is unknown           | 404     | 404       | 403      | 404!         | 404   | 403         | 403    | 404!  | 403 |
| sendMessage            | a private channel                   | 404     | 404       | 404      | 404          | 404   | 201         | 201    | 201   | 201 |
| sendMessage            | a public channel                    | 404     | 404       | 201      | 201          | 404   | 201         | 201    | 201   | 201 |
| listMessages           | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| listMessages           | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| listMessages           | a hidden thread                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| listMessages           | around a hidden message             | 404     | 404       | 400      | 400          | 404   | 400         | 400    | 400   | 400 |
| getMessage             | a private channel's                 | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| getMessage             | a public channel's                  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| replyInThread          | a private channel's                 | 404     | 404       | 404      | 404          | 404   | 201         | 201    | 201   | 201 |
| replyInThread          | a public channel's                  | 404     | 404       | 201      | 201          | 404   | 201         | 201    | 201   | 201 |
| uploadFiles            | to a public channel                 | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| uploadFiles            | to a private channel                | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| downloadFile           | by its own URL                      | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| downloadFile           | by a URL that was never given out   | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| postMessage            | a private channel, later            | 404     | 404       | 404      | 404          | 404   | 202         | 202    | 202   | 202 |
| postMessage            | a public channel, later             | 404     | 404       | 202      | 202          | 404   | 202         | 202    | 202   | 202 |
| listDrafts             | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getDraft               | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| getDraft               | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| putDraft               | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| putDraft               | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| putDraft               | a hidden message's thread           | 404     | 404       | 400      | 400          | 404   | 400         | 400    | 400   | 400 |
| deleteDraft            | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| deleteDraft            | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| listScheduledMessages  | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getScheduledMessage    | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getScheduledMessage    | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| updateScheduledMessage | one's own, to a private channel     | 404!    | 404!      | 404!     | 404!         | 404!  | 200         | 200    | 200   | 200 |
| updateScheduledMessage | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| deleteScheduledMessage | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| deleteScheduledMessage | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| editMessage            | Ada's, private channel              | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 403   | 403 |
| editMessage            | Ada's, public channel               | 404     | 404       | 403      | 403          | 404   | 403         | 403    | 403   | 403 |
| editMessage            | one's own, private channel          | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| deleteMessage          | Ada's, private channel              | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 403   | 403 |
| deleteMessage          | Ada's, public channel               | 404     | 404       | 403      | 403          | 404   | 403         | 403    | 403   | 403 |
| deleteMessage          | Ada's, as an admin, private channel | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 200   | 403 |
| deleteMessage          | Ada's, as an admin, public channel  | 404     | 404       | 403      | 200          | 404   | 403         | 403    | 200   | 403 |
| deleteMessage          | one's own, private channel          | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| deleteMessage          | in Ada's name                       | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| toggleReaction         | a private channel's                 | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| toggleReaction         | a public channel's                  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| toggleReaction         | in Ada's name                       | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| pinMessage             | a private channel's                 | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| pinMessage             | a public channel's                  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| pinMessage             | in Ada's name                       | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| pinChannelMessage      | in a private channel                | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| pinChannelMessage      | in a public channel                 | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| pinChannelMessage      | a hidden message                    | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| unpinChannelMessage    | in a private channel                | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| unpinChannelMessage    | in a public channel                 | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| unpinChannelMessage    | a hidden message                    | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| listPins               | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| listPins               | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| listChannelFiles       | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| listChannelFiles       | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| followThread           | a private channel's                 | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| followThread           | a public channel's                  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| listFollowedThreads    | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| markThreadRead         | a private channel's                 | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| markThreadRead         | a public channel's                  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| searchMessages         | everything one can read             | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| searchMessages         | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| searchMessages         | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| listMentions           | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listUnread             | the workspace                       | 404     | 404       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| markRead               | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| markRead               | a public channel                    | 404     | 404       | 404!     | 404!         | 404   | 200         | 200    | 200   | 200 |
| markRead               | a hidden message                    | 404     | 404       | 404!     | 404!         | 404   | 400         | 400    | 400   | 400 |
| markUnread             | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| markUnread             | a public channel                    | 404     | 404       | 404!     | 404!         | 404   | 200         | 200    | 200   | 200 |
| markUnread             | a hidden message                    | 404     | 404       | 404!     | 404!         | 404   | 400         | 400    | 400   | 400 |
| markAllRead            | the workspace                       | 404     | 404       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listReadMarkers        | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| listReadMarkers        | a public channel                    | 404     | 404       | 404!     | 404!         | 404   | 200         | 200    | 200   | 200 |
| getRetention           | the workspace                       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| setRetention           | the workspace                       | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| getChannelRetention    | a private channel                   | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| getChannelRetention    | a public channel                    | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| getChannelRetention    | a public channel, counted           | 404     | 404       | 403      | 200          | 404   | 403         | 403    | 200   | 403 |
| setChannelRetention    | a private channel                   | 404     | 404       | 404      | 404          | 403   | 403         | 403    | 200   | 403 |
| setChannelRetention    | a public channel                    | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| resetChannelRetention  | a private channel                   | 404     | 404       | 404      | 404          | 403   | 403         | 403    | 200   | 403 |
| resetChannelRetention  | a public channel                    | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
`

export const cases: Cases = {
  postMessage: {
    ...postings,
    "a hidden message's thread": {
      about: 'parent_message_id',
      input: (world) => ({ ...text, channel_id: world.open, parent_message_id: world.secretMessage }),
    },
    'a private channel, later': later(({ secret }) => secret),
    'a public channel, later': later(({ open }) => open),
    "in Ada's name": {
      about: 'channel_id',
      input: (world) => ({ ...text, channel_id: world.secret, user_id: world.ada.userId }),
    },
    'as a twin that is unknown': {
      about: 'channel_id',
      input: (world) => ({ ...text, channel_id: world.open, ai_twin_id: randomUUID() }),
    },
  },
  sendMessage: postings,
  listDrafts: { "one's own": nothing },
  getDraft: { 'a private channel': drafting(({ secret }) => secret), 'a public channel': drafting(({ open }) => open) },
  putDraft: {
    'a private channel': drafting(({ secret }) => secret),
    'a public channel': drafting(({ open }) => open),
    "a hidden message's thread": {
      about: 'parent_message_id',
      input: ({ open, secretMessage }) => ({ ...text, channelId: open, parent_message_id: secretMessage }),
    },
  },
  deleteDraft: {
    'a private channel': drafting(({ secret }) => secret),
    'a public channel': drafting(({ open }) => open),
  },
  listScheduledMessages: { "one's own": nothing },
  getScheduledMessage: {
    "somebody else's": scheduled(({ ada }) => ada),
    "one's own": scheduled((_, caller) => caller),
  },
  updateScheduledMessage: {
    "somebody else's": scheduled(({ ada }) => ada),
    "one's own, to a private channel": { input: scheduled((_, caller) => caller).input },
  },
  deleteScheduledMessage: {
    "somebody else's": scheduled(({ ada }) => ada),
    "one's own": scheduled((_, caller) => caller),
  },
  listMessages: {
    'a private channel': { about: 'channel_id', input: ({ secret }) => ({ channel_id: secret }) },
    'a public channel': { about: 'channel_id', input: ({ open }) => ({ channel_id: open }) },
    'a hidden thread': {
      about: 'thread_id',
      input: ({ open, secretMessage }) => ({ channel_id: open, thread_id: secretMessage }),
    },
    'around a hidden message': {
      about: 'before',
      input: ({ open, secretMessage }) => ({ channel_id: open, before: secretMessage }),
    },
  },
  getMessage: {
    "a private channel's": thing(({ secretMessage }) => secretMessage),
    "a public channel's": thing(({ openMessage }) => openMessage),
  },
  replyInThread: {
    "a private channel's": thing(({ secretMessage }) => secretMessage, text),
    "a public channel's": thing(async (world) => world.newMessage(await world.newOpen()), text),
  },
  uploadFiles: {
    'to a public channel': uploading(({ open }) => open),
    'to a private channel': uploading(({ secret }) => secret),
  },
  downloadFile: {
    'by its own URL': { input: ({ ada, secret }) => ownFile(ada, secret) },
    'by a URL that was never given out': {
      input: async ({ ada, secret }) => ({ ...(await ownFile(ada, secret)), signature: 'x'.repeat(43) }),
    },
  },
  editMessage: {
    "Ada's, private channel": thing(({ secretMessage }) => secretMessage, text),
    "Ada's, public channel": thing(({ openMessage }) => openMessage, text),
    "one's own, private channel": own({ content: 'changed' }),
  },
  deleteMessage: {
    "Ada's, private channel": thing(({ secretMessage }) => secretMessage),
    "Ada's, public channel": thing(({ openMessage }) => openMessage),
    "Ada's, as an admin, private channel": thing((world) => world.newMessage(world.secret), { admin: true }),
    "Ada's, as an admin, public channel": thing((world) => world.newMessage(world.open), { admin: true }),
    "one's own, private channel": own(),
    "in Ada's name": inAdasName(),
  },
  toggleReaction: {
    "a private channel's": thing(({ secretMessage }) => secretMessage, { emoji: 'fire' }),
    "a public channel's": thing(({ openMessage }) => openMessage, { emoji: 'fire' }),
    "in Ada's name": inAdasName({ emoji: 'fire' }),
  },
  pinMessage: {
    "a private channel's": thing(({ secretMessage }) => secretMessage),
    "a public channel's": thing(({ openMessage }) => openMessage),
    "in Ada's name": inAdasName(),
  },
  pinChannelMessage: pins,
  unpinChannelMessage: pins,
  getRetention: { 'the workspace': nothing },
  setRetention: { 'the workspace': { input: () => ({ days: 3_650 }) } },
  getChannelRetention: {
    'a private channel': privateChannel,
    'a public channel': publicChannel,
    'a public channel, counted': thing(({ open }) => open, { preview_days: 30 }),
  },
  setChannelRetention: {
    'a private channel': thing((world) => world.newSecret(), { days: 30 }),
    'a public channel': thing((world) => world.newOpen(), { days: 30 }),
  },
  resetChannelRetention: {
    'a private channel': thing((world) => world.newSecret()),
    'a public channel': thing((world) => world.newOpen()),
  },
  listPins: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  listChannelFiles: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  followThread: {
    "a private channel's": thing(({ secretMessage }) => secretMessage, { following: true }),
    "a public channel's": thing(({ openMessage }) => openMessage, { following: true }),
  },
  listFollowedThreads: { "one's own": nothing },
  markThreadRead: {
    "a private channel's": thing(({ secretMessage }) => secretMessage),
    "a public channel's": thing(({ openMessage }) => openMessage),
  },
  searchMessages: {
    'everything one can read': { input: () => ({ query: 'hello' }) },
    'a private channel': { about: 'channel_id', input: ({ secret }) => ({ query: 'hello', channel_id: secret }) },
    'a public channel': { about: 'channel_id', input: ({ open }) => ({ query: 'hello', channel_id: open }) },
  },
  listMentions: { "one's own": nothing },
  listUnread: { 'the workspace': inTheWorkspace },
  markRead: reading('last_read_message_id'),
  markUnread: reading('from_message_id'),
  markAllRead: { 'the workspace': inTheWorkspace },
  listReadMarkers: { 'a private channel': privateChannel, 'a public channel': publicChannel },
}
