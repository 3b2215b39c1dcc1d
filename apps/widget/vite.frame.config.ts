import { defineConfig, type Plugin } from 'vite'

/** Vite's helper preloads the styles and imports of chunks; those of this application have none. */
const withoutPreloading: Plugin = {
  name: 'without-preloading',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
}

/** Of socket.io: the client brings its own transports, and no event has bytes in it. */
const unused = /^\.\/(?:transports\/(?:index|polling-xhr(?:\.node)?)|binary|is-binary)\.js$/

/** The application in the frame: an entry, its styles, and what is loaded when it is needed. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/widget/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [withoutPreloading],
  resolve: { alias: [{ find: unused, replacement: `${import.meta.dirname}/src/frame/unused.ts` }] },
  build: {
    // The first that know `light-dark()`.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    manifest: 'manifest.json',
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: 'src/frame/main.tsx' },
  },
})
