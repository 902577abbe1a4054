import { FaultError } from '@trainyard/ports'
import { XMLParser } from 'fast-xml-parser'

/** An element of an answer: names to texts, elements, or lists of them. */
export type Element = Readonly<Record<string, unknown>>

/** `htmlEntities` are characters by number too: Go's servers write the quotes of an entity tag as `&#34;`. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
})

/** Reads an answer of a store. @throws FaultError for what is no XML */
export function parseXml(text: string): Element {
  const document: unknown = parser.parse(text)
  if (isElement(document)) return document
  throw new FaultError('the store gave an answer that is no XML')
}

/** The elements of a name. */
export function children(element: Element | undefined, name: string): readonly Element[] {
  return [element?.[name]].flat().filter(isElement)
}

/** The text of the element of a name; an empty one is none. */
export function textOf(element: Element | undefined, name: string): string | undefined {
  const value = element?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
