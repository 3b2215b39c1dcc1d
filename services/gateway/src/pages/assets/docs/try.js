import { make } from './elements.js'

const storage = 'parley.docs.token'
const noted = ['x-request-id', 'ratelimit', 'retry-after', 'idempotency-replayed']

export const token = {
  get: () => sessionStorage.getItem(storage) ?? '',
  set: (value) => sessionStorage.setItem(storage, value),
}

/** The panel that sends an operation as it stands, to the gateway this page came from. */
export function tryPanel({ method, path, operation, schemas }) {
  const parameters = (operation.parameters ?? []).map(schemas.resolve)
  const secured = operation.security?.length > 0
  const bodySchema = operation.requestBody?.content?.['application/json']?.schema
  const fields = parameters.map((parameter) => {
    const known = schemas.resolve(parameter.schema)
    const input = make('input', {
      class: 'field',
      placeholder: known.default === undefined ? schemas.typeOf(parameter.schema) : String(known.default),
      spellcheck: 'false',
      autocomplete: 'off',
    })
    return { parameter, input }
  })
  const body = bodySchema && make('textarea', { class: 'field', spellcheck: 'false' })
  if (body) body.value = JSON.stringify(schemas.example(bodySchema), null, 2)
  const credential = make('input', {
    class: 'field',
    type: 'password',
    autocomplete: 'off',
    placeholder: 'token or prl_sk_live_…',
    oninput: () => token.set(credential.value.trim()),
  })
  credential.value = token.get()
  const outcome = make('p', { class: 'outcome', role: 'status', hidden: true })
  const result = make('pre', { hidden: true, tabindex: '0' })

  function describe() {
    let url = path
    const query = new URLSearchParams()
    const headers = {}
    for (const { parameter, input } of fields) {
      const value = input.value.trim()
      if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(value))
      else if (value === '') continue
      else if (parameter.in === 'query') query.append(parameter.name, value)
      else headers[parameter.name] = value
    }
    if (secured && token.get()) headers.Authorization = `Bearer ${token.get()}`
    if (body) headers['Content-Type'] = 'application/json'
    const search = query.size > 0 ? `?${query}` : ''
    return { url: url + search, method: method.toUpperCase(), headers, body: body?.value }
  }

  async function send(event) {
    event.preventDefault()
    const request = describe()
    const startedAt = performance.now()
    outcome.hidden = false
    outcome.textContent = 'Sending …'
    try {
      const answer = await fetch(request.url, { ...request, credentials: 'omit', cache: 'no-store' })
      const text = await answer.text()
      const took = Math.round(performance.now() - startedAt)
      const kept = remember(text)
      const lines = noted
        .map((name) => answer.headers.get(name) && `${name}: ${answer.headers.get(name)}`)
        .filter(Boolean)
      outcome.replaceChildren(
        make('span', { class: `status ${answer.ok ? 'ok' : 'bad'}` }, String(answer.status)),
        ` in ${took} ms${kept ? '. Its token is used from now on.' : ''}`,
      )
      show([...lines, '', pretty(text)].join('\n').trim())
    } catch (error) {
      outcome.textContent = `It could not be sent: ${error.message}`
      result.hidden = true
    }
  }

  /** Whoever signs in here goes on as that person. */
  function remember(text) {
    try {
      const { token: given, tokenType } = JSON.parse(text)
      if (typeof given !== 'string' || tokenType !== 'Bearer') return false
      token.set(given)
      credential.value = given
      return true
    } catch {
      return false
    }
  }

  function show(text) {
    result.textContent = text
    result.hidden = false
  }

  function curl() {
    const { url, method: verb, headers, body: text } = describe()
    const quote = (value) => `'${value.replaceAll("'", `'\\''`)}'`
    const parts = [`curl -X ${verb} ${quote(location.origin + url)}`]
    for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quote(`${name}: ${value}`)}`)
    if (text) parts.push(`-d ${quote(text)}`)
    outcome.hidden = true
    show(parts.join(' \\\n  '))
  }

  return make(
    'form',
    { class: 'try', onsubmit: send },
    make('h2', {}, 'Try it'),
    secured && make('div', { class: 'token' }, make('label', {}, 'Credential, kept in this tab', credential)),
    fields.map(({ parameter, input }) =>
      make('label', {}, parameter.name, parameter.required && make('span', { class: 'need' }, 'required'), input),
    ),
    body && make('label', {}, 'Body', body),
    make(
      'div',
      { class: 'bar' },
      make('button', { class: 'main', type: 'submit' }, 'Send'),
      make('button', { type: 'button', onclick: curl }, 'Show as curl'),
    ),
    outcome,
    result,
  )
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
