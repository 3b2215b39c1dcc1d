const words = {
  en: `a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing done down during each explain few find for from further get give had has have having he
    her here hers him his how i if in into is it its just let like many may me might more most much must my need no nor
    not of off on once only or other our out over own please same shall she should show so some such tell than that the
    their them then there these they thing this those through to too under until up us very want was we were what when
    where which while who whom whose why will with would you your`,
  de: `aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den
    denn der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es
    euer fur gibt hat hatte habe haben hier ich ihr ihre im in ist ja jede jedem jeden jeder jedes kann kannst kein keine
    konnen man mein mich mir mit muss mussen nach nicht noch nun nur ob oder ohne sehr sein seine sich sie sind so soll
    sollen uber um und uns unser unter viel viele vom von vor wann war waren warum was wer weil welche welchem welchen
    welcher welches wenn werden wie wird wir wo zu zum zur`,
  tr: `acaba ama ancak artik ben bir biz bu bunu bunun cok da daha de degil diye en gibi hangi hem icin ile ise kac kadar
    kim ki mi mu nasil ne neden nedir nerede nereye nicin niye o olan olarak oldu olur onlar onun sen siz su var ve
    veya ya yani yok`,
  es: `a al algo como con cual cuales cuando cuanto de del desde donde e el ella ellos en entre era es esa ese esta este
    esto estos fue ha hay la las le les lo los mas me mi mis muy no nos o para pero por porque puede puedo que quien se
    ser si sin sobre son su sus tambien te tiene tu un una uno unos y ya`,
  fr: `a au aux avec ce ces cette combien comment dans de des du elle elles en est et etre eux il ils je la le les leur leurs
    lui ma mais mes mon ne nos notre nous on ou par pas peut plus pour pourquoi quand que quel quelle quelles quels qui quoi
    sa se ses si son sont sur ta tes ton tu un une vos votre vous y`,
}

/** How much a question asks for, folded, and the verbs with which it does: what answers says neither, but five days. */
const amounts: readonly { asks: RegExp; verbs: string }[] = [
  {
    asks: /\bhow (long|soon|fast|quickly|far|often|old|big|large|tall|high|heavy)\b/g,
    verbs: 'take takes last lasts',
  },
  {
    asks: /\bwie (lang|lange|bald|schnell|weit|oft|alt|gross|hoch|schwer)\b/g,
    verbs: 'dauert dauern braucht brauchen',
  },
  { asks: /\bne (kadar|zaman)\b/g, verbs: 'surer suruyor surecek' },
  { asks: /\bcuant[oa]s? (tiempo|dias|horas|tarda|tardan|dura|duran)\b/g, verbs: 'tarda tardan dura duran' },
  { asks: /\bcombien de (temps|jours|heures)\b/g, verbs: 'prend prennent dure durent faut' },
]

/** The words of a folded question that say only how much it asks for. */
export function amountWordsIn(folded: string): ReadonlySet<string> {
  const found = amounts.flatMap(({ asks, verbs }) => {
    const asked = [...folded.matchAll(asks)].map(([, amount]) => amount!)
    return asked.length > 0 ? [...asked, ...verbs.split(' ')] : []
  })
  return new Set(found)
}

/** Words that say how a question is asked, and little of what it is about; folded, in five languages. */
export const stopWords: ReadonlySet<string> = new Set(Object.values(words).flatMap((list) => list.split(/\s+/)))
