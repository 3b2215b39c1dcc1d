import type { EntityType } from '@parley/contracts/knowledge/graph'
import { firstNames, organisations, places, products } from './gazetteer.ts'
import type { Name } from './names.ts'

/** How a document is written. */
export interface Writing {
  /** Whether a word is elsewhere in it without a capital. */
  isKnownSmall: (word: string) => boolean
  /** Whether its nouns are written small, so that a capital says something. */
  hasSmallNouns: boolean
}

/** What a name is, as far as one sentence says; certain evidence weighs 3, likely 1. */
export interface Evidence {
  type: EntityType
  weight: number
}

const set = (words: string) => new Set(words.split(' '))

/** What ends, or begins, the name of an organisation; folded. */
const organisationEnds = set(
  `inc corp corporation ltd llc llp plc gmbh ag kg kgaa se ohg ug mbh bv nv sa sas srl spa oy ab as aps pty holding holdings
   group labs laboratories bank university institute ministry agency foundation association council committee commission
   hospital clinic college school academy airlines airways systems technologies solutions partners ventures capital
   industries electronics motors pharmaceuticals insurance software consulting logistics energy media studios union
   universitat institut ministerium stiftung verband verein versicherung werke universitesi bankasi bakanligi vakfi dernegi
   sirketi company times post journal museum orchestra party court department office authority`.replaceAll(/\s+/g, ' '),
)
const organisationBegins = set(
  'university bank ministry institute department council house college academy school universite universidad universitat',
)
const placeEnds = set(
  'city county street avenue road square island islands river lake mountain mountains valley bay beach district province airport station park strasse platz',
)
const productEnds = set(
  'pro max plus ultra lite mini studio cloud suite sdk api app os server desktop enterprise edition',
)

/** Not names by themselves: days, months, words of headings, and what companies call their own parts. */
const common = set(
  `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
   november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober
   dezember q1 q2 q3 q4 hr it ceo cto cfo coo vp pdf html api url faq todo note notes table figure chapter section appendix
   page step version draft english german french spanish turkish american european british chinese japanese christmas easter
   internet email web dear hello hi thanks best regards yes ok`.replaceAll(/\s+/g, ' '),
)

