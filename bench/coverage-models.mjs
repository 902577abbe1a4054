// Models whose truth is known, and the metrics that are measured on each.

/** Rows of a test set. */
export const sizes = [100, 500, 2000, 10000]

/** Standard normal numbers. Box and Muller (1958). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

const sigmoid = (x) => 1 / (1 + Math.exp(-x))

/** Two classes: normal scores one and a half deviations apart, probabilities a little too sure. */
function twoClasses(prevalence) {
  return (rows, random) => {
    const labels = new Float64Array(rows)
    const predictions = new Float64Array(rows)
    const probabilities = new Float64Array(2 * rows)
    for (let row = 0; row < rows; row += 1) {
      labels[row] = random() < prevalence ? 1 : 0
      const score = normal(random) + (labels[row] ? 0.75 : -0.75)
      const p = sigmoid(1.3 * (1.5 * score + Math.log(prevalence / (1 - prevalence))))
      probabilities[2 * row] = 1 - p
      probabilities[2 * row + 1] = p
      predictions[row] = p >= 0.35 ? 1 : 0
    }
    return { task: 'classification', rows, classes: ['0', '1'], labels, predictions, probabilities }
  }
}

/** Three classes, the rarest with this share, the others alike. */
function threeClasses(rarest) {
  return (rows, random) => {
    const labels = new Float64Array(rows)
    const predictions = new Float64Array(rows)
    const probabilities = new Float64Array(3 * rows)
    for (let row = 0; row < rows; row += 1) {
      const drawn = random()
      labels[row] = drawn < rarest ? 2 : drawn < (1 + rarest) / 2 ? 1 : 0
      const odds = [0, 1, 2].map((index) => Math.exp(1.2 * normal(random) + (labels[row] === index ? 1.8 : 0)))
      const all = odds[0] + odds[1] + odds[2]
      for (const index of [0, 1, 2]) probabilities[3 * row + index] = odds[index] / all
      predictions[row] = odds.indexOf(Math.max(...odds))
    }
    return { task: 'classification', rows, classes: ['0', '1', '2'], labels, predictions, probabilities }
  }
}

/** Positive numbers of mean about 11, and errors that are normal or, `skewed`, lognormal. */
function numbers(skewed) {
  return (rows, random) => {
    const labels = new Float64Array(rows)
    const predictions = new Float64Array(rows)
    for (let row = 0; row < rows; row += 1) {
      labels[row] = 1 + 10 * Math.exp(0.4 * normal(random) - 0.08)
      const error = skewed ? Math.exp(0.7 * normal(random)) * (random() < 0.5 ? -1 : 1) : 2 * normal(random)
      predictions[row] = Math.max(0, labels[row] + error)
    }
    return { task: 'regression', rows, classes: [], labels, predictions }
  }
}

/** Groups of ten rows whose errors depend on each other; relevance from 0 to 3. */
function groups(size) {
  return (rows, random) => {
    const labels = new Float64Array(rows)
    const predictions = new Float64Array(rows)
    let shared = 0
    for (let row = 0; row < rows; row += 1) {
      if (row % size === 0) shared = normal(random)
      labels[row] = Math.floor(4 * random())
      predictions[row] = labels[row] + shared + 2 * normal(random)
    }
    const numbered = Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / size))
    return { task: 'regression', rows, classes: [], labels, predictions, groups: numbered }
  }
}

/** Two classes whose rows come in groups of ten that share a part of their score. */
function groupedClasses(prevalence) {
  const draw = twoClasses(prevalence)
  return (rows, random) => {
    const answers = draw(rows, random)
    let shared = 0
    for (let row = 0; row < rows; row += 1) {
      if (row % 10 === 0) shared = normal(random)
      const odds = answers.probabilities[2 * row + 1] / answers.probabilities[2 * row]
      const p = sigmoid(Math.log(odds) + shared)
      answers.probabilities[2 * row] = 1 - p
      answers.probabilities[2 * row + 1] = p
      answers.predictions[row] = p >= 0.35 ? 1 : 0
    }
    return { ...answers, groups: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / 10)) }
  }
}

/** Two classes whose rows weigh differently, by a factor of up to nine. */
function weightedClasses(prevalence) {
  const draw = twoClasses(prevalence)
  return (rows, random) => {
    const answers = draw(rows, random)
    return { ...answers, weights: Float64Array.from({ length: rows }, () => 0.5 + 4 * random() ** 2) }
  }
}

/** A champion that answers the same rows: it knows four fifths of what the candidate knows, and groups have a share of their own. */
function withChampion(draw) {
  return (rows, random) => {
    const candidate = draw(rows, random)
    const probabilities = new Float64Array(2 * rows)
    const predictions = new Float64Array(rows)
    let [shared, last] = [0, -1]
    for (let row = 0; row < rows; row += 1) {
      const group = candidate.groups?.[row] ?? row
      if (candidate.groups && group !== last) shared = 0.6 * normal(random)
      last = group
      const odds = candidate.probabilities[2 * row + 1] / candidate.probabilities[2 * row]
      const p = sigmoid(0.8 * Math.log(odds) + 0.9 * normal(random) + shared)
      probabilities[2 * row] = 1 - p
      probabilities[2 * row + 1] = p
      predictions[row] = p >= 0.35 ? 1 : 0
    }
    return { candidate, champion: { ...candidate, probabilities, predictions } }
  }
}

/** A champion of numbers, whose answers are those of the candidate with a normal error of their own. */
function withNumbersOfChampion(draw) {
  return (rows, random) => {
    const candidate = draw(rows, random)
    const predictions = candidate.predictions.map((value) => Math.max(0, value + 0.8 * normal(random)))
    return { candidate, champion: { ...candidate, predictions } }
  }
}

