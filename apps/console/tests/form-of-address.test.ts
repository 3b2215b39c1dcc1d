import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sources = new URL('../src/', import.meta.url)

/** The lines of every area's texts in a language that the pattern is found in, with the file of each. */
const found = (language: string, pattern: RegExp): string[] => {
  const paths = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(`/texts/${language}.ts`),
  )
  expect(paths.length).toBeGreaterThan(20)
  return paths.flatMap((path) =>
    readFileSync(new URL(path, sources), 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
}

/** “Sie” at the beginning of a sentence may be “they”: elsewhere its capital says that it addresses the reader. */
const formalGerman =
  /(?<!(?:['`]|[.:?!…] ))\b(?:Sie|Ihr(?:e[nmrs]?)?)\b|\bIhnen\b|['`]Sie['`]|\bSie (?:haben|können|dürfen|müssen|möchten)\b|\bIhr (?:Browser|Konto|Name|Passwort|Programm|Team|Text)\b/
/** “Su” may be of anybody: what only the reader has here says that it addresses them, and so does an imperative. */
const formalSpanish =
  /\busted(?:es)?\b|\bsus? (?:navegador|contraseña|programa|sitios?|equipo|texto|empresa)\b|(?:['`]|[.:?!…] |\by |\bo )(?:abra|añada|cambie|copie|cree|elija|escriba|espere|fije|haga|indique|pegue|pregunte|pruebe|pulse|seleccione|suelte|vuelva)\b|(?:adjúnte|búsque|desactíve|actíve|indíque|permíta|pruébe)l[ao]s?\b/i

describe('The texts of the console address whoever reads them', () => {
  it('as “du” in German, “tú” in Spanish and “siz” in Turkish', () => {
    expect(found('de', formalGerman)).toEqual([])
    expect(found('es', formalSpanish)).toEqual([])
    expect(found('tr', /(?<!\p{L})(?:sen|seni|senin|seninle|sana|sende|senden)(?!\p{L})/iu)).toEqual([])
  })

  it('with one word for one thing', () => {
    expect(found('de', /Zwilling|Unterhaltung|Kundendienst|Fassung/)).toEqual([])
    expect(found('es', /(?<!\/)\bdesk\b(?!:)/i)).toEqual([])
    expect(found('tr', /(?<!\p{L})(?:ileti(?!şim)|konuşma(?! biçimi)|misafir)/iu)).toEqual([])
  })
})
