// In the place of transports that are imported and never used here: see vite.frame.config.ts.
export const transports = {}
export const XHR = undefined
export const WT = undefined