/** Three labels a row, the rarest with this share; they depend on each other through a number that a row's labels share. */
function severalLabels(rarest) {
  return (rows, random) => {
    const labels = new Float64Array(3 * rows)
    const probabilities = new Float64Array(3 * rows)
    for (let row = 0; row < rows; row += 1) {
      const shared = 0.5 * normal(random)
      for (const [label, share] of [0.5, 0.3, rarest].entries()) {
        const at = 3 * row + label
        labels[at] = random() < share ? 1 : 0
        const score = 1.5 * (shared + normal(random) + (labels[at] ? 0.75 : -0.75)) + Math.log(share / (1 - share))
        probabilities[at] = sigmoid(score)
      }
    }
    const predictions = probabilities.map((p) => (p >= 0.4 ? 1 : 0))
    return { task: 'multilabel', rows, classes: ['a', 'b', 'c'], labels, predictions, probabilities }
  }
}

const prevalences = [0.05, 0.2, 0.5]
const byPrevalence = (make) => prevalences.map((share) => ({ name: ` · ${share}`, draw: make(share) }))

/** Of rows that are grouped or weigh differently. */
const ofNumbers = [
  'rmse',
  'mae',
  'r2',
  'mape',
  'mse',
  'rmsle',
  'median_absolute_error',
  'explained_variance',
  'd2_absolute_error',
  'pinball(0.9)',
  'd2_pinball(0.9)',
]

const ofTwoClasses = [
  'accuracy',
  'balanced_accuracy',
  'precision[1]',
  'recall[1]',
  'f1[1]',
  'matthews_corrcoef',
  'roc_auc',
  'average_precision',
  'log_loss',
  'brier_score',
]

/** Each makes one table, at the mark of its name: metrics by rows and variant. */
export const scenarios = [
  {
    name: 'classes',
    title: 'Two classes, the second with a share of 0.05, 0.2 or 0.5:',
    metrics: [
      'accuracy',
      'balanced_accuracy',
      'precision[1]',
      'recall[1]',
      'specificity[1]',
      'f1[1]',
      'f_beta(2)[1]',
      'precision(threshold=0.5)[1]',
      'precision_macro',
      'recall_macro',
      'f1_macro',
      'precision_weighted',
      'recall_weighted',
      'f1_weighted',
      'matthews_corrcoef',
      'cohen_kappa',
      'roc_auc',
      'average_precision',
      'log_loss',
      'brier_score',
      'd2_log_loss',
      'calibration_error',
    ],
    variants: byPrevalence(twoClasses),
  },
  {
    name: 'three-classes',
    title: 'Three classes, the rarest with a share of 0.05, 0.2 or 0.33:',
    metrics: [
      'balanced_accuracy',
      'f1_macro',
      'top_2_accuracy',
      'roc_auc',
      'roc_auc(average=weighted)',
      'roc_auc(multi_class=ovo)',
      'average_precision',
    ],
    variants: [0.05, 0.2, 0.33].map((share) => ({
      name: ` · ${share}`,
      draw: threeClasses(share),
    })),
  },
  {
    name: 'numbers',
    title: 'Numbers, with normal errors or with lognormal ones (skewed):',
    metrics: ofNumbers,
    variants: [
      { name: '', draw: numbers(false) },
      { name: ' · skewed', draw: numbers(true) },
    ],
  },
  {
    name: 'groups',
    title: 'Two classes in groups of ten rows that depend on each other (`evaluate.group`):',
    metrics: ofTwoClasses,
    variants: byPrevalence(groupedClasses),
  },
  {
    name: 'weights',
    title: 'Two classes whose rows weigh differently (`data.weight`):',
    metrics: ofTwoClasses,
    variants: byPrevalence(weightedClasses),
  },
  {
    name: 'rankings',
    title: 'Rankings, ten rows a group:',
    metrics: ['ndcg(5)', 'map', 'rmse'],
    variants: [{ name: '', draw: groups(10) }],
  },
  {
    name: 'labels',
    title: 'Three labels a row, the rarest with a share of 0.05, 0.2 or 0.5:',
    task: 'multilabel',
    metrics: [
      'accuracy',
      'hamming_loss',
      'recall[2]',
      'f1[2]',
      'f1_macro',
      'f1_micro',
      'f1_samples',
      'jaccard_weighted',
      'roc_auc',
      'average_precision(average=micro)',
      'label_ranking_average_precision',
    ],
    variants: byPrevalence(severalLabels),
  },
  {
    name: 'differences',
    title: 'Two classes, candidate less champion on the same rows:',
    metrics: ofTwoClasses,
    variants: byPrevalence((share) => withChampion(twoClasses(share))),
  },
  {
    name: 'differences-numbers',
    title: 'Numbers, candidate less champion on the same rows, with normal errors or with lognormal ones (skewed):',
    metrics: ofNumbers,
    variants: [
      { name: '', draw: withNumbersOfChampion(numbers(false)) },
      { name: ' · skewed', draw: withNumbersOfChampion(numbers(true)) },
    ],
  },
  {
    name: 'differences-groups',
    title: 'Two classes in groups of ten rows that depend on each other, candidate less champion:',
    metrics: ofTwoClasses,
    variants: byPrevalence((share) => withChampion(groupedClasses(share))),
  },
  {
    name: 'differences-weights',
    title: 'Two classes whose rows weigh differently, candidate less champion:',
    metrics: ofTwoClasses,
    variants: byPrevalence((share) => withChampion(weightedClasses(share))),
  },
]
