export { type DuckDBModule, loadDuckDB } from './duckdb.ts'
export { type Located, locate } from './locate.ts'
export type { PartName } from './parts.ts'
export type { LocateServices } from './services.ts'
