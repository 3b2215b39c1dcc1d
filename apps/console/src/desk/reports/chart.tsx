import { scaleBand, scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { barsWidth } from './bars.ts'
import styles from './chart.module.css'
import { reportTexts } from './texts/index.ts'

export interface Series {
  name: string
  tone: 'accent' | 'info' | 'warn' | 'twin'
  /** As many as there are labels; null where there is nothing to show. */
  values: readonly (number | null)[]
}

interface ChartProps {
  title: string
  kind: 'bars' | 'lines'
  labels: readonly string[]
  series: readonly Series[]
  format: (value: number) => string
}

const height = 180
const margin = { top: 8, right: 8, bottom: 24, left: 48 }
/** Labels below stand this far apart at least. */
const labelWidth = 64

/** Values over time, as a picture with a table behind it. */
export function Chart(props: ChartProps) {
  const { title, labels, series, format } = props
  const texts = useTexts(reportTexts)
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const id = useId()
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <h3 id={id} className={styles.title}>
          {title}
        </h3>
        <ul className={styles.legend}>
          {series.map(({ name, tone }, at) => (
            <li key={name}>
              <span className={`${styles.swatch} ${styles[tone]}`} data-dashed={props.kind === 'lines' && at > 0} />
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={frame}>{width > 0 && <Drawing {...props} width={width} labelledBy={id} />}</div>
      <details className={styles.details}>
        <summary>{texts.asTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached. */}
        <section className={styles.scroller} tabIndex={0} aria-label={title}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{texts.day}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, at) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {series.map(({ name, values }) => (
                    <td key={name}>{shown(values[at], format)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  )
}

const shown = (value: number | null | undefined, format: ChartProps['format']) =>
  value === null || value === undefined ? '–' : format(value)

function Drawing({
  kind,
  labels,
  series,
  format,
  width,
  labelledBy,
}: ChartProps & { width: number; labelledBy: string }) {
  const { nothing } = useTexts(reportTexts)
  const isEmpty = series.every(({ values }) => values.every((value) => !value))
  const highest = Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const x = scaleBand<number>()
    .domain(labels.map((_, at) => at))
    .range([margin.left, width - margin.right])
    .paddingInner(0.3)
    .paddingOuter(0.15)
  const y = scaleLinear()
    .domain([0, highest])
    .nice(4)
    .range([height - margin.bottom, margin.top])
  // What is counted has no halves; of nothing there is the ground alone.
  const ticks = isEmpty ? [0] : y.ticks(4).filter((tick) => kind === 'lines' || Number.isInteger(tick))
  const every = Math.ceil(labels.length / Math.max(Math.floor((width - margin.left) / labelWidth), 1))
  const across = barsWidth(x.bandwidth(), series.length)
  const middle = (at: number) => x(at)! + x.bandwidth() / 2
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its heading names it; titles in it are those of its columns.
    <svg className={styles.drawing} width={width} height={height} role="img" aria-labelledby={labelledBy}>
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line className={styles.grid} x1={margin.left} x2={width - margin.right} />
          <text className={styles.tick} x={margin.left - 8} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {isEmpty && (
        <text className={styles.nothing} x={width / 2} y={height / 2} textAnchor="middle">
          {nothing}
        </text>
      )}
      {labels.map(
        (label, at) =>
          at % every === 0 && (
            <text key={label} className={styles.tick} x={middle(at)} y={height - 6} textAnchor="middle">
              {label}
            </text>
          ),
      )}
      {kind === 'bars'
        ? series.map(({ name, tone, values }, nth) =>
            values.map((value, at) => (
              <rect
                key={`${name}${at}`}
                className={styles[tone]}
                x={middle(at) - across / 2 + (nth * across) / series.length}
                y={y(value ?? 0)}
                width={Math.max(across / series.length - 1, 1)}
                height={y(0) - y(value ?? 0)}
                rx={1.5}
              />
            )),
          )
        : series.map((each, nth) => <Curve key={each.name} series={each} middle={middle} y={y} isDashed={nth > 0} />)}
      {labels.map((label, at) => (
        <rect
          key={label}
          className={styles.column}
          x={x(at)! - (x.step() - x.bandwidth()) / 2}
          y={margin.top}
          width={x.step()}
          height={height - margin.top - margin.bottom}
        >
          <title>
            {[label, ...series.map(({ name, values }) => `${name}: ${shown(values[at], format)}`)].join('\n')}
          </title>
        </rect>
      ))}
    </svg>
  )
}

interface CurveProps {
  series: Series
  middle: (at: number) => number
  y: (value: number) => number
  isDashed: boolean
}

/** A line that is broken where there is nothing to show. */
function Curve({ series: { tone, values }, middle, y, isDashed }: CurveProps) {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => middle(at))
    .y((value) => y(value ?? 0))
  return (
    <g className={styles[tone]}>
      <path className={styles.line} d={path(values) ?? undefined} strokeDasharray={isDashed ? '4 3' : undefined} />
      {values.map((value, at) => value !== null && <circle key={at} cx={middle(at)} cy={y(value)} r={2.5} />)}
    </g>
  )
}

function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [frame])
  return width
}
