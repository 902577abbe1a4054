import { type Message, parseMessage } from '@trainyard/config'
import definitions from './descriptors.json' with { type: 'json' }

/**
 * Reads a schema of TensorFlow Metadata from its text form.
 * @throws InputError with every field that the definition does not have, or not so
 */
export function parseSchema(text: string, file: string): Message {
  return parseMessage(text, file, 'Schema', definitions)
}
