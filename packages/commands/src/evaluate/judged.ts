import type { Condition, Dataset } from '@trainyard/dataset'
import type { EvaluationDocument, FirstModel, Split, Subject, Target } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import type { PredictionTable } from '@trainyard/predictions'

/** What is wanted of the rows beside labels and answers. */
export interface WantedSlices {
  readonly columns: readonly string[]
  readonly conditions: readonly Condition[]
  /** Expressions in SQL: columns that they name are wanted, too. */
  readonly expressions: readonly string[]
  /** Column with the order of the rows in time, where rules compare and the rows have it. */
  readonly time?: string
}

/** Labels and answers to judge, and where they came from. */
export interface Judged {
  readonly table: PredictionTable
  readonly data: EvaluationDocument['data']
  readonly target: Target
  readonly model?: string
  readonly champion?: string
  /** Where a champion was looked for, and there was none yet. */
  readonly firstModel?: Omit<FirstModel, 'unjudged'>
  readonly dataset?: string
  readonly inputs: readonly Subject[]
  /** Holds an engine that can write; closed by the caller. */
  readonly opened?: Dataset
  /** What was run to get the answers, where a model was. */
  readonly ran?: Ran
}

/** Models that were run, and the rows they were asked for. */
export interface Ran {
  readonly model: ModelPackage
  readonly champion?: ModelPackage
  readonly dataset: Dataset
  readonly split: Split | 'all'
  readonly id?: string
  /** Labels and answers of a share of the same rows, beside those of the champion, or of another one in its place. */
  readonly ask: (split: Split | 'all', champion?: ModelPackage) => Promise<PredictionTable>
}
