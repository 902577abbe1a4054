import { InputError } from '@trainyard/ports'

/** Where a file, or several, lie outside this machine. */
export interface Address {
  readonly scheme: string
  /** Bucket, container or host. */
  readonly authority: string
  /** What stands behind it, without the slash between them: for stores the key as it is, for servers path and query. */
  readonly key: string
}

/** Reads an address. @throws {InputError} for none, and for a user or password in it, which are not repeated */
export function parseAddress(text: string): Address {
  const [, scheme = '', authority = '', key = ''] = /^([a-z][a-z0-9+.-]+):\/\/([^/?#]*)\/?(.*)$/is.exec(text) ?? []
  const accountIn = /^abfss?$/i.test(scheme)
  if (authority.includes('@') && !accountIn)
    throw new InputError(
      `${scheme}://…@${authority.split('@').at(-1)}: a user or password cannot stand in an address`,
      {
        remedy: 'Credentials come from the environment: docs/reference/data.md.',
      },
    )
  if (authority === '') throw new InputError(`${text}: this address names no bucket or host`)
  return { scheme: scheme.toLowerCase(), authority, key }
}

/**
 * A key as a part of a URL: every byte but letters, digits and `-._~/` is percent-encoded.
 * @throws {InputError} for keys that no URL can name, such as `../x`
 */
export function encodedKey(key: string, root: string): string {
  const parts = key.split('/')
  const shown = `${root}/${key}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(key)) throw unusable(JSON.stringify(shown), 'holds control characters')
  if (parts.some((part) => part === '.' || part === '..')) throw unusable(shown, 'holds a part . or ..')
  return parts.map(encoded).join('/')
}

/** RFC 3986, as signatures want it: JavaScript leaves five more characters as they are. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function unusable(file: string, why: string): InputError {
  return new InputError(`the key of this object ${why}, and cannot be fetched safely`, {
    at: { file },
    remedy: 'Give the object another key, or name the others by a glob.',
  })
}
