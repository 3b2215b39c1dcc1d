/** `n`: as the language writes numbers. */
export const en = {
  required: 'Has to be filled in.',
  tooLong: (n: string) => `At most ${n} characters.`,
  tooShort: (n: string) => `At least ${n} characters.`,
  tooMany: (n: string) => `At most ${n} entries.`,
  atMost: (n: string) => `At most ${n}.`,
  atLeast: (n: string) => `At least ${n}.`,
  email: 'Is not an email address.',
  url: 'Is not an address such as https://example.com.',
  number: 'Is not a whole number.',
  time: 'Is not a time or day.',
  taken: 'Is taken already.',
  wrong: 'Is wrong.',
  hidden: 'Has characters that cannot be seen, or several lines.',
}
export type Texts = typeof en
