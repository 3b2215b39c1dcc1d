export const en = {
  title: 'How long messages are kept',
  aboutWorkspace:
    'Older messages of all channels and direct messages are deleted, with their files, for good. A channel may have a setting of its own. Conversations of the desk and private conversations with twins stay.',
  aboutChannel: 'Older messages of this channel are deleted, with their files, for good.',
  days: 'Days',
  daysHint: 'Empty: for ever.',
  forEver: 'Messages are kept for ever.',
  keptFor: (days: string) => `Messages are kept for ${days} days.`,
  asWorkspace: 'As the workspace has it.',
  ownChannels: (count: number) =>
    count === 1 ? 'One channel has a setting of its own.' : `${count} channels have a setting of their own.`,
  follow: 'Follow the workspace',
  saved: (time: string) => `Saved. Nothing is deleted by it before ${time}.`,
  deletesTitle: (count: string, isMore: boolean) =>
    `${isMore ? `More than ${count}` : count} ${count === '1' ? 'message is' : 'messages are'} older`,
  deletesAbout: 'They are deleted in an hour, and nothing brings them back. Until then you can change it again.',
  deleteThem: 'Delete them in an hour',
  appliesAt: (time: string) => `Changed just now: nothing is deleted before ${time}.`,
}
export type Texts = typeof en
