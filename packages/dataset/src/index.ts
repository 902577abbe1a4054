export { identifier, join, list, literal, type Sql, type SqlScalar, sql } from './sql.ts'
export type { DataSource, Dataset, Engine, SplitRule } from './types.ts'
