import type { Source } from './yaml.ts'

/** Parses YAML 1.2, with the parser that is loaded once there is a file to read. @throws InputError as `yaml.ts` says */
export async function parseYaml(text: string, file: string): Promise<Source> {
  const yaml = await import('./yaml.ts')
  return yaml.parseYaml(text, file)
}
