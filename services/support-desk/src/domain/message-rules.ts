import { invalid } from '@parley/kit/errors'

/** @throws ServiceError 400 for a message without text and files */
export function requireSomething(content: string, files: readonly unknown[]): void {
  if (content === '' && files.length === 0) throw invalid('content', 'Must show something, or come with files.')
}
