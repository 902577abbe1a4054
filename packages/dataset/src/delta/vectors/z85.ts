const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'
const digits = new Map([...alphabet].map((character, value) => [character, value]))

/**
 * The bytes that a Z85 text stands for: five characters for four bytes. Format: ZeroMQ RFC 32.
 * @throws RangeError where the text is no Z85
 */
export function decodeZ85(text: string): Buffer {
  if (text.length % 5 !== 0) throw new RangeError('its length is no multiple of 5')
  const bytes = Buffer.alloc((text.length / 5) * 4)
  for (let at = 0; at < text.length; at += 5) bytes.writeUInt32BE(word(text.slice(at, at + 5)), (at / 5) * 4)
  return bytes
}

function word(characters: string): number {
  const value = [...characters].reduce((sum, character) => sum * 85 + digit(character), 0)
  if (value > 0xffff_ffff) throw new RangeError(`'${characters}' stands for more than four bytes`)
  return value
}

function digit(character: string): number {
  const value = digits.get(character)
  if (value === undefined) throw new RangeError(`'${character}' is no character of Z85`)
  return value
}
