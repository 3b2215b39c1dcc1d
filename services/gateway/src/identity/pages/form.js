// Sends the page's form, with the token of the mailed link, as JSON to the form's own address.
const find = (name) => document.querySelector(`[data-${name}]`)
const form = find('form')
const problem = find('problem')
const button = form.querySelector('button')
const token = new URLSearchParams(location.search).get('token') ?? ''

function say(message) {
  problem.textContent = message
  problem.hidden = false
}

function done(answer) {
  form.hidden = true
  find('done').hidden = false
  find('done-text').textContent = answer.workspace
    ? `Welcome to ${answer.workspace.name}, ${answer.user.name}.`
    : 'Your new password holds. Sign in with it.'
  if (answer.token) {
    find('token-details').hidden = false
    find('token').value = answer.token
  }
  // The link is used up: a reload should not look as if it were not.
  history.replaceState(null, '', location.pathname)
}

async function submit() {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...fields, token }),
  })
  const answer = await response.json()
  if (response.ok) done(answer)
  else say(answer.data?.[0]?.path === 'token' ? answer.data[0].message : answer.statusMessage)
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  problem.hidden = true
  button.disabled = true
  try {
    await submit()
  } catch {
    say('Parley cannot be reached right now. Try again in a moment.')
  } finally {
    button.disabled = false
  }
})

find('show-password').addEventListener('change', (event) => {
  find('password').type = event.target.checked ? 'text' : 'password'
})

if (!token) {
  say('This link is incomplete: open it from the mail once more.')
  button.disabled = true
}