const before = {
  person:
    /\b(?:led by|founded by|written by|signed by|managed by|hired|interviewed|contact|email|ask|call|colleague|author|successor|co-founder|founder|manager|engineer|developer|designer|director|head of [\w ]{2,30},?|geleitet von|gegründet von)\s+$/iu,
  organisation:
    /\b(?:works? (?:at|for)|worked (?:at|for)|working (?:at|for)|joined|joins|employed (?:at|by)|acquired(?: by)?|acquires|bought|subsidiary of|customers? (?:like|such as)|partner(?:s|ed|ing)? with|competitors?|supplier|vendor|(?:C[ETFO]O|president|director|head|chair(?:man|woman)?|founder|employee|board|owner) of|arbeitet (?:bei|für)|invest(?:ed|s|or) in|contract with|merged? with|sued|headquarters of)\s+(?:the\s+)?$/iu,
  place:
    /\b(?:based|located|headquartered|situated|born|lives?|living|lived|offices?|warehouses?|factory|plants?|branch(?:es)?|stores?|held|meeting|conference|moved?|relocat\w+|travel(?:s|led)?|flight|flew|shipp\w+)\s+(?:in|to|from|near|at)\s+(?:the\s+)?$|\b(?:city|town|village|state|region|port|capital) of\s+$|\bmit Sitz in\s+$/iu,
  product:
    /\b(?:launch(?:es|ed|ing)?|releas(?:es|ed|ing)|introduc(?:es|ed|ing)|upgrad(?:e|ed|ing) to|migrat(?:e|ed|ing) (?:to|from)|install(?:s|ed|ing)?|running on|built (?:on|with)|powered by|product(?:s)?,?|version of|users of|licen[cs]e(?:s)? for|subscription to)\s+(?:the\s+|our\s+|its\s+)?$/iu,
}
const after = {
  person:
    /^(?:,\s+\d{2},|\s+(?:said|says|told|wrote|explained|added|joined|leads|led|founded|co-founded|works|worked|lives|was born|studied|graduated|reports to|manages|agreed|believes|argues|sagte|arbeitet|leitet|gründete)\b|,\s+(?:the\s+|our\s+|a\s+|an\s+)?(?:[\w-]+\s+){0,3}(?:C[ETFO]O|CISO|president|director|manager|engineer|head|founder|co-founder|chair\w*|professor|analyst|designer|author|minister|Geschäftsführer(?:in)?|Leiter(?:in)?)\b|\s+\((?:C[ETFO]O|head of|director))/iu,
  organisation:
    /^(?:['’]s\s+(?:C[ETFO]O|board|headquarters|customers|employees|shareholders|revenue|founder|office|competitors)\b|\s+(?:announced|acquired|acquires|employs|employed|hired|reported revenue|raised|was founded|is headquartered|is based|was acquired|went public|filed|supplies|sponsors|invested|operates|manufactures|produces|develops|entlässt|übernimmt|beschäftigt|wurde gegründet)\b|\s+\((?:NYSE|NASDAQ|ETR|LSE)\b)/iu,
  product:
    /^(?:\s*[™®]|\s+(?:v?\d+(?:\.\d+)+|version \d|is a (?:tool|product|platform|library|framework|database|service)|supports|app\b|plug-?in\b|platform\b|integration\b|subscription\b|dashboard\b|licen[cs]es?\b))/iu,
}

/** A name is what a list says, or what its own words or those around it say; undefined where nothing says anything. */
export function classify(name: Name, sentence: string, { isKnownSmall, hasSmallNouns }: Writing): Evidence | undefined {
  const { key, words, text } = name
  const first = words[0]!
  const last = words.at(-1)!
  if (words.length === 1 && common.has(key)) return undefined
  const ahead = sentence.slice(Math.max(0, name.start - 60), name.start)
  const behind = sentence.slice(name.end, name.end + 60)
  const certain = (type: EntityType): Evidence => ({ type, weight: 3 })
  const likely = (type: EntityType): Evidence => ({ type, weight: 1 })

  if (name.hasTitle && (words.length > 1 || !organisations.has(key)) && !organisationEnds.has(last))
    return certain('person')
  if (products.has(key) && (words.length > 1 || !isKnownSmall(key))) return certain('product')
  if (organisations.has(key) && isWritten(text, isKnownSmall)) return certain('organisation')
  if (places.has(key) && !after.person.test(behind)) return certain('place')
  if (words.length > 1 && (organisationEnds.has(last) || last === 'a s')) return certain('organisation')
  if (words.length > 2 && organisationBegins.has(first) && /\b(?:of|de|von|für|der)\b/u.test(text))
    return certain('organisation')
  if (
    words.length > 1 &&
    words.length <= 4 &&
    firstNames.has(first) &&
    !/\d/.test(text) &&
    !words.some((word) => places.has(word))
  )
    return certain('person')
  if (words.length > 1 && placeEnds.has(last) && !/\d/.test(text)) return certain('place')
  if (words.length > 1 && (productEnds.has(last) || /^v?\d/.test(last)) && !/^(?:19|20)\d\d$/.test(last)) {
    const head = words[0]!
    return products.has(head) || after.product.test(behind) || before.product.test(ahead) || /\p{Ll}\p{Lu}/u.test(text)
      ? certain('product')
      : undefined
  }
  // From here on a capital must say something.
  if (name.isFirst && words.length === 1 && !/\p{Ll}\p{Lu}/u.test(text)) {
    const isSure = after.organisation.test(behind) && !isKnownSmall(first) && hasSmallNouns
    return isSure ? likely('organisation') : undefined
  }
  if (!hasSmallNouns && words.length === 1 && !/\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u.test(text)) return undefined
  if (words.every(isKnownSmall)) return undefined
  if (isRole(words)) return undefined
  if (before.organisation.test(ahead) || after.organisation.test(behind)) return likely('organisation')
  if (
    words.length > 1 &&
    words.length <= 3 &&
    (after.person.test(behind) || before.person.test(ahead)) &&
    !/\d|^\p{Lu}{2,}\b/u.test(text)
  )
    return likely('person')
  if (words.length === 1 && firstNames.has(first) && (after.person.test(behind) || before.person.test(ahead)))
    return likely('person')
  if (before.place.test(ahead) && words.length <= 3 && !/\d/.test(text)) return likely('place')
  if (before.product.test(ahead) || after.product.test(behind)) return likely('product')
  if (words.length === 1 && /\p{Ll}\p{Lu}/u.test(text) && /^\p{Lu}/u.test(text) && text.length > 4)
    return likely('product')
  return undefined
}

/** A company whose name is a word too is meant where that is not written small: `Apple`, `Meta`, `Ford`. */
const isWritten = (text: string, isKnownSmall: Writing['isKnownSmall']): boolean =>
  /^\p{Lu}{2,}/u.test(text) || text.includes(' ') || !isKnownSmall(text.toLowerCase())

/** `Vice President`, `Head of Sales`: a role is nobody. */
const roles = set(
  'president director manager engineer head officer chief vice senior junior lead team sales marketing operations engineering finance product human resources support board chair ceo cto cfo policy guide handbook manual report plan overview introduction summary agenda minutes terms conditions',
)
const isRole = (words: readonly string[]): boolean =>
  words.every((word) => roles.has(word) || word === 'of' || word === 'and')
