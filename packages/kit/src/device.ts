import bowser from 'bowser'

/** From where somebody signs in. */
export interface Origin {
  ip: string
  userAgent: string | undefined
}

const maxLength = 100

/**
 * What sent a `User-Agent`, in words: `Firefox 146 on Windows`, `Safari 18 on iPhone`. A program that is no browser is called
 * as it calls itself: `curl/8.5.0`.
 */
export function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  if (!userAgent.startsWith('Mozilla/')) return userAgent.split(' ', 1)[0]!.slice(0, maxLength) || null
  const { browser, os, platform } = bowser.parse(userAgent)
  if (!browser.name) return 'A browser'
  const version = browser.version?.split('.', 1)[0]
  const system = platform.model ?? os.name
  return [browser.name, version, system && `on ${system}`].filter(Boolean).join(' ').slice(0, maxLength)
}
