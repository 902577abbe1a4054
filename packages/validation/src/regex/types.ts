/** A Python regular expression, its flags resolved into its parts. */
export type Node =
  | { readonly kind: 'set'; readonly negated: boolean; readonly items: readonly SetItem[] }
  | { readonly kind: 'anchor'; readonly at: Anchor }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number; readonly mode: Mode }
  | { readonly kind: 'group'; readonly index: number; readonly node: Node }
  | { readonly kind: 'atomic'; readonly node: Node }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negated: boolean; readonly node: Node }
  | { readonly kind: 'reference'; readonly index: number; readonly fold: boolean; readonly offset: number }

export type Mode = 'greedy' | 'lazy' | 'possessive'

/** Code points from one to another, or one of Python's classes: decimal digits, word characters, white space. */
export type SetItem =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'class'; readonly name: ClassName; readonly negated: boolean; readonly ascii: boolean }

export type ClassName = 'd' | 'w' | 's'

/** `end` is Python's `$`: the end of the text, or before a line feed that ends it. */
export type Anchor =
  | 'textStart'
  | 'textEnd'
  | 'end'
  | 'lineStart'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary'
  | 'asciiBoundary'
  | 'asciiNotBoundary'

export interface Flags {
  readonly fold: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly verbose: boolean
  readonly ascii: boolean
}

/** Why a pattern cannot be used, and at which character of it, from 0. */
export class PatternFault extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}
