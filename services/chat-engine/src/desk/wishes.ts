/** What people say who want a human being: in English, German, Turkish and Spanish. */
const wishes = [
  /\b(?:real|actual|live) (?:human|person|agent|people)\b/,
  /\b(?:human|person|someone|somebody|agent|representative|operator|manager|staff)\b.{0,20}\b(?:please|instead)\b/,
  /\b(?:speak|talk|chat|connect|transfer|put|pass|hand)\b.{0,20}\b(?:to|with|through to|over to)\b.{0,12}\b(?:human|person|someone|somebody|agent|representative|operator|manager|staff|support team)\b/,
  /\b(?:want|need|get|give)\b.{0,12}\b(?:a|an|your)\b.{0,8}\b(?:human|real person|agent|representative|operator|manager)\b/,
  /\b(?:are you|is this|not) (?:a |an |the )?(?:bot|robot|machine)\b/,
  /\b(?:echten?|richtigen?) (?:mensch|person|mitarbeiter)/,
  /\b(?:mit|an|von) (?:einem|einer|jemandem|ihrem|eine|einen)\b.{0,12}\b(?:mensch|mitarbeiter|berater|kollege|kundendienst|person)/,
  /\bmensch(?:en)?\b.{0,20}\b(?:sprechen|reden|bitte|schreiben)\b/,
  /\b(?:gercek|canli) (?:bir )?(?:insan|kisi|temsilci|destek)/,
  /\b(?:insan|temsilci|yetkili|musteri hizmetleri|operator|birisi|biri)(?:la|le|yle|yla|siyle|siyla|iyle|iyla|ye|ya|e|a|leriyle)?\b.{0,20}\b(?:gorus|konus|bagla|istiyorum|aktar)/,
  /\b(?:persona|humano|agente|asesor|operador|representante|alguien)\b.{0,16}\b(?:real|humano|por favor|de verdad)\b/,
  /\b(?:hablar|comunicar(?:me)?|conectar(?:me)?|pasar(?:me)?|contactar)\b.{0,12}\bcon\b.{0,12}\b(?:persona|humano|agente|asesor|operador|representante|alguien)\b/,
]

/** Whether somebody asks for a human being, in place of an AI. */
export function wantsPerson(text: string): boolean {
  const folded = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')
    .slice(0, 4_000)
  return wishes.some((wish) => wish.test(folded))
}
