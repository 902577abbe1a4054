/** A format that text may have throughout. */
export interface Format {
  readonly name: string
  /** RE2, and Python's `re` alike. */
  readonly regex: string
}

/** Formats that are looked for, the narrowest first. */
export const formats: readonly Format[] = [
  { name: 'a UUID', regex: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$' },
  { name: 'an e-mail address', regex: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$' },
  { name: 'a web address', regex: '^https?://[^\\s]+$' },
  { name: 'a date, day first', regex: '^[0-3]?[0-9][./][01]?[0-9][./][0-9]{4}$' },
  { name: 'a date, month first', regex: '^[01]?[0-9]/[0-3]?[0-9]/[0-9]{4}$' },
  { name: 'digits', regex: '^[0-9]+$' },
]
