import { defineConfig, type Plugin } from 'vite'
import { emojiFiles } from './build/emoji-files.ts'

/** Each file’s styles say the order of the layers: whichever comes first decides it. */
const orderedLayers: Plugin = {
  name: 'ordered-layers',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.css') ? `@layer base, parts, screens;\n${code}` : undefined),
}

/** The console: its page and what it loads, by names that say their content. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  publicDir: 'public',
  plugins: [orderedLayers, emojiFiles],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    // The first that know `light-dark()`.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    manifest: 'manifest.json',
    // One file is smaller than many, and comes with the page.
    cssCodeSplit: false,
    // The policy allows no `data:` URLs, and the polyfill is a script of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
