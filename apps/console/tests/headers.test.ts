import { describe, expect, it } from 'vitest'
import { headersOf } from '../src/admin/tools/headers.ts'

describe('headers of an MCP server', () => {
  it('are lines, of which the first colon ends the name', () => {
    expect(headersOf('Authorization: Bearer a:b\n\n X-Team :  lamps ')).toEqual({
      Authorization: 'Bearer a:b',
      'X-Team': 'lamps',
    })
  })

  it('without a colon have no value, so that the server names them', () => {
    expect(headersOf('Authorization')).toEqual({ Authorization: '' })
  })
})
