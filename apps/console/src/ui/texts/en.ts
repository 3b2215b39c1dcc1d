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
  offline: 'Parley cannot be reached right now.',
  refused: (message: string) => `That did not work: ${message}`,
  downloadFile: (name: string) => `Download ${name}`,
}
export type Texts = typeof en
