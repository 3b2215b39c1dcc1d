/** What stands around an address in prose or Markdown, and is no part of it. */
const around = /[\s<>()[\]{}"'„“”‚‘’«»`|,]+/u
const trailing = /[.,;:!?…]+$/u

/** The words of a text that may be addresses, with or without a scheme, without what stands around them. */
export const addressesIn = (text: string): string[] =>
  text.split(around).flatMap((word) => (word.includes('.') ? [word.replace(trailing, '')] : []))

const hasScheme = (address: string): boolean => /^https?:\/\//i.test(address) && URL.canParse(address)

/** Of them those that are written in full, each once. */
export const fullAddressesIn = (text: string): string[] => [...new Set(addressesIn(text).filter(hasScheme))]

/** A text without the addresses in it that are written in full. */
export const withoutAddresses = (text: string): string =>
  fullAddressesIn(text)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, address) => rest.replaceAll(address, ' '), text)
