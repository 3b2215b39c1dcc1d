// Sends the page's form, with the token of the mailed link, as JSON to the form's own address.
const find = (name) => document.querySelector(`[data-${name}]`)
const form = find('form')
const lead = find('lead')
const problem = find('problem')
const button = form.querySelector('button')
const token = new URLSearchParams(location.search).get('token') ?? ''

function showProblem(message) {
  problem.textContent = message
  problem.hidden = false
}

function done(answer) {
  form.hidden = true
  lead.hidden = true
  find('done').hidden = false
  find('done-text').textContent = messageFor(answer)
  if (answer.token) {
    find('token-details').hidden = false
    find('token').value = answer.token
  }
  // The link is used up: a reload should not look as if it were not.
  history.replaceState(null, '', location.pathname)
}

function messageFor(answer) {
  if (answer.workspace) return `Welcome to ${answer.workspace.name}, ${answer.user.name}.`
  if (answer.passwordChanged === undefined) return 'Your password is set. Sign in with it.'
  if (!answer.passwordChanged) return 'Your address is confirmed.'
  return 'Your address is confirmed, and the account is yours: sign in with the password you have just chosen. Everybody who was signed in is signed out.'
}

function problemIn({ statusMessage, data }) {
  const [detail] = data ?? []
  if (!detail) return statusMessage
  return detail.path === 'token' ? detail.message : `${detail.path}: ${detail.message}`
}

const post = (url, body) =>
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

async function submit() {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))
  const response = await post(form.action, { ...fields, token })
  const answer = await response.json()
  if (!response.ok) return showProblem(problemIn(answer))
  // Where this fails, the console asks who they are.
  if (answer.workspace) await signIn(answer.user.email, fields.password).catch(() => {})
  done(answer)
}

/** The console then opens without asking again for what was typed here. */
const signIn = (email, password) => post('/api/auth/browser-session', { email, password })

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  problem.hidden = true
  button.disabled = true
  try {
    await submit()
  } catch {
    showProblem('Parley cannot be reached right now. Try again soon.')
  } finally {
    button.disabled = false
  }
})

find('show-password').addEventListener('change', (event) => {
  find('password').type = event.target.checked ? 'text' : 'password'
})

/** Who has invited whom into what, before anybody types anything. */
async function showInvite() {
  const response = await post('/api/auth/show-invite', { token })
  const answer = await response.json()
  if (response.status === 400) return showProblem(problemIn(answer))
  if (!response.ok) return
  const { workspace, invitedBy } = answer
  find('title').textContent = `Join ${workspace.name}`
  if (invitedBy) find('invited').textContent = `${invitedBy.name} has invited you to ${workspace.name}.`
}

if (token && location.pathname === '/accept-invite') showInvite().catch(() => {}) // The form works without it.

if (!token) {
  showProblem('This link is incomplete: open it from the mail once more.')
  button.disabled = true
}
