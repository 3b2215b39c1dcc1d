import { inline, make } from './elements.js'

/** Reads the schemas of one document. */
export function createSchemas(spec) {
  const resolve = (schema) =>
    schema?.$ref
      ? { ...at(schema.$ref), ...(schema.description && { description: schema.description }) }
      : (schema ?? {})
  const at = (ref) =>
    ref
      .slice(2)
      .split('/')
      .reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')], spec)

  const choices = (schema) => schema.anyOf ?? schema.oneOf ?? []
  const nameOf = (schema) => schema.$ref?.split('/').at(-1)

  function typeOf(schema) {
    if (schema.$ref) return nameOf(schema)
    if (schema.const !== undefined) return JSON.stringify(schema.const)
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
    const several = choices(schema)
    if (several.length) return [...new Set(several.map(typeOf))].join(' | ')
    if (schema.type === 'array') return `${typeOf(schema.items ?? {})}[]`
    if (isMap(schema)) return `{[key]: ${typeOf(schema.additionalProperties)}}`
    const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any')
    return schema.format ? `${type} (${schema.format})` : type
  }

  function limitsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems, default: fallback, pattern }) {
    const range = (low, high, unit) =>
      low === undefined && high === undefined ? undefined : `${low ?? '…'} to ${high ?? '…'}${unit}`
    return [
      range(minimum, maximum, ''),
      range(minLength, maxLength, ' characters'),
      range(minItems, maxItems, ' items'),
      fallback !== undefined && `default ${JSON.stringify(fallback)}`,
      pattern && `matches ${pattern}`,
    ].filter(Boolean)
  }

  const isMap = ({ type, properties, additionalProperties: values }) =>
    type === 'object' && !properties && typeof values === 'object'

  /** The objects worth opening up: the schema itself, or those of its items, its values or its choices. */
  function formsOf(schema, depth = 0) {
    const known = resolve(schema)
    if (known.properties) return [known]
    if (known.type === 'array' && depth < 3) return formsOf(known.items, depth + 1)
    if (isMap(known) && depth < 3) return formsOf(known.additionalProperties, depth + 1)
    return choices(known)
      .map(resolve)
      .filter(({ properties }) => properties)
  }

  /** One field; of what is sent it says which are required, of what comes back which may be missing. */
  function row(name, schema, { required, sent, depth = 0 }) {
    const known = resolve(schema)
    const forms = depth < 4 ? formsOf(schema) : []
    const notes = limitsOf(known)
    return make(
      'div',
      {},
      make('span', { class: 'name' }, name),
      make('span', { class: 'type' }, typeOf(schema)),
      sent && required && make('span', { class: 'need' }, 'required'),
      !sent && !required && make('span', { class: 'may' }, 'may be missing'),
      known.description && make('p', {}, inline(known.description)),
      notes.length > 0 && make('p', {}, `${notes.join(', ')}.`),
      forms.map((form, index) =>
        make(
          'details',
          {},
          make('summary', { class: 'type' }, index === 0 ? 'fields' : 'or'),
          rows(form, { sent, depth: depth + 1 }),
        ),
      ),
    )
  }

  function rows({ properties = {}, required = [] }, { sent = false, depth = 0 } = {}) {
    return make(
      'div',
      { class: 'rows' },
      Object.entries(properties).map(([name, schema]) =>
        row(name, schema, { required: required.includes(name), sent, depth }),
      ),
    )
  }

  /** The fields of whatever has some. */
  const fieldsIn = (schema, options) => {
    const forms = formsOf(schema)
    return forms.length === 1 ? rows(forms[0], options) : undefined
  }

  /** A value that the schema could stand for. */
  function example(schema, name = '', depth = 0) {
    const known = resolve(schema)
    if (known.examples?.length) return known.examples[0]
    if (known.default !== undefined) return known.default
    if (known.const !== undefined) return known.const
    if (known.enum) return known.enum[0]
    const [first] = choices(known)
    if (first) return example(first, name, depth)
    const type = Array.isArray(known.type) ? known.type[0] : known.type
    if (type === 'object' || known.properties) {
      if (depth > 4) return {}
      const given = Object.entries(known.properties ?? {}).filter(([key]) => known.required?.includes(key))
      return Object.fromEntries(given.map(([key, inner]) => [key, example(inner, key, depth + 1)]))
    }
    if (type === 'array') return (known.minItems ?? 0) > 0 ? [example(known.items, name, depth + 1)] : []
    if (type === 'integer' || type === 'number') return known.minimum ?? 0
    if (type === 'boolean') return false
    if (type === 'string') return words[name] ?? (known.format === 'email' ? words.email : '')
    return null
  }

  return { resolve, typeOf, row, rows, fieldsIn, example }
}

/** What a person would type. */
const words = {
  email: 'grace@example.com',
  password: 'correct horse battery',
  name: 'Grace',
  content: 'Hello, everyone.',
  channel_type: 'text',
}
