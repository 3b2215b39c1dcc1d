import { unattachedLimits } from '@parley/contracts/messages/files'
import { describe, expect, it } from 'vitest'
import { decideSaving, isFull } from '../src/domain/uploads.ts'

const open = { channelType: 'text', isArchived: false }
const none = { files: 0, bytes: 0 }
const { maxBytes, maxFiles } = unattachedLimits

describe('an upload becomes files', () => {
  it('of a channel that its uploader can read and that is not archived', () => {
    expect(decideSaving(open, none, [{ size: 1 }])).toBe('kept')
    expect(decideSaving(undefined, none, [{ size: 1 }])).toBe('not_found')
    expect(decideSaving({ ...open, isArchived: true }, none, [{ size: 1 }])).toBe('archived')
  })

  it('up to exactly what may be unattached', () => {
    expect(decideSaving(open, { files: 1, bytes: maxBytes - 10 }, [{ size: 10 }])).toBe('kept')
    expect(decideSaving(open, { files: 1, bytes: maxBytes - 10 }, [{ size: 5 }, { size: 6 }])).toBe('full')
    expect(decideSaving(open, { files: maxFiles - 1, bytes: 0 }, [{ size: 0 }])).toBe('kept')
    expect(decideSaving(open, { files: maxFiles - 1, bytes: 0 }, [{ size: 0 }, { size: 0 }])).toBe('full')
  })

  it('and none is read when nothing more may be', () => {
    expect(isFull(none)).toBe(false)
    expect(isFull({ files: maxFiles, bytes: 0 })).toBe(true)
    expect(isFull({ files: 1, bytes: maxBytes })).toBe(true)
  })
})
