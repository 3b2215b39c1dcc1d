import { pageLimits } from '@parley/contracts/desk/widget'

export interface Page {
  url: string
  title: string
  /** The page that led there. */
  referrer?: string
}

export interface NotedPage extends Page {
  at: string
}

/** The pages of a visitor with the one that they look at now, newest first. */
export function withPage(pages: readonly NotedPage[], page: Page, at: Date): NotedPage[] {
  const [last, ...others] = pages
  const isSame = last?.url === page.url
  const rest = isSame ? others : pages
  return [
    { ...(isSame && last.referrer !== undefined && { referrer: last.referrer }), ...page, at: at.toISOString() },
    ...rest,
  ].slice(0, pageLimits.kept)
}

const visitEndsAfterMs = 30 * 60_000

/** Whether somebody who was last seen then begins another visit. */
export const isNewVisit = (lastSeenAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(lastSeenAt) > visitEndsAfterMs
