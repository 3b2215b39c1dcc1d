import { defineConfig } from 'vite'

/** What a company's page loads: one script, which is no module, so that it knows its own tag. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    reportCompressedSize: false,
    lib: { entry: 'src/loader/main.ts', formats: ['iife'], name: 'ParleyLoader', fileName: () => 'widget.js' },
  },
})
