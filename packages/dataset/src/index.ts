export { openEngine } from './engine.ts'
export { openDataset, openTable, type TableSource } from './open.ts'
export { identifier, join, list, literal, type Sql, type SqlScalar, sql } from './sql.ts'
export type { DataSource, Dataset, Engine, SplitRule } from './types.ts'
