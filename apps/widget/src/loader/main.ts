import { createCommands, type ParleyGlobal } from './commands.ts'
import { readOptions } from './options.ts'
import { startWidget } from './widget.ts'

declare global {
  interface Window {
    Parley?: ParleyGlobal
  }
}

/** Runs once the page has loaded and the browser has nothing better to do. */
function whenIdle(work: () => void): void {
  const wait = () =>
    'requestIdleCallback' in window ? requestIdleCallback(work, { timeout: 2_000 }) : setTimeout(work)
  if (document.readyState === 'complete') wait()
  else window.addEventListener('load', wait, { once: true })
}

const options = readOptions(document.currentScript)
// A second script tag changes nothing.
if (options && !window.Parley?.isLoaded) {
  const commands = createCommands(window.Parley)
  window.Parley = commands.global
  whenIdle(() => commands.connect(startWidget(options, commands.emit)))
}
