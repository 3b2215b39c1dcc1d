// Shows what Web Push brings while no tab is open, and nothing else: it keeps no files and answers no requests.

addEventListener('push', (event) => {
  const { title, body, path, topic } = event.data.json()
  event.waitUntil(self.registration.showNotification(title, { body, tag: topic, data: { path } }))
})

addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(new URL(event.notification.data.path, location.origin)))
})

/** In a tab of the same workspace where there is one. */
async function open(url) {
  const workspace = url.pathname.split('/')[2]
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const tab = tabs.find((each) => new URL(each.url).pathname.split('/')[2] === workspace)
  if (!tab) return self.clients.openWindow(url)
  await tab.focus()
  // A tab that was open before this worker was is none of its own, and cannot be led anywhere.
  return tab.navigate(url).catch(() => self.clients.openWindow(url))
}
