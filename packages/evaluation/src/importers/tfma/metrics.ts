/** What a metric of another tool is here, and by what its values differ. */
export interface KnownMetric {
  readonly name: string
  /** Theirs over ours: 100 for a percentage. */
  readonly scale?: number
}

/**
 * Metrics of TensorFlow Model Analysis and Keras that have the same definition here, by class, in lower case. Areas are exact
 * here, and sums over 10,000 thresholds there.
 */
export const knownMetrics: ReadonlyMap<string, KnownMetric> = new Map<string, KnownMetric>([
  ['binaryaccuracy', { name: 'accuracy' }],
  ['accuracy', { name: 'accuracy' }],
  ['categoricalaccuracy', { name: 'accuracy' }],
  ['sparsecategoricalaccuracy', { name: 'accuracy' }],
  ['balancedaccuracy', { name: 'balanced_accuracy' }],
  ['auc', { name: 'roc_auc' }],
  ['precision', { name: 'precision' }],
  ['ppv', { name: 'precision' }],
  ['recall', { name: 'recall' }],
  ['tpr', { name: 'recall' }],
  ['specificity', { name: 'specificity' }],
  ['tnr', { name: 'specificity' }],
  ['f1score', { name: 'f1' }],
  ['matthewscorrelationcoefficient', { name: 'matthews_corrcoef' }],
  ['binarycrossentropy', { name: 'log_loss' }],
  ['categoricalcrossentropy', { name: 'log_loss' }],
  ['sparsecategoricalcrossentropy', { name: 'log_loss' }],
  ['meansquarederror', { name: 'mse' }],
  ['rootmeansquarederror', { name: 'rmse' }],
  ['meanabsoluteerror', { name: 'mae' }],
  ['meanabsolutepercentageerror', { name: 'mape', scale: 100 }],
])

/** Settings that change nothing of the value, or say what holds here anyway. */
const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: () => true,
  dtype: () => true,
  num_thresholds: () => true,
  threshold: (value) => value === 0.5,
  thresholds: (value) => JSON.stringify([value].flat()) === '[0.5]',
  curve: (value) => String(value).toUpperCase() === 'ROC',
  summation_method: (value) => value === 'interpolation',
}

/** The setting of a metric that makes it another one than ours; undefined where there is none. */
export function strangeSetting(config: Readonly<Record<string, unknown>>): string | undefined {
  const strange = Object.entries(config).find(([key, value]) => harmless[key]?.(value) !== true)
  return strange && `${strange[0]}: ${JSON.stringify(strange[1])}`
}
