import type { ErrorCode, YAMLParseError, YAMLWarning } from 'yaml'

/** What is wrong, and what to do about it. */
export interface Words {
  readonly message: string
  readonly remedy: string
}

const words: Partial<Record<ErrorCode, readonly [message: string, remedy: string]>> = {
  TAB_AS_INDENT: ['a tab indents this line', 'YAML wants spaces: replace the tab by two spaces.'],
  BAD_INDENT: [
    'the indentation is wrong here, or a bracket is not closed',
    'Keys of one map begin in the same column.',
  ],
  MULTILINE_IMPLICIT_KEY: ['a line without "key: value"', 'Is the colon missing, or the blank after it?'],
  BLOCK_AS_IMPLICIT_KEY: [
    'the value holds another "key: value"',
    'Put the value in quotes, or the inner key on a line of its own.',
  ],
  MISSING_CHAR: ['a bracket, quote or colon is missing', 'Close what was opened, and write "key: value".'],
  BAD_ALIAS: ["'*' begins an alias, which needs an anchor", "Put a value that begins with '*' in quotes."],
  MULTIPLE_DOCS: ["a second document begins here ('---')", 'Keep one document in the file.'],
  UNEXPECTED_TOKEN: ['this was not expected here', 'Put text with special characters in quotes.'],
  TAG_RESOLVE_FAILED: ["'!' begins a tag, and this one is unknown", "Put a value that begins with '!' in quotes."],
  BAD_SCALAR_START: ['a plain value cannot begin with this character', 'Put the value in quotes.'],
}

/** What is wrong with the syntax, in words of people who do not read YAML's grammar. */
export function plainSyntax(error: YAMLParseError | YAMLWarning): Words {
  const [message, remedy] = words[error.code] ?? [error.message, 'Check the YAML here.']
  return { message, remedy }
}
