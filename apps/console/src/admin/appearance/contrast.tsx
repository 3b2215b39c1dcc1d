import { brandColors } from '@parley/design/brand'
import { contrast, parseHex } from '@parley/design/oklch'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import styles from './appearance.module.css'
import { appearanceTexts } from './texts/index.ts'

/** The surfaces of tokens.css that texts stand on. */
const surfaces = { light: '#f5f3f0', dark: '#2e2c28' } as const

/** What a company’s colour becomes where it is to be read, and how well it can be. */
export function Contrast({ color }: { color: string }) {
  const texts = useTexts(appearanceTexts)
  const colors = brandColors(color)
  if (!colors) return null
  const { fill, onFill, light, dark } = colors
  const corrected = (accent: string, how: string) => (accent === fill ? texts.asChosen : how)
  return (
    <section className={styles.contrast} aria-label={texts.contrast}>
      <Sample name={texts.onFill} color={onFill} surface={fill} />
      <Sample
        name={texts.onLight}
        about={corrected(light.accent, texts.darker)}
        color={light.accent}
        surface={surfaces.light}
      />
      <Sample
        name={texts.onDark}
        about={corrected(dark.accent, texts.lighter)}
        color={dark.accent}
        surface={surfaces.dark}
      />
    </section>
  )
}

interface SampleProps {
  name: string
  about?: string
  color: string
  surface: string
}

function Sample({ name, about, color, surface }: SampleProps) {
  const texts = useTexts(appearanceTexts)
  const language = useLanguage()
  const ratio = contrast(parseHex(color)!, parseHex(surface)!)
  const shown = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(ratio)
  return (
    <div className={styles.sample}>
      <span className={styles.swatch} style={{ background: surface, color }} aria-hidden>
        Aa
      </span>
      <span>
        {name}
        <br />
        <span className={styles.hint}>{[texts.ratio(shown), about].filter(Boolean).join(', ')}</span>
      </span>
    </div>
  )
}
