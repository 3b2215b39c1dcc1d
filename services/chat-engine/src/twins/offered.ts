import { invalid } from '@parley/kit/errors'
import { isAllowed } from '../config.ts'
import type { TwinsContext } from './context.ts'

/** Whether a twin may be given a model; null is the default. */
export const isOffered = ({ config }: Pick<TwinsContext, 'config'>, model: string | null): boolean =>
  model === null || isAllowed(model, config.CHAT_MODELS)

/** @throws ServiceError 400 where the model is none of those that are offered */
export function assertOffered(
  context: Pick<TwinsContext, 'config'>,
  { model }: { model?: string | null | undefined },
): void {
  if (!isOffered(context, model ?? null)) throw invalid('model', 'Must be one of GET /api/v2/models.')
}
