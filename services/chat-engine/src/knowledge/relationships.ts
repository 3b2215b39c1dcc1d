import type { EntityType, RelationshipType } from '@parley/contracts/knowledge/graph'
import type { Mention, Relationship } from './graph.ts'

/** What two neighbours in a sentence have to do with one another, by what stands between them. */
interface Rule {
  type: RelationshipType
  from: readonly EntityType[]
  to: readonly EntityType[]
  /** The whole text between the two. */
  between: RegExp
  /** The second does it to the first. */
  isReversed?: true
}

const chief =
  '(?:C[ETFO]O|CISO|president|chair(?:man|woman|person)?|managing director|director|head|general manager|Geschäftsführer(?:in)?|Leiter(?:in)?|Vorstand\\w*|genel müdürü)'
const person = ['person'] as const
const organisation = ['organisation'] as const
const product = ['product'] as const
const place = ['place'] as const
const somebody = ['person', 'organisation'] as const

const rules: readonly Rule[] = [
  {
    type: 'founded',
    from: somebody,
    to: organisation,
    between:
      /^,?\s+(?:who\s+)?(?:co-?)?(?:founded|started|established|gründete|kurdu)\s+(?:the\s+)?$|^,?\s+(?:is\s+)?(?:the\s+|a\s+)?(?:co-?)?founder(?: and [\w ]{2,20})? of\s+(?:the\s+)?$|^,\s+(?:the\s+)?Gründer(?:in)? (?:von|der)\s+$/iu,
  },
  {
    type: 'founded',
    from: somebody,
    to: organisation,
    isReversed: true,
    between:
      /^,?\s+(?:was\s+)?(?:co-?)?founded (?:in \d{4} )?by\s+$|^\s+wurde (?:\d{4} )?von\s+$|^['’]s (?:co-?)?founder,?\s+$/iu,
  },
  {
    type: 'leads',
    from: person,
    to: organisation,
    between: new RegExp(
      `^,?\\s+(?:is\\s+|was\\s+|becomes\\s+|became\\s+|as\\s+|ist\\s+)?(?:the\\s+|our\\s+|a\\s+)?(?:new\\s+|former\\s+)?(?:[\\w-]+\\s+){0,2}${chief}(?:\\s+of [\\w &]{2,40}\\s+at|\\s+of|\\s+at|\\s+von|\\s+der|\\s+bei|,)\\s+(?:the\\s+)?$|^\\s+(?:leads|led|heads|runs|chairs|leitet)\\s+(?:the\\s+)?$`,
      'iu',
    ),
  },
  {
    type: 'leads',
    from: person,
    to: organisation,
    isReversed: true,
    between: new RegExp(
      `^(?:['’]s)?\\s+(?:new\\s+|former\\s+)?(?:[\\w-]+\\s+){0,2}${chief},?\\s+$|^,?\\s+(?:is\\s+)?(?:led|headed|run|chaired|geleitet) (?:by|von)\\s+$`,
      'iu',
    ),
  },
  {
    type: 'works_for',
    from: person,
    to: organisation,
    between:
      /^,?\s+(?:who\s+)?(?:now\s+|currently\s+|has\s+)?(?:works?|worked|working|joined|joins|is employed|arbeitet|çalışıyor)(?:\s+as [\w ]{2,40})?(?:\s+(?:at|for|by|with|bei|für))?\s+(?:the\s+)?$|^,?\s+(?:is\s+)?(?:an?\s+|our\s+|the\s+)?(?:[\w-]+\s+){0,3}(?:engineer|manager|developer|designer|analyst|consultant|scientist|researcher|professor|lawyer|accountant|employee|Ingenieur(?:in)?)\s+(?:at|for|with|of|bei)\s+(?:the\s+)?$|^\s+\(\s*$|^\s+(?:of|from)\s+$/iu,
  },
  {
    type: 'acquired',
    from: organisation,
    to: organisation,
    between:
      /^,?\s+(?:has\s+|have\s+)?(?:acquired|acquires|bought|buys|took over|takes over|completed its acquisition of|übernahm|übernimmt|kaufte|satın aldı)\s+(?:the\s+|its rival\s+)?$/iu,
  },
  {
    type: 'acquired',
    from: organisation,
    to: organisation,
    isReversed: true,
    between:
      /^,?\s+(?:which\s+)?(?:was|were|is being|has been|wurde)\s+(?:acquired|bought|taken over)(?:\s+in \d{4})?\s+by\s+(?:the\s+)?$|^\s+wurde (?:\d{4} )?von\s+$/iu,
  },
  {
    type: 'owns',
    from: organisation,
    to: ['organisation', 'product'],
    between: /^,?\s+(?:owns|is the (?:parent company|owner) of|the parent(?: company)? of|besitzt)\s+(?:the\s+)?$/iu,
  },
  {
    type: 'owns',
    from: organisation,
    to: ['organisation', 'product'],
    isReversed: true,
    between:
      /^,?\s+(?:is\s+)?(?:a\s+|an\s+)?(?:wholly[- ]owned\s+)?(?:subsidiary|division|unit|brand) of\s+(?:the\s+)?$|^,?\s+(?:is\s+)?owned by\s+(?:the\s+)?$/iu,
  },
  {
    type: 'makes',
    from: organisation,
    to: product,
    between:
      /^['’]s\s+(?:new\s+)?$|^,?\s+(?:has\s+)?(?:makes|made|develops|developed|launch(?:es|ed)|releas(?:es|ed)|builds|built|offers|sells|introduc(?:es|ed)|produces|maintains|announced|entwickelt|stellt)\s+(?:the\s+|its\s+|a new version of\s+)?(?:new\s+)?$/iu,
  },
  {
    type: 'makes',
    from: organisation,
    to: product,
    isReversed: true,
    between:
      /^,?\s+(?:is\s+|was\s+)?(?:made|developed|built|maintained|released|offered|sold) by\s+(?:the\s+)?$|^\s+(?:by|from|von)\s+$/iu,
  },
  {
    type: 'partner_of',
    from: organisation,
    to: organisation,
    between:
      /^,?\s+(?:has\s+)?(?:partner(?:s|ed)?|teamed up|team(?:s)? up|cooperat\w+|collaborat\w+|works together|signed an? (?:agreement|partnership|contract)|announced a partnership)\s+with\s+(?:the\s+)?$/iu,
  },
  {
    type: 'located_in',
    from: ['organisation', 'person'],
    to: place,
    between:
      /^,?\s+(?:which\s+|who\s+)?(?:is\s+|was\s+|are\s+)?(?:based|located|headquartered|situated|lives?|lived|mit Sitz|sitzt)\s+(?:in|near)\s+(?:the\s+)?$|^['’]s\s+(?:headquarters?|head office|main office|office)\s+(?:is\s+|are\s+)?in\s+$|^,?\s+(?:opened|has|opens|runs|operates)\s+(?:an?\s+|its\s+)?(?:new\s+|second\s+)?(?:offices?|factory|plant|warehouse|store|branch)\s+in\s+$/iu,
  },
  {
    type: 'located_in',
    from: place,
    to: place,
    between: /^,\s+$|^\s+(?:is|liegt)\s+(?:a city |the capital )?in\s+$/iu,
  },
]

/** What a sentence says of its entities: of neighbours what stands between them, of the others that they are together. */
export function relationshipsIn(sentence: string, mentions: readonly Mention[]): Relationship[] {
  const found: Relationship[] = []
  for (const [index, first] of mentions.entries())
    for (const second of mentions.slice(index + 1)) {
      if (first.type === second.type && first.key === second.key) continue
      const isNext = second === mentions[index + 1]
      const rule = isNext ? ruleFor(first, second, sentence.slice(first.end, second.start)) : undefined
      if (rule) found.push(rule.isReversed ? relate(rule.type, second, first) : relate(rule.type, first, second))
      else {
        const [a, b] = first.key < second.key ? [first, second] : [second, first]
        found.push(relate('mentioned_with', a, b))
      }
    }
  return found
}

const ruleFor = (first: Mention, second: Mention, between: string): Rule | undefined =>
  rules.find(({ from, to, between: pattern, isReversed }) => {
    const [subject, object] = isReversed ? [second, first] : [first, second]
    return from.includes(subject.type) && to.includes(object.type) && between.length < 120 && pattern.test(between)
  })

const relate = (type: RelationshipType, from: Mention, to: Mention): Relationship => ({
  type,
  fromType: from.type,
  fromKey: from.key,
  toType: to.type,
  toKey: to.key,
})
