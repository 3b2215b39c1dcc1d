import { idOf, typeId } from '@parley/contracts/ids'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { describe, expect, it } from 'vitest'

const uuid = '0190a5b4-7c1e-7def-8abc-0123456789ab'

describe('ids', () => {
  it('survive the way to a TypeID and back, whatever the bits', () => {
    for (const each of [uuid, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      expect(decodeId(encodeId('usr', each), ['usr'])).toBe(each)
    }
  })

  it('match the TypeID specification’s own example', () => {
    expect(encodeId('usr', '01890a5d-ac96-774b-bcce-b302099a8057')).toBe('usr_01h455vb4pex5vsknk084sn02q')
  })

  it('are read in either form and either case', () => {
    expect(decodeId('ch_01HMPJ4WX9R6N8K5T3F0V7QB1Z', ['ch'])).toBe(decodeId('ch_01hmpj4wx9r6n8k5t3f0v7qb1z', ['ch']))
    expect(decodeId(uuid.toUpperCase(), ['ch'])).toBe(uuid)
  })

  it.each([
    ['another prefix', 'usr_01hmpj4wx9r6n8k5t3f0v7qb1z'],
    ['a character outside the alphabet', 'ch_01hmpj4wx9r6n8k5t3f0v7qbil'],
    ['more than 128 bits', 'ch_81hmpj4wx9r6n8k5t3f0v7qb1z'],
    ['one character too few', 'ch_01hmpj4wx9r6n8k5t3f0v7qb1'],
    ['a UUID with a letter beyond f', 'c2aad00b-1e2d-6gb0-dd8f-8dd1df502c33'],
    ['nothing', ''],
  ])('are refused with %s', (_, text) => {
    const parsed = idOf('ch').safeParse(text)
    expect(parsed.error?.issues[0]?.message).toBe('Must be a UUID or an id of the form ch_….')
  })

  it('are answered as TypeIDs where the dialect wants them', () => {
    expect(typeId('wsp').parse(uuid)).toMatch(/^wsp_[0-9a-z]{26}$/)
  })
})
