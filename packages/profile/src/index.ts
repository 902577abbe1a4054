export { type ColumnCounter, countLike } from './column.ts'
export { profileDataset } from './dataset.ts'
export { mergeProfiles } from './merge.ts'
export { predictionColumn, profileLabels, profileNumbers } from './predictions.ts'
