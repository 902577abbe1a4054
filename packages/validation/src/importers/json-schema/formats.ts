import { type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'

const day = '\\d{4}-\\d\\d-\\d\\d'
const clock = '([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?(z|[+-]([01]\\d|2[0-3]):?[0-5]\\d)'
const byte = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const label = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?'

interface Format {
  /** RE2 over the whole text. */
  readonly pattern: string
  /** Columns whose every value has the format. */
  readonly always?: readonly ColumnType[]
}

/** Formats that are checked: JSON Schema's own, as far as a regular expression and the calendar tell. */
export const formats: Readonly<Record<string, Format>> = {
  date: { pattern: day, always: ['date'] },
  time: { pattern: `(?i)${clock}`, always: ['time'] },
  'date-time': { pattern: `(?i)${day}[t ]${clock}`, always: ['timestamp'] },
  duration: { pattern: 'P((\\d+Y)?(\\d+M)?(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+S)?)?|\\d+W)' },
  email: { pattern: `(?i)[a-z0-9!#$%&'*+/=?^_\`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_\`{|}~-]+)*@(${label}\\.)+${label}` },
  hostname: { pattern: `(?i)${label}(\\.${label})*` },
  ipv4: { pattern: `${byte}(\\.${byte}){3}` },
  uri: { pattern: '(?i)[a-z][a-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+' },
  uuid: { pattern: '(?i)(urn:uuid:)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}' },
}

/** Whether a text has a format. */
export function hasFormat(name: string, text: Sql, column: ColumnType): Sql {
  const format = formats[name]
  if (!format || format.always?.includes(column)) return sql`TRUE`
  const written = sql`regexp_full_match(${text}, ${format.pattern})`
  if (name !== 'date' && name !== 'date-time') return written
  return sql`(${written} AND TRY_CAST(substr(${text}, 1, 10) AS DATE) IS NOT NULL)`
}
