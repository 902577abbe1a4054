export { type DuckDBModule, loadDuckDB } from './duckdb.ts'
export { type Located, type LocateServices, locate } from './locate.ts'
export type { PartName } from './parts.ts'
