import {
  type CardDocument,
  type CardEvaluation,
  type CardRule,
  type MetricResult,
  targetColumns,
} from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { formatBytes, formatInterval, formatNumber, metricName } from '../format.ts'
import { escapeMarkdown, markdownTable } from '../summary/markdown.ts'

/** A card as the README of a model: front matter as Hugging Face's hub reads it, then what people should know. */
export function cardMarkdown(card: CardDocument): string {
  const parts = [
    frontMatter(card),
    `# ${escapeMarkdown(card.name)}`,
    words(card),
    card.evaluation ? evaluation(card.evaluation) : '',
    card.validation?.length ? `## On the validation share\n\n${metricTable(card.validation)}` : '',
    model(card),
    data(card),
    training(card),
    lineage(card),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** Values are JSON texts, which YAML reads as they are. */
function frontMatter({ words: { license }, model: { task } }: CardDocument): string {
  const fields = [
    ...(license === undefined ? [] : [`license: ${JSON.stringify(license.toLowerCase())}`]),
    'library_name: onnx',
    ...(task === undefined ? [] : [`pipeline_tag: tabular-${task === 'multilabel' ? 'classification' : task}`]),
    'tags: [onnx, trainyard]',
  ]
  return ['---', ...fields, '---'].join('\n')
}

function words({ words: said }: CardDocument): string {
  const sections = [
    ['Intended use', said.intendedUse],
    ['Out of scope', said.outOfScope],
    ['Limitations', said.limitations],
    ['Owners', said.owners.join(', ')],
    ['Licence', said.license],
    ['References', said.references.join('; ')],
  ] as const
  const told = sections.flatMap(([title, text]) => (text ? [`**${title}.** ${escapeMarkdown(text)}`] : []))
  return [...(said.summary ? [escapeMarkdown(said.summary)] : []), ...told].join('\n\n')
}

function evaluation({ verdict, decidedBy, split, rows, metrics, rules }: CardEvaluation): string {
  const settled = decidedBy === 'bounds' ? '' : ` Inconclusive rules were settled by: ${decidedBy}.`
  return [
    `## Evaluation: ${verdict}`,
    `On ${grouped(rows)} rows (${escapeMarkdown(split)}) that it has not learned from.${settled}`,
    markdownTable(['rule', 'value', '95 % interval', 'verdict'], rules.map(ruleRow)),
    metricTable(metrics),
    ...rules.flatMap(slices),
  ].join('\n\n')
}

function ruleRow({ text, estimate, interval, verdict }: CardRule): readonly string[] {
  return [escapeMarkdown(text), formatNumber(estimate), interval ? formatInterval(interval) : '', verdict]
}

function slices({ text, slices: held }: CardRule): readonly string[] {
  if (!held?.length) return []
  const rows = held.map(({ value, rows: count, estimate, interval, verdict }) => [
    value === undefined ? 'withheld' : escapeMarkdown(value ?? 'missing'),
    grouped(count),
    estimate === undefined ? 'none' : formatNumber(estimate),
    interval ? formatInterval(interval) : '',
    verdict,
  ])
  const table = markdownTable(['value', 'rows', 'estimate', '95 % interval', 'verdict'], rows)
  return [`### ${escapeMarkdown(text)}\n\n${table}`]
}

function metricTable(metrics: readonly MetricResult[]): string {
  const withIntervals = metrics.some(({ interval }) => interval !== undefined)
  return markdownTable(
    ['metric', 'value', ...(withIntervals ? ['95 % interval'] : [])],
    metrics.map((metric) => [
      escapeMarkdown(metricName(metric)),
      formatNumber(metric.value),
      ...(withIntervals ? [metric.interval ? formatInterval(metric.interval) : ''] : []),
    ]),
  )
}

function model({ model: { framework, bytes, task, target, features } }: CardDocument): string {
  const reads = features.length > 0 ? `It reads ${features.map(code).join(', ')}.` : ''
  const answers = task && target ? `${task} of ${targetColumns(target).map(code).join(', ')}, ` : ''
  return `## Model\n\n${answers}ONNX, ${formatBytes(bytes)}, made by ${escapeMarkdown(framework)}. ${reads}`.trimEnd()
}

function data({ data: { rows, columns, split, versions } }: CardDocument): string {
  const shares = `${split.train} to learn from, ${split.validation} to choose by, ${split.test} to judge on`
  const told = `${grouped(rows)} rows of ${columns} columns: ${shares} (by ${escapeMarkdown(split.method)}).`
  const list = versions.map((version) => `- ${escapeMarkdown(version)}`).join('\n')
  return ['## Data', told, list].filter((part) => part !== '').join('\n\n')
}

function training({ training: { trainer, parameters, seed, trials, best } }: CardDocument): string {
  const chosen =
    trials === undefined ? '' : `, parameters chosen among ${trials} trials by ${escapeMarkdown(best ?? '')}`
  const rows = Object.entries(parameters).map(([name, value]) => [escapeMarkdown(name), escapeMarkdown(String(value))])
  const parts = [
    `## Training`,
    `By ${code(trainer)}, seed ${seed}${chosen}.`,
    markdownTable(['parameter', 'value'], rows),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function lineage(card: CardDocument): string {
  const { model: made, data: from, training: by, evaluation: judged } = card
  const rows = [
    ['model', `sha256:${made.sha256}`],
    ['data', `sha256:${from.sha256}`],
    ['cache key', `sha256:${by.key}`],
    ...(by.commit === undefined ? [] : [['code', by.commit]]),
    ...(judged === undefined ? [] : [['evaluation', `sha256:${judged.sha256}`]]),
    ...(judged?.champion === undefined ? [] : [['champion before it', `sha256:${judged.champion}`]]),
  ]
  return `## Lineage\n\n${markdownTable(
    ['', ''],
    rows.map(([name = '', value = '']) => [name, code(value)]),
  )}`
}

/** In code nothing is escaped: what could end it, or the table around it, is taken out. */
function code(text: string): string {
  return `\`${text.replace(/[`|\s]+/g, ' ').trim()}\``
}
