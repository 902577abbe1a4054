/** A test that a value's text passes or not, which SQL cannot make. */
export type ValueTest =
  /** Sources of RegExps (`u`), and how many of them must be found. */
  | { readonly kind: 'regex'; readonly sources: readonly string[]; readonly wanted: 'any' | 'all' | 'none' }
  /** Python's strptime reads it. With `orT`, a text that has a `T` in the place of its blank will do too. */
  | { readonly kind: 'strptime'; readonly format: string; readonly orT: boolean }
  /** Python's dateutil reads it. */
  | { readonly kind: 'dateutil' }
  /** It is JSON as Python reads it. */
  | { readonly kind: 'json' }
  /** It is JSON that a schema holds for. */
  | { readonly kind: 'json-schema'; readonly schema: object | boolean }

/** Puts texts to a test. */
export interface Examiner {
  /** @returns the places of the texts that do not pass, or why the test cannot be made */
  examine(test: ValueTest, texts: readonly string[]): Promise<Examined>
  close(): Promise<void>
}

export type Examined =
  | { readonly kind: 'examined'; readonly refused: readonly number[] }
  | { readonly kind: 'fault'; readonly message: string }

export type Accepts = (text: string) => boolean
