import { fold } from '@parley/text/fold'

/** What a visitor is found by. */
export interface VisitorText {
  name: string | null
  email: string | null
  phone: string | null
  ip: string | null
  country: string | null
  city: string | null
}

/** The text of a visitor as it is stored and searched. */
export const searchTextOf = ({ name, email, phone, ip, country, city }: VisitorText): string =>
  foldedText([name, email, phone, ip, country, city].map((field) => field ?? '').join('\n'))

/** Text as it is compared: without case, accents and punctuation. */
export const foldedText = (text: string): string => fold(text).text.trim()
