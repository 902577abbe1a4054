import type { Trainer } from '../types.ts'
import { builtin } from './builtin.ts'
import { command } from './command.ts'

/** Every trainer; the first that takes a request trains it. */
export const trainers: readonly Trainer[] = [command, builtin]
