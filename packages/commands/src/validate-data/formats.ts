import path from 'node:path'
import type { ValidationDocument } from '@trainyard/evidence'
import { writeFileAtomic } from '@trainyard/ports'
import { junit, sarif } from '@trainyard/report'
import type { Context } from '../core/context.ts'
import type { Inputs } from './inputs.ts'

/** Writes the reports that were asked for, for other tools: SARIF for code scanning, JUnit for test reports. */
export async function writeFormats(
  formats: Inputs['formats'],
  document: ValidationDocument,
  out: string,
  { config, services }: Pick<Context, 'config' | 'services'>,
): Promise<void> {
  const fromRoot = (file: string) => path.relative(services.cwd, path.resolve(config.folder, file))
  if (formats.includes('junit')) await writeFileAtomic(path.join(out, 'validation.junit.xml'), junit(document))
  if (!formats.includes('sarif')) return
  const file = fromRoot(document.suite.path ?? document.inputs[0]?.name ?? path.basename(config.file))
  await writeFileAtomic(path.join(out, 'validation.sarif'), sarif(document, file.split(path.sep).join('/')))
}
