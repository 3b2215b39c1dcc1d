/** Words of four languages by which a person shows how they feel, or whether they were helped. */
const words = {
  positive: `thank thanks thx great perfect excellent awesome amazing wonderful love lovely nice happy helpful good super cool brilliant glad appreciate
    danke dank dankeschön super toll perfekt klasse prima wunderbar freundlich zufrieden hilfreich gut spitze
    teşekkür teşekkürler sağol sağolun harika mükemmel süper güzel memnun memnunum iyi
    gracias genial perfecto excelente estupendo maravilloso feliz amable bueno encantado`,
  negative: `bad terrible awful horrible angry annoyed annoying frustrated frustrating disappointed disappointing unacceptable useless broken worst hate ridiculous
    problem issue complaint scam refund cancel wrong slow fail failed fails error
    schlecht schrecklich furchtbar ärgerlich wütend enttäuscht enttäuschend unverschämt nutzlos kaputt schlimm frechheit problem fehler beschwerde falsch langsam kündigen
    kötü berbat rezalet sinir kızgın sinirli kırık bozuk bozuldu hayal saçma sorun hata şikayet yanlış yavaş iptal iade
    malo terrible horrible enfadado molesto frustrado decepcionado inaceptable inútil roto peor problema error queja mal lento cancelar`,
  negation: `not no never dont doesnt didnt isnt wasnt cant cannot wont without hardly
    nicht kein keine keinen nie niemals ohne kaum değil yok hiç no nunca sin tampoco`,
} as const

/** What says by itself that it is settled, or that it is not. */
const phrases = {
  settled: `that works|it works|works now|works again|working now|working again|fixed it|is fixed|that fixed|solved|sorted|resolved|that helped|got it working|all good|problem gone
    |funktioniert jetzt|funktioniert wieder|geht jetzt|geht wieder|klappt|hat geklappt|hat geholfen|gelöst|behoben|erledigt|alles klar|passt jetzt
    |çalıştı|çalışıyor|düzeldi|oldu teşekkür|çözüldü|halloldu|hallettim|tamamdır
    |ya funciona|funciona ahora|solucionado|resuelto|arreglado|me ha servido|todo bien`,
  unsettled: `not work|doesnt work|dont work|isnt working|not working|still not|still the same|still broken|still have|still getting|didnt help|doesnt help|no luck|not fixed|not solved|same error|same problem
    |funktioniert nicht|geht nicht|klappt nicht|immer noch|nicht geholfen|nicht gelöst|derselbe fehler|gleiche problem
    |çalışmıyor|olmadı|hala aynı|halen aynı|düzelmedi|çözülmedi|işe yaramadı
    |no funciona|sigue igual|sigue sin|no me sirve|mismo error|mismo problema`,
} as const

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')

const setOf = (text: string) => new Set(fold(text).split(/\s+/))
const positive = setOf(words.positive)
const negative = setOf(words.negative)
const negation = setOf(words.negation)
const patternOf = (text: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${fold(text)
      .split('|')
      .map((each) => each.trim())
      .join('|')})(?![\\p{L}\\p{N}])`,
    'u',
  )
const settled = patternOf(phrases.settled)
const unsettled = patternOf(phrases.unsettled)

/** How many words before a word turn its sense around. */
const reach = 3

/** How a text feels: above 0 for pleased, below for displeased, 0 where it shows nothing. */
export function moodOf(text: string): number {
  const said = fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
  let mood = 0
  for (const [i, word] of said.entries()) {
    const value = positive.has(word) ? 1 : negative.has(word) ? -1 : 0
    if (value === 0) continue
    // "Not good" is bad; "no problem" is at least not bad.
    const isNegated =
      said.slice(Math.max(0, i - reach), i).some((each) => negation.has(each)) || negation.has(said[i + 1] ?? '')
    mood += isNegated ? (value > 0 ? -1 : 0) : value
  }
  return mood
}

/** Whether a text says that something is settled (`true`), that it is not (`false`), or neither. */
export function saysSettled(text: string): boolean | undefined {
  const folded = fold(text)
  if (unsettled.test(folded)) return false
  return settled.test(folded) ? true : undefined
}
