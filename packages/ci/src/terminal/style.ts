import { styleText } from 'node:util'

export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold'
export type Style = (colour: Colour, text: string) => string

interface Stream {
  readonly isTTY?: boolean
}

/** Colours for a stream that is a terminal; plain text elsewhere, and where NO_COLOR is set (no-color.org). */
export function terminalStyle(stream: Stream, env: Readonly<Record<string, string | undefined>> = process.env): Style {
  const coloured = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  return (colour, text) => (coloured ? styleText(colour, text, { validateStream: false }) : text)
}
