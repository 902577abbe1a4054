import { InputError } from '@trainyard/ports'

/** There is no champion where the configuration says one comes from: it is never taken for a first model by itself. */
export function noChampion(message: string, remedy: string): InputError {
  return new InputError(message, {
    at: { file: 'trainyard.yml', key: 'evaluate.champion' },
    remedy: `${remedy} For a first model, leave the gates out that compare with the champion.`,
  })
}
