const orientationTag = 0x0112

/** Which way up a picture is shown, from the TIFF structure that EXIF is; undefined where it is upright or unsaid. */
export function orientationIn(tiff: Buffer): number | undefined {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  try {
    const directory = u32(4)
    for (let entry = 0; entry < u16(directory); entry++) {
      const at = directory + 2 + entry * 12
      if (u16(at) !== orientationTag) continue
      const value = u16(at + 8)
      return value >= 2 && value <= 8 ? value : undefined
    }
  } catch {
    // It ends early: whatever it says, nobody can read it.
  }
  return undefined
}

/** EXIF that says which way up a picture is, and nothing else. */
export function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  tiff.writeUInt16BE(3, 12) // a short
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
