const words = {
  ready: 'all up',
  degraded: 'degraded',
  starting: 'starting',
  unavailable: 'unavailable',
  stopping: 'stopping',
}

/** Shows which services answer; without it, or while nothing answers, the page reads as well. */
async function look() {
  const answer = await fetch('/readyz', { cache: 'no-store' })
  const { status, dependencies } = await answer.json()
  for (const card of document.querySelectorAll('[data-service]')) {
    const { status: state, error } = dependencies[card.dataset.service] ?? { status: 'up' }
    card.dataset.status = state
    card.title = error ?? state
  }
  const pill = document.querySelector('[data-overall]')
  pill.textContent = words[status] ?? status
  pill.hidden = false
}

const again = () => look().catch(() => {})
again()
setInterval(() => document.hidden || again(), 10_000)
