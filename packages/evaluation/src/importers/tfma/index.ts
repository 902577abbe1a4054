import { child, children, type Message, messageOfJson, parseMessage, placeOf, textOf } from '@trainyard/config'
import { isMap, type RuleImporter, sorted, type Translation } from '../types.ts'
import definitions from './descriptors.json' with { type: 'json' }
import { type KnownMetric, knownMetrics, strangeSetting } from './metrics.ts'
import { allSlices, leastRows, type Rows, rowsOf } from './slices.ts'
import { demandsOf } from './thresholds.ts'

/** EvalConfig of TensorFlow Model Analysis 0.52, in the text form of Protocol Buffers or as JSON. */
export const tfma: RuleImporter = {
  name: 'TFMA EvalConfig',
  recognises: (file, value) =>
    /\.(pbtxt|textproto|pbtext|prototxt)$/i.test(file) ||
    (isMap(value) && ('metrics_specs' in value || 'metricsSpecs' in value)),
  read: (text, file, value) => {
    const config = isMap(value)
      ? messageOfJson(value, file, 'EvalConfig', definitions)
      : parseMessage(text, file, 'EvalConfig', definitions)
    const specs = children(config, 'metrics_specs').flatMap((spec) => ofSpec(spec, config))
    return sorted([...specs, ...ofCrossSlices(config), ...ofSize(config)])
  },
}

function ofSpec(spec: Message, config: Message): readonly Translation[] {
  const strange = ['binarize', 'aggregate', 'output_weights'].find((name) => spec.fields.has(name))
  const thresholded = children(spec, 'metrics').filter(hasThresholds)
  if (strange !== undefined && thresholded.length > 0)
    return [
      {
        what: `thresholds under '${strange}'`,
        why: 'classes are counted there by their number',
        at: placeOf(spec, strange),
      },
    ]
  return [...thresholded.flatMap((metric) => ofMetric(metric, config)), ...ofSavedMetrics(spec, config)]
}

function hasThresholds({ fields }: Message): boolean {
  return ['threshold', 'per_slice_thresholds', 'cross_slice_thresholds'].some((name) => fields.has(name))
}

/** Thresholds of metrics that were saved with the model, by their name. */
function ofSavedMetrics(spec: Message, config: Message): readonly Translation[] {
  const named = (field: string) => children(spec, field)
  const single = named('thresholds').flatMap((entry) => {
    const threshold = child(entry, 'value')
    return threshold ? ofNamed(entry, (known, what) => everywhere(threshold, known, what, allSlices(config))) : []
  })
  const sliced = named('per_slice_thresholds').flatMap((entry) =>
    ofNamed(entry, (known, what) =>
      children(child(entry, 'value'), 'thresholds').flatMap((one) => perSlice(one, known, what)),
    ),
  )
  return [
    ...single,
    ...sliced,
    ...named('cross_slice_thresholds').map((entry) => betweenSlices(textOf(entry, 'key') ?? '', entry)),
  ]
}

type Ask = (known: KnownMetric, what: string) => readonly Translation[]

function ofNamed(entry: Message, ask: Ask): readonly Translation[] {
  const name = textOf(entry, 'key') ?? ''
  const known = knownMetrics.get(name.replaceAll('_', '').toLowerCase())
  return known ? ask(known, name) : [{ what: name, why: 'there is no such metric here', at: entry.at }]
}

function ofMetric(metric: Message, config: Message): readonly Translation[] {
  const name = textOf(metric, 'class_name') ?? ''
  const known = knownMetrics.get(name.toLowerCase())
  if (known === undefined) return [{ what: name, why: 'there is no such metric here', at: metric.at }]
  const strange = settings(metric)
  if (strange !== undefined)
    return [{ what: `${name} with ${strange}`, why: 'there is no such metric here', at: metric.at }]
  const threshold = child(metric, 'threshold')
  return [
    ...(threshold ? everywhere(threshold, known, name, allSlices(config)) : []),
    ...children(metric, 'per_slice_thresholds').flatMap((one) => perSlice(one, known, name)),
    ...children(metric, 'cross_slice_thresholds').map((one) => betweenSlices(name, one)),
  ]
}

/** What is strange about a metric's settings: JSON, whose outermost braces may be left out. */
function settings(metric: Message): string | undefined {
  const text = textOf(metric, 'config')?.trim() ?? ''
  if (text === '') return undefined
  try {
    const value: unknown = JSON.parse(text.startsWith('{') ? text : `{${text}}`)
    return isMap(value) ? strangeSetting(value) : text
  } catch {
    return text
  }
}

function perSlice(one: Message, known: KnownMetric, name: string): readonly Translation[] {
  const threshold = child(one, 'threshold')
  return threshold ? everywhere(threshold, known, name, children(one, 'slicing_specs').map(rowsOf)) : []
}

function everywhere(
  threshold: Message,
  known: KnownMetric,
  name: string,
  slices: readonly Rows[],
): readonly Translation[] {
  return slices.flatMap((rows): readonly Translation[] => {
    if ('why' in rows) return [{ what: `a threshold of ${name}`, why: rows.why, at: threshold.at }]
    return demandsOf(threshold, known, name).map((part) =>
      'text' in part ? { ...part, text: `${part.text}${rows.text}` } : part,
    )
  })
}

function betweenSlices(name: string, { at }: Message): Translation {
  return { what: `a threshold of ${name} between slices`, why: 'slices are not compared with each other', at }
}

function ofCrossSlices(config: Message): readonly Translation[] {
  return children(config, 'cross_slicing_specs').map((spec) => ({
    what: 'cross_slicing_specs',
    why: 'slices are not compared with each other',
    at: spec.at,
  }))
}

function ofSize(config: Message): readonly Translation[] {
  const size = leastRows(config)
  return size ? [{ what: 'min_slice_size', why: 'write evaluate.slices.at-least', at: size.at }] : []
}
