import { savedMetric } from '../../row-family.ts'
import type { Answers } from '../../types.ts'
import { lossesOf } from './log-loss.ts'

/** What is left of exact answers by clipping is nothing. */
const leastShare = 1e-12

/** 1 − log loss ÷ that of always answering the share of each class. Interval: Student's t of the logarithm of what is not saved, by jackknife. */
export const d2LogLoss = savedMetric({
  name: 'd2_log_loss',
  summary: 'Share of the log loss that is saved over always answering the share of each class among the rows.',
  source: 'd2_log_loss_score',
  alsoKnownAs: ['d2_log_loss_score', 'mcfadden_r2'],
  task: 'classification',
  range: [Number.NEGATIVE_INFINITY, 1],
  needsProbabilities: true,
  obstacle: (answers) => {
    const [first] = answers.labels
    return answers.labels.every((label) => label === first) ? 'all rows have the same label' : undefined
  },
  evaluator: (answers: Answers) => {
    const losses = lossesOf(answers)
    return (weights) => {
      const counts = new Float64Array(answers.classes.length)
      let [loss, all] = [0, 0]
      for (let row = 0; row < weights.length; row += 1) {
        const [weight, label] = [weights[row] ?? 0, answers.labels[row] ?? 0]
        loss += weight * (losses[row] ?? 0)
        counts[label] = (counts[label] ?? 0) + weight
        all += weight
      }
      const simple = counts.reduce((sum, count) => (count > 0 ? sum - count * Math.log(count / all) : sum), 0)
      return loss / simple < leastShare ? 1 : 1 - loss / simple
    }
  },
})
