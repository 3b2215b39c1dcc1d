import type { HostPage } from '../protocol.ts'

export const currentPage = (): HostPage => ({
  url: location.href,
  title: document.title,
  referrer: document.referrer,
})

/** Some pages change their address and title a moment after one another. */
const settleMs = 300

/** Calls back when the page shows another address without loading: in applications of one page. */
export function onPageChange(work: () => void): void {
  let last = location.href
  let timer: ReturnType<typeof setTimeout>
  const look = () => {
    if (location.href === last) return
    last = location.href
    clearTimeout(timer)
    timer = setTimeout(work, settleMs)
  }
  const { navigation } = window as { navigation?: EventTarget }
  navigation?.addEventListener('currententrychange', look)
  window.addEventListener('popstate', look)
  window.addEventListener('hashchange', look)
}
