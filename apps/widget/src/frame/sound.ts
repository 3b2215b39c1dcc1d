let context: AudioContext | undefined

/** Two soft tones; nothing where the browser wants a gesture first. */
export function chime(): void {
  try {
    context ??= new AudioContext()
    if (context.state !== 'running') return
    tone(context, context.currentTime, 660)
    tone(context, context.currentTime + 0.12, 880)
  } catch {
    // Without sound, then.
  }
}

function tone(output: AudioContext, at: number, frequency: number): void {
  const oscillator = output.createOscillator()
  const volume = output.createGain()
  oscillator.frequency.value = frequency
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.08, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35)
  oscillator.connect(volume).connect(output.destination)
  oscillator.start(at)
  oscillator.stop(at + 0.4)
}
