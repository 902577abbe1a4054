import type { Evaluator } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import { areaPart, meanAreaLimits } from '../../intervals/areas.ts'
import { studentDifference, studentMethod } from '../../intervals/student.ts'
import { areaOf, byScore, type Ranked } from '../../ranks.ts'
import type { Answers, Metric } from '../../types.ts'
import { rocAuc } from './roc-auc.ts'

/** Above this many classes the areas of all pairs of them take too long. */
const mostClasses = 50

/** Areas that are averaged, and the share of each as a function of the weights. */
interface Areas {
  /** Rankings whose areas are one, in the mean: of a class, or of either class of a pair. */
  readonly rankings: readonly (() => readonly Ranked[])[]
  readonly share: (weights: Float64Array) => readonly number[]
}

/** Means of areas other than the plain one over classes: by their rows, or over pairs of classes (Hand and Till 2001). */
export function rocAucOf(multiClass: 'ovr' | 'ovo', average: 'macro' | 'weighted'): Metric {
  const areasOf = (answers: Answers): Areas => {
    const { rankings, share } = multiClass === 'ovo' ? pairs(answers) : classes(answers)
    return { rankings, share: average === 'macro' ? () => rankings.map(() => 1 / rankings.length) : share }
  }
  const evaluator: Metric['evaluator'] = (answers, classIndex) => {
    if (classIndex >= 0 || answers.classes.length === 2) return rocAuc.evaluator(answers, classIndex)
    const { rankings, share } = areasOf(answers)
    const each = rankings.map((make) => meanOf(make().map(areaOf)))
    return (weights) => {
      const shares = share(weights)
      return each.reduce((sum, area, at) => sum + (shares[at] ?? 0) * area(weights), 0)
    }
  }
  const metric: Metric = {
    ...rocAuc,
    summary: `Area under the ROC curve, ${multiClass === 'ovo' ? 'mean over pairs of classes' : 'mean of each class against the rest'}, ${average === 'macro' ? 'plain' : 'weighted by rows'}.`,
    source: `roc_auc_score(multi_class='${multiClass}', average='${average}')`,
    methods: { interval: 'MOVER of the areas, Newcombe', difference: studentMethod },
    obstacle: (answers, classIndex) =>
      multiClass === 'ovo' && answers.classes.length > mostClasses
        ? `${answers.classes.length} classes have too many pairs; at most ${mostClasses} classes`
        : rocAuc.obstacle(answers, classIndex),
    evaluator,
    limits: (answers, classIndex, request) => {
      if (classIndex >= 0 || answers.classes.length === 2) return rocAuc.limits(answers, classIndex, request)
      const { rankings, share } = areasOf(answers)
      const shares = share(unitWeights(answers))
      const parts = rankings.map((make, at) => () => areaPart(make(), answers.rows, shares[at] ?? 0))
      return meanAreaLimits(parts, request.levels)
    },
    difference: studentDifference(() => metric),
  }
  return metric
}

function classes(answers: Answers): Areas {
  const indices = answers.classes.map((_, index) => index)
  const count = (weights: Float64Array) => {
    const counts = new Float64Array(indices.length)
    for (let row = 0; row < weights.length; row += 1) {
      const label = answers.labels[row] ?? 0
      counts[label] = (counts[label] ?? 0) + (weights[row] ?? 0)
    }
    return counts
  }
  return {
    rankings: indices.map((index) => () => [byScore(answers, index)]),
    share: (weights) => sharesOf([...count(weights)]),
  }
}

/** Each unordered pair, with the mean of the areas by the score of either class, among the rows of the two. */
function pairs(answers: Answers): Areas {
  const all = answers.classes.flatMap((_, a) => answers.classes.slice(a + 1).map((_, b) => [a, a + 1 + b] as const))
  const { share } = classes(answers)
  return {
    rankings: all.map(([a, b]) => () => [among(answers, a, b), among(answers, b, a)]),
    share: (weights) => {
      const counts = share(weights)
      return sharesOf(all.map(([a, b]) => (counts[a] ?? 0) + (counts[b] ?? 0)))
    },
  }
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const all = counts.reduce((sum, one) => sum + one, 0)
  return counts.map((count) => count / all)
}

function meanOf(areas: readonly Evaluator[]): Evaluator {
  return (weights) => areas.reduce((sum, area) => sum + area(weights), 0) / areas.length
}

/** Order of the rows of two classes by one class's score. */
function among(answers: Answers, index: number, other: number): Ranked {
  const ranked = byScore(answers, index)
  const score = (at: number | undefined) =>
    at === undefined ? -1 : answers.probabilities?.[(ranked.order[at] ?? 0) * answers.classes.length + index]
  const places = [...ranked.order.keys()].filter((at) => {
    const label = answers.labels[ranked.order[at] ?? 0]
    return label === index || label === other
  })
  return {
    order: Uint32Array.from(places, (at) => ranked.order[at] ?? 0),
    positive: Uint8Array.from(places, (at) => ranked.positive[at] ?? 0),
    lastOfTie: Uint8Array.from(places, (at, place) => (score(at) === score(places[place + 1]) ? 0 : 1)),
  }
}
