// docs/reference/metrics.md: every metric, from the lists that the gates look it up in.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const head = `<!-- Made by scripts/actions.mjs from packages/metrics. Do not edit. -->

# Metrics

Rules name a metric as it stands here: \`accuracy >= 0.90\`. A metric of one class takes the class in brackets,
\`recall[Gentoo]\`, or as \`recall(pos_label=Gentoo)\`; of the classes \`no\` and \`yes\`, \`false\` and \`true\`, or \`0\` and \`1\` the
second is meant where none is named. Parameters stand in parentheses: \`f_beta(2)\`, \`precision(threshold=0.7)[yes]\`.

Values are those of scikit-learn's function of the same arguments, to 1e-9, ties, weights (\`sample_weight\`) and absent classes
included. How the intervals are made, and how often they hold the truth, is in [Statistics](../statistics.md). "Needs" says
what is needed beyond labels and predictions. Traps and what is done about them are [there](../statistics.md#definitions), too.
`

const several = `## Several labels a row

Of [models of several labels](several-labels.md), and of [predictions](predictions.md) with a column of 0 and 1 for each label:
\`label_news\`, \`label_sport\`; the answers in \`prediction_news\` and so on, or probabilities in \`p_news\`, of which 0.5 or more is an
answer. Then these names mean:
`

/** @returns the page's place and text */
export async function metricsFile(root) {
  const entry = pathToFileURL(path.join(root, '.build/packages/metrics/src/index.js'))
  const room = await import(entry)
  const parts = [
    head,
    '## Classification\n',
    listed(room.metrics, 'classification'),
    '## Numbers\n',
    listed(room.metrics, 'regression'),
    '## With parameters\n',
    'Without its parameters a name means the metric above. The first parameter may be written without its name where the',
    'example does so.\n',
    ...room.families.flatMap((family) => section(family, room)),
    several,
    listed(room.multilabelMetrics, 'multilabel'),
    'With parameters:\n',
    parameterTable(room.multilabelFamilies, room),
  ]
  return [path.join(root, 'docs/reference/metrics.md'), `${parts.join('\n').trimEnd()}\n`]
}

function listed(metrics, task) {
  const rows = metrics.filter((metric) => metric.task === task).map(line)
  return table(['metric', 'what it is', 'best', 'range', 'needs', 'scikit-learn', 'interval', 'difference'], rows)
}

function line(metric) {
  const { name, ofClass, summary, better, source, methods } = metric
  const shown = { never: name, may: `${name}\`, \`${name}[class]`, must: `${name}[class]` }[ofClass]
  const best = better === 'higher' ? 'high' : 'low'
  return [
    `\`${shown}\``,
    summary,
    best,
    range(metric),
    needs(metric),
    code(source),
    methods.interval,
    methods.difference,
  ]
}

function range({ range: own, better, task }) {
  if (own?.[1] === Number.POSITIVE_INFINITY) return `from ${own[0]}`
  if (own) return own.map((value) => (Number.isFinite(value) ? value : '−∞')).join(' … ')
  if (better === 'lower') return 'from 0'
  return task === 'regression' ? 'to 1' : '0 … 1'
}

function needs({ needsProbabilities }) {
  return needsProbabilities ? 'probabilities' : ''
}

function section({ name, summary, source, example, parameters }, { describeParameter }) {
  const rows = parameters.map((parameter) => [
    `\`${parameter.name}\``,
    describeParameter(parameter),
    parameter.required ? 'required' : '',
    parameter.what,
  ])
  const [, library = 'scikit-learn', called] = /^(?:(\w+): )?(.*)$/.exec(source ?? '') ?? []
  const named = called ? `${library}: ${code(called)}. ` : ''
  const text = `${summary} ${named}For example \`${example}\`.\n`
  if (rows.length === 0) return [`### ${name}\n`, text]
  return [`### ${name}\n`, text, table(['parameter', 'value', '', ''], rows)]
}

function parameterTable(families, { describeParameter }) {
  const rows = families.flatMap(({ name, example, parameters }) =>
    parameters.map((parameter, at) => [
      at === 0 ? `\`${name}\`` : '',
      `\`${parameter.name}\``,
      describeParameter(parameter),
      parameter.what,
      at === 0 ? `\`${example}\`` : '',
    ]),
  )
  return table(['metric', 'parameter', 'value', '', 'for example'], rows)
}

function code(text) {
  return text === '' ? '' : `\`${text}\``
}

function table(header, rows) {
  const lines = [header, header.map(() => '---'), ...rows]
  return `${lines.map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`).join('\n')}\n`
}
