export const en = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  retry: 'Try again',
  loading: 'Loading…',
  copy: 'Copy',
  copied: 'Copied',
  more: 'More actions',
  loadMore: 'Show more',
  failed: 'This could not be loaded.',
  newVersion: 'There is a newer version of Parley. What you have written is kept.',
  reload: 'Reload for the new version',
  offline: 'Parley cannot be reached right now.',
  refused: (message: string) => `That did not work: ${message}`,
  downloadFile: (name: string) => `Download ${name}`,
  pick: (label: string) => `Pick: ${label}`,
}
export type Texts = typeof en
