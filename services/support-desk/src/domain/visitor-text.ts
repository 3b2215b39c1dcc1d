import { Language } from '@parley/contracts/fields'
import { fold } from '@parley/text/fold'

/** What a visitor is found by. */
export interface VisitorText {
  name: string | null
  email: string | null
  phone: string | null
  ip: string | null
  /** An ISO 3166 code. */
  country: string | null
  city: string | null
}

/**
 * The text of a visitor as it is stored and searched: in its first line what they are called, which agents find them by,
 * and in its second where they are and how they are reached.
 */
export const searchTextOf = ({ name, email, phone, ip, country, city }: VisitorText): string =>
  [
    [name, email],
    [phone, ip, ...namesOf(country), city],
  ]
    .map((fields) => foldedText(fields.map((field) => field ?? '').join(' ')))
    .join('\n')

/** Text as it is compared: without case, accents and punctuation, on one line. */
export const foldedText = (text: string): string => fold(text).text.trim()

const regionNames = Language.options.map((language) => new Intl.DisplayNames(language, { type: 'region' }))

/** A country's code, and what it is called in the languages of the desk. */
const namesOf = (country: string | null): string[] =>
  country === null ? [] : [country, ...regionNames.map((names) => names.of(country)!)]
