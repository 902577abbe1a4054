import { InputError } from '@trainyard/ports'
import type { FileOptions } from '../files/find.ts'
import type { SourceFile } from '../files/source.ts'
import type { Place } from '../sources/place.ts'

export async function fetchFiles(address: string, _options: FileOptions, _place: Place): Promise<SourceFile[]> {
  throw new InputError(`addresses are not read yet: ${address}`)
}
