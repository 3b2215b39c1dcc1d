import type { Visitor } from '@parley/client/index'

/** Whether a widget was opened on a website, as far as the visitors who were last seen show it. */
export interface Sighting {
  /** When last. */
  seenAt: string | undefined
  /** At how many visitors was looked. */
  lookedAt: number
}

export function sightingOn(host: string, visitors: readonly Pick<Visitor, 'pages'>[]): Sighting {
  const times = visitors
    .flatMap(({ pages }) => pages)
    .filter(({ url }) => URL.parse(url)?.hostname === host)
    .map(({ at }) => at)
  return { seenAt: times.sort().at(-1), lookedAt: visitors.length }
}
