import { type Evaluator, wilson } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import { overRows, pairedRows, rowsByLabel } from '../../intervals/paired.ts'
import { hasWidth } from '../../intervals/width.ts'
import { byScore } from '../../ranks.ts'
import { rowMethods } from '../../row-family.ts'
import type { Answers, Metric } from '../../types.ts'
import { areaOf, rocAuc } from './roc-auc.ts'

/** Above this many classes the areas of all pairs of them take too long. */
const mostClasses = 50

/** Areas that are averaged, and the share of each as a function of the weights. */
interface Areas {
  readonly each: readonly Evaluator[]
  readonly share: (weights: Float64Array) => readonly number[]
}

/** Means of areas other than the plain one over classes: by their rows, or over pairs of classes (Hand and Till 2001). */
export function rocAucOf(multiClass: 'ovr' | 'ovo', average: 'macro' | 'weighted'): Metric {
  const evaluator: Metric['evaluator'] = (answers, classIndex) => {
    if (classIndex >= 0 || answers.classes.length === 2) return rocAuc.evaluator(answers, classIndex)
    const { each, share } = multiClass === 'ovo' ? pairs(answers) : classes(answers)
    return (weights) => {
      const shares = average === 'macro' ? each.map(() => 1) : share(weights)
      const all = shares.reduce((sum, one) => sum + one, 0)
      return each.reduce((sum, area, at) => sum + ((shares[at] ?? 0) / all) * area(weights), 0)
    }
  }
  return {
    ...rocAuc,
    summary: `Area under the ROC curve, ${multiClass === 'ovo' ? 'mean over pairs of classes' : 'mean of each class against the rest'}, ${average === 'macro' ? 'plain' : 'weighted by rows'}.`,
    source: `roc_auc_score(multi_class='${multiClass}', average='${average}')`,
    methods: rowMethods,
    obstacle: (answers, classIndex) =>
      multiClass === 'ovo' && answers.classes.length > mostClasses
        ? `${answers.classes.length} classes have too many pairs; at most ${mostClasses} classes`
        : rocAuc.obstacle(answers, classIndex),
    evaluator,
    limits: (answers, classIndex, request) => {
      const evaluate = evaluator(answers, classIndex)
      const drawn = overRows(answers, evaluate, { stratified: true }, request)
      if (drawn.every(hasWidth)) return drawn
      const rarest = Math.min(...rowsByLabel(answers).map(({ length }) => length))
      return request.levels.map((level) => wilson(evaluate(unitWeights(answers)) * rarest, rarest, level))
    },
    difference: pairedRows(evaluator, true),
  }
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
  return { each: indices.map((index) => areaOf(byScore(answers, index))), share: (weights) => [...count(weights)] }
}

/** Each unordered pair, with the mean of the areas by the score of either class, among the rows of the two. */
function pairs(answers: Answers): Areas {
  const all = answers.classes.flatMap((_, a) => answers.classes.slice(a + 1).map((_, b) => [a, a + 1 + b] as const))
  const each = all.map(([a, b]): Evaluator => {
    const [first, second] = [among(answers, a, b), among(answers, b, a)]
    return (weights) => (first(weights) + second(weights)) / 2
  })
  const { share } = classes(answers)
  return {
    each,
    share: (weights) => {
      const counts = share(weights)
      return all.map(([a, b]) => (counts[a] ?? 0) + (counts[b] ?? 0))
    },
  }
}

/** Area of one class's score among the rows of two classes. */
function among(answers: Answers, index: number, other: number): Evaluator {
  const ranked = byScore(answers, index)
  const score = (at: number | undefined) =>
    at === undefined ? -1 : answers.probabilities?.[(ranked.order[at] ?? 0) * answers.classes.length + index]
  const places = [...ranked.order.keys()].filter((at) => {
    const label = answers.labels[ranked.order[at] ?? 0]
    return label === index || label === other
  })
  return areaOf({
    order: Uint32Array.from(places, (at) => ranked.order[at] ?? 0),
    positive: Uint8Array.from(places, (at) => ranked.positive[at] ?? 0),
    lastOfTie: Uint8Array.from(places, (at, place) => (score(at) === score(places[place + 1]) ? 0 : 1)),
  })
}
