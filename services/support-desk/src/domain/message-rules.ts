import { invalid } from '@parley/kit/errors'

/** @throws ServiceError 400 for a message without text and files, and for a `FILE` without any */
export function requireSomething(
  { content, messageType }: { content: string; messageType: 'TEXT' | 'FILE' },
  files: readonly unknown[],
): void {
  if (content === '' && files.length === 0) throw invalid('content', 'Must show something, or come with files.')
  if (messageType === 'FILE' && files.length === 0) throw invalid('messageType', 'FILE comes with `attachments`.')
}
