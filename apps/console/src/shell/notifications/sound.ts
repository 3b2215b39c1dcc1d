import type { Preferences } from '@parley/client/index'

/** The tones of each sound: their frequency in hertz, when they begin and how long they last, in seconds. */
const sounds: Readonly<
  Record<Exclude<Preferences['notification_sound'], 'none'>, readonly [number, number, number][]>
> = {
  chime: [
    [880, 0, 0.5],
    [1_320, 0.12, 0.6],
  ],
  knock: [
    [180, 0, 0.08],
    [150, 0.14, 0.08],
  ],
}

/** Plays the sound that somebody has chosen; browsers refuse it until the page was pressed once. */
export function play(sound: Preferences['notification_sound']): void {
  if (sound === 'none') return
  const context = new AudioContext()
  const ends = sounds[sound].map(([hertz, start, length]) => {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const begin = context.currentTime + start
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.12, begin)
    volume.gain.exponentialRampToValueAtTime(0.001, begin + length)
    tone.connect(volume).connect(context.destination)
    tone.start(begin)
    tone.stop(begin + length)
    return new Promise((resolve) => {
      tone.onended = resolve
    })
  })
  void Promise.all(ends).then(() => context.close())
}
