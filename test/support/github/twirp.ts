/** The fields of a Twirp message in JSON, under their camel-case names. */
export type Fields = Readonly<Record<string, unknown>>

/** An answer that is not 200, as GitHub's services give it. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Reads a message, whichever spelling of the names the client uses. */
export function readFields(body: Buffer): Fields {
  const parsed: unknown = body.length > 0 ? JSON.parse(body.toString()) : {}
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  )
}
