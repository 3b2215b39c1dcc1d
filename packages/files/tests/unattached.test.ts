import { describe, expect, it } from 'vitest'
import { fits, isFull } from '../src/unattached.ts'

const limits = { maxBytes: 1_000, maxFiles: 10 }
const none = { files: 0, bytes: 0 }

describe('an upload becomes files', () => {
  it('up to exactly what may be unattached', () => {
    expect(fits({ files: 1, bytes: 990 }, [{ size: 10 }], limits)).toBe(true)
    expect(fits({ files: 1, bytes: 990 }, [{ size: 5 }, { size: 6 }], limits)).toBe(false)
    expect(fits({ files: 9, bytes: 0 }, [{ size: 0 }], limits)).toBe(true)
    expect(fits({ files: 9, bytes: 0 }, [{ size: 0 }, { size: 0 }], limits)).toBe(false)
  })

  it('of any size where nothing else is unattached', () => {
    expect(fits(none, [{ size: 2_000 }], limits)).toBe(true)
  })

  it('of which none is read when nothing more may be', () => {
    expect(isFull(none, limits)).toBe(false)
    expect(isFull({ files: 10, bytes: 0 }, limits)).toBe(true)
    expect(isFull({ files: 1, bytes: 1_000 }, limits)).toBe(true)
  })
})
