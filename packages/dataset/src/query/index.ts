import type { QueryConfig } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { SourceFile } from '../files/source.ts'
import type { Place } from '../sources/place.ts'

export async function runQuery(_query: QueryConfig, _place: Place): Promise<SourceFile[]> {
  throw new InputError('queries are not run yet')
}
