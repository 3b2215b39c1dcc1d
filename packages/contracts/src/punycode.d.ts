declare module 'punycode.js' {
  const punycode: {
    /** Decodes every `xn--` label of a domain. */
    toUnicode(domain: string): string
  }
  export default punycode
}
