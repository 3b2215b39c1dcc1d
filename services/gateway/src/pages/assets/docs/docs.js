import { inline, make, prose } from './elements.js'
import { showRealtime } from './realtime.js'
import { createSchemas } from './schemas.js'
import { tryPanel } from './try.js'

const main = document.querySelector('main')
const list = document.querySelector('[data-list]')
const search = document.querySelector('[data-search]')

const spec = await (await fetch('/openapi.json')).json()
const schemas = createSchemas(spec)
const operations = Object.entries(spec.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** `postMessage` → `Post message`. */
const labelOf = ({ operationId }) => {
  const words = operationId.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1).replace('api', 'API')
}

const titleOf = ({ summary }) => summary.replace(/\.$/, '')

function introduction() {
  document.title = 'Parley API'
  main.replaceChildren(make('h1', {}, 'Parley API'), prose(spec.info.description))
}

const { fieldsIn } = schemas

function show({ path, method, operation }) {
  document.title = `${titleOf(operation)} · Parley API`
  const limit = operation['x-rate-limit']
  const chips = [
    operation.security?.length > 0 ? `scope ${operation['x-scope']}` : 'no credential',
    operation['x-role'] && `role ${operation['x-role']} or stronger`,
    limit && `${limit.requests} per ${limit.seconds} s`,
  ].filter(Boolean)
  main.replaceChildren(
    make('h1', {}, inline(titleOf(operation))),
    make('p', { class: 'path' }, make('span', { class: `method ${method}` }, method), path),
    make(
      'div',
      { class: 'columns' },
      make(
        'div',
        {},
        make(
          'ul',
          { class: 'chips' },
          chips.map((chip) => make('li', {}, chip)),
        ),
        prose(operation.description),
        parametersOf(operation),
        bodyOf(operation),
        answersOf(operation),
      ),
      tryPanel({ path, method, operation, schemas }),
    ),
  )
}

function parametersOf(operation) {
  const parameters = (operation.parameters ?? []).map(schemas.resolve)
  if (parameters.length === 0) return undefined
  return make(
    'section',
    {},
    make('h2', {}, 'Parameters'),
    make(
      'div',
      { class: 'rows' },
      parameters.map(({ name, schema, description, required, in: place }) =>
        schemas.row(
          `${name}`,
          { ...schema, description: `${description ?? ''} (${place})`.trim() },
          { required, sent: true },
        ),
      ),
    ),
  )
}

function bodyOf({ requestBody }) {
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (!media) return undefined
  return make(
    'section',
    {},
    make('h2', {}, 'Body'),
    prose(`\`${type}\`. ${requestBody.description}`),
    fieldsIn(media.schema, { sent: true }),
  )
}

function answersOf({ responses }) {
  return make(
    'section',
    {},
    make('h2', {}, 'Answers'),
    make(
      'div',
      { class: 'rows' },
      Object.entries(responses).map(([status, given]) => {
        const { description, content = {} } = schemas.resolve(given)
        const schema = Object.values(content)[0]?.schema
        return make(
          'details',
          { class: 'answer', open: status < '300' },
          make(
            'summary',
            {},
            make('span', { class: `status ${status < '400' ? 'ok' : 'bad'}` }, status),
            ' ',
            inline(description),
          ),
          make('div', { class: 'inside' }, schema && fieldsIn(schema)),
        )
      }),
    ),
  )
}

/** The list on the left, as far as it matches what is searched for. */
function listAll() {
  const wanted = search.value.trim().toLowerCase()
  const matches = ({ path, method, operation }) =>
    `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase().includes(wanted)
  const current = decodeURIComponent(location.hash.slice(1))
  const link = (hash, label, attributes = {}) =>
    make('li', {}, make('a', { href: `#${hash}`, 'aria-current': current === hash && 'page', ...attributes }, label))
  const groups = spec.tags.map(({ name }) => {
    const found = operations.filter((each) => each.operation.tags[0] === name && matches(each))
    if (found.length === 0) return undefined
    const items = found.map(({ method, operation }) =>
      link(operation.operationId, [
        make('span', { class: `method ${method}` }, method === 'delete' ? 'del' : method),
        make('span', {}, labelOf(operation)),
      ]),
    )
    return [make('h2', {}, name), make('ul', {}, items)]
  })
  list.replaceChildren(
    make('ul', {}, link('', 'Introduction', { class: 'plain' }), link('realtime', 'Realtime', { class: 'plain' })),
    ...groups.flat().filter(Boolean),
  )
}

function go() {
  const name = decodeURIComponent(location.hash.slice(1))
  const found = operations.find(({ operation }) => operation.operationId === name)
  if (found) show(found)
  else if (name === 'realtime') showRealtime({ main, spec, schemas })
  else introduction()
  listAll()
  scrollTo(0, 0)
}

search.addEventListener('input', listAll)
addEventListener('hashchange', go)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input, textarea')) return
  event.preventDefault()
  search.focus()
})
go()
