import { globSync, readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

const folder = `${import.meta.dirname}/src/frame`

/** Vite's helper preloads the styles and imports of chunks; those of this application have none. */
const withoutPreloading: Plugin = {
  name: 'without-preloading',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
}

/**
 * Modules by what stands in their place: the client brings its own transports, no event has bytes in it, and nothing runs
 * in Node.
 */
const replaced: [module: RegExp, inPackage: string, by: string][] = [
  [/^\.\/transports\/(?:index|webtransport|polling-xhr(?:\.node)?)\.js$/, 'engine.io-client', 'socket/unused.ts'],
  [/^\.\/contrib\/parse(?:uri|qs)\.js$/, 'engine.io-client', 'socket/address.ts'],
  [/^\.\.?\/util\.js$/, 'engine.io-client', 'socket/util.ts'],
  [/^@socket\.io\/component-emitter$/, '', 'socket/emitter.ts'],
  [/^engine\.io-parser$/, '', 'socket/packets.ts'],
  [/^socket\.io-parser$/, '', 'socket/parser.ts'],
  [/^\.\/page\.ts$/, 'packages/client', 'unpaged.ts'],
  [/^preact\/jsx-runtime$/, '', 'jsx.ts'],
]

const smaller: Plugin = {
  name: 'smaller',
  enforce: 'pre',
  resolveId(module, importer = '') {
    const file = replaced.find(([name, inPackage]) => name.test(module) && importer.includes(`${inPackage}/`))?.[2]
    return file && `${folder}/${file}`
  },
  /** One connection of one namespace: there is nothing to look up. */
  load(file) {
    if (!file.endsWith('/socket.io-client/build/esm/index.js')) return
    return `import { Manager } from './manager.js'
      export const io = (address, options) => new Manager(address, options).socket('/', options)`
  },
}

/** The design has tokens that nothing in the frame uses. */
const usedTokens: Plugin = {
  name: 'used-tokens',
  enforce: 'pre',
  transform(css, file) {
    if (!file.endsWith('/design/tokens.css')) return
    const sources = globSync(`${folder}/**/*.{css,ts,tsx}`).map((path) => readFileSync(path, 'utf8'))
    const base = readFileSync(file.replace('tokens.css', 'base.css'), 'utf8')
    const used = new Set([css, base, ...sources].join().match(/(?<=var\()--[\w-]+/g))
    return css.replaceAll(/^ *(--[\w-]+):.*\n/gm, (line, name) => (used.has(name) ? line : ''))
  },
}

/** The application in the frame: an entry, its styles, and what is loaded when it is needed. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/widget/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [withoutPreloading, smaller, usedTokens],
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
