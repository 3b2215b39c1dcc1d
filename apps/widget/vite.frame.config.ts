import { defineConfig, type Plugin } from 'vite'

/** Vite's helper preloads the styles and imports of chunks; those of this application have none. */
const withoutPreloading: Plugin = {
  name: 'without-preloading',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
}

/** Modules of socket.io by what stands in their place: the client brings its own transports, and no event has bytes in it. */
const replaced: [module: RegExp, by: string][] = [
  [/^\.\/transports\/(?:index|webtransport|polling-xhr(?:\.node)?)\.js$/, 'unused.ts'],
  [/^\.\/(?:contrib\/parse(?:uri|qs)|url)\.js$/, 'address.ts'],
  [/^engine\.io-parser$/, 'packets.ts'],
  [/^socket\.io-parser$/, 'parser.ts'],
]

const smallSocket: Plugin = {
  name: 'small-socket',
  enforce: 'pre',
  resolveId(module) {
    const file = replaced.find(([name]) => name.test(module))?.[1]
    return file && `${import.meta.dirname}/src/frame/socket/${file}`
  },
}

/** The application in the frame: an entry, its styles, and what is loaded when it is needed. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/widget/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [withoutPreloading, smallSocket],
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
