export const en = {
  title: (channel: string) => `Save ${channel}`,
  about: (count: number) =>
    `What you can read of it, threads included: the newest ${count.toLocaleString('en')} messages. Files are named, not contained.`,
  format: 'Format',
  formats: { text: 'Text, to be read', json: 'JSON, with everything' },
  reading: 'Messages are read',
  save: 'Save',
}
export type Texts = typeof en
