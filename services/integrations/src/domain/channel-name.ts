/**
 * A channel's name from elsewhere, as URL-safe as it must be here.
 *
 * @param fallback for a name of which nothing is left
 */
export const channelName = (name: string, fallback: string): string => slug(name) || slug(fallback) || 'channel'

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replaceAll(/^-+|-+$/g, '')
