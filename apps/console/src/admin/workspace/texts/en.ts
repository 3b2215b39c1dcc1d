export const en = {
  title: 'Settings',
  about: 'What the workspace is called. Everybody in it sees this.',
  name: 'Name of the workspace',
  company: 'Company',
  companyHint: 'Visitors of your websites see it.',
  saved: 'Saved.',
  delete: 'Delete the workspace',
  deleteAbout:
    'Every message, file, document, visitor and setting is deleted, seven days after you ask for it. Until then everything goes on, and any owner can keep it.',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteTitleAbout: (day: string) =>
    `On ${day} everything in it is deleted, everywhere. Until then people can export what they need, and any owner can keep it.`,
  password: 'Your password',
  deleteOn: (day: string) => `Delete on ${day}`,
  deletesOn: (time: string) => `This workspace is deleted on ${time}`,
  deletesOnAbout: 'Then everything in it is gone for good. Until then everything works.',
  keep: 'Keep the workspace',
  kept: 'The workspace is kept.',
  receipt: 'What becomes of it',
  consequences: [
    'Everybody keeps their account, and loses their sessions, API keys and sockets for this workspace.',
    'Widgets on websites and bridges to other platforms stop; what is on those platforms stays there.',
    'Messages, files, documents, twins, visitors, settings and the audit log are deleted everywhere.',
    'What was mailed or downloaded before is out of reach, and backups are your operator’s.',
  ],
}
export type Texts = typeof en
