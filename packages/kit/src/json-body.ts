import { isUtf8 } from 'node:buffer'
import express from 'express'

/**
 * Reads a JSON body of at most so many bytes into `request.body`. A body that is not the UTF-8 it says it is fails:
 * decoded leniently, what is stored would not be what was sent.
 */
export const jsonBody = (limitBytes: number) =>
  express.json({
    limit: limitBytes,
    strict: false,
    verify: (_request, _response, body, encoding) => {
      if (/^utf-?8$/i.test(encoding) && !isUtf8(body)) throw new Error('not UTF-8')
    },
  })
