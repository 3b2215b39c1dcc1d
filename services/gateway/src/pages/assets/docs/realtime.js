import { inline, make, prose } from './elements.js'

/** The page about the socket: how to connect, what to send, what comes, and how it ends. */
export function showRealtime({ main, spec, schemas }) {
  const { connecting, messages, error, limits, goodbyes } = spec['x-socket-messages']
  const { envelope, events } = spec['x-socket-events']

  const section = (title, ...content) => make('section', {}, make('h2', {}, title), ...content)
  const list = (items) => make('div', { class: 'rows' }, items)
  const item = (name, type, ...content) =>
    make('div', {}, make('span', { class: 'name' }, name), type && make('span', { class: 'type' }, type), ...content)
  const folded = (title, content) => content && make('details', {}, make('summary', { class: 'type' }, title), content)

  const message = ({ name, description, payload, acknowledgement, errors }) =>
    item(
      name,
      payload ? schemas.typeOf(payload) : 'no argument',
      make('p', {}, inline(description)),
      make('p', {}, inline(`Refused with ${errors.map((code) => `\`${code}\``).join(', ')}.`)),
      payload && folded('argument', schemas.fieldsIn(payload, { sent: true })),
      folded('acknowledgement', schemas.fieldsIn(acknowledgement)),
    )

  const event = ({ type, delivery, audience, description, data }) =>
    item(
      type,
      delivery,
      make('p', {}, inline(audience)),
      description && make('p', {}, inline(description)),
      folded('data', schemas.fieldsIn(data)),
    )

  const ending = ({ code, when, remedy }) =>
    item(code, undefined, make('p', {}, inline(when)), make('p', {}, inline(`What to do: ${remedy}`)))

  const limit = ({ name, value, description }) =>
    item(name, value.toLocaleString('en'), make('p', {}, inline(description)))

  document.title = 'Realtime · Parley API'
  main.replaceChildren(
    make('h1', {}, 'Realtime'),
    section(
      'Connecting',
      prose(connecting.description),
      schemas.fieldsIn(connecting.auth, { sent: true }),
      make('h2', {}, 'Refusals: connect_error'),
      list(connecting.refusals.map(ending)),
    ),
    section(
      'What a client sends',
      prose('Each with one argument at most and, if wanted, an acknowledgement. In its place a refusal is:'),
      schemas.fieldsIn(error),
      make('h2', {}, 'Messages'),
      list(messages.map(message)),
    ),
    section('Limits', list(limits.map(limit))),
    section(
      'What a client receives',
      prose('Each event arrives under its type with one argument:'),
      schemas.fieldsIn(envelope),
      make('h2', {}, 'Events'),
      list(events.map(event)),
    ),
    section(
      'How it ends: goodbye',
      prose('The last event before the server closes a socket says why, as `data.code`.'),
      list(goodbyes.map(ending)),
    ),
  )
}
