import type { Curve } from './figure.js'

const WIDTH = 360
const HEIGHT = 260
const LEFT = 52
const TOP = 40
const PLOT = { width: 284, height: 160 }

/** A straight line through points by least squares, and the share of their variance that it explains. */
export function lineThrough(points: Curve['points']): { slope: number; intercept: number; share: number } {
  const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length
  const [x, y] = [mean(points.map(([it]) => it)), mean(points.map(([, it]) => it))]
  const slope =
    points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) /
    points.reduce((sum, [px]) => sum + (px - x) ** 2, 0)
  const intercept = y - slope * x
  const missed = points.reduce((sum, [px, py]) => sum + (py - intercept - slope * px) ** 2, 0)
  const all = points.reduce((sum, [, py]) => sum + (py - y) ** 2, 0)
  return { slope, intercept, share: 1 - missed / all }
}

/** Curves side by side with the lines through them, as an SVG. */
export function picture(curves: readonly Curve[]): string {
  const panels = curves.map(
    (curve, index) => `<g transform="translate(${index * WIDTH} 0)">\n${panel(curve)}\n</g>`,
  )
  const size = `width="${curves.length * WIDTH}" height="${HEIGHT}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${curves.length * WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12" fill="#333">
<title>The time of a run grows in a straight line</title>
<rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
</svg>
`
}

function panel({ title, along, points }: Curve): string {
  const most = points.at(-1)?.[0] ?? 1
  const place = ([x, y]: readonly [number, number]): [string, string] => [
    (LEFT + (x / most) * PLOT.width).toFixed(1),
    (TOP + PLOT.height - Math.min(y, 1.1) * PLOT.height).toFixed(1),
  ]
  const { slope, intercept } = lineThrough(points)
  const [[x1, y1], [x2, y2]] = [place([0, intercept]), place([most, intercept + slope * most])]
  const bottom = TOP + PLOT.height
  return [
    `<text x="${LEFT}" y="22" font-size="14">${title}</text>`,
    `<path d="M${LEFT} ${TOP - 8}V${bottom}H${LEFT + PLOT.width + 8}" fill="none" stroke="#999"/>`,
    ...[0.5, 1].map(
      share =>
        `<text x="${LEFT - 8}" y="${TOP + 4 + (1 - share) * PLOT.height}" text-anchor="end">${share}</text>`,
    ),
    `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#2b6cb0" stroke-width="1.5"/>`,
    ...points.flatMap(point => {
      const [x, y] = place(point)
      return [
        `<circle cx="${x}" cy="${y}" r="4" fill="#2b6cb0"/>`,
        `<text x="${x}" y="${bottom + 18}" text-anchor="middle">${point[0]}</text>`,
      ]
    }),
    `<text x="${LEFT + PLOT.width / 2}" y="${bottom + 40}" text-anchor="middle">${along}</text>`,
  ].join('\n')
}
