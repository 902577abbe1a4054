import type { ModelDocument } from '@trainyard/evidence'
import { fileEntry, folderEntries, type TarEntry } from '@trainyard/oci'
import { InputError } from '@trainyard/ports'
import type { ImageRequest } from './types.ts'

const epoch = '1970-01-01T00:00:00.000Z'

/** The server and the worker that runs the model, beside each other as in `dist/`. */
export async function serverEntries({ server, worker }: ImageRequest['programs']): Promise<TarEntry[]> {
  const [own, workers] = [
    await folderEntries(server, 'app/server'),
    await folderEntries(worker, 'app/inference-worker'),
  ]
  return [...own, ...workers, textEntry('app/package.json', '{"private":true,"type":"module"}\n')]
}

/** The model and what is known of it. @throws InputError where the file is not the model that `model.json` describes */
export async function modelEntries({ onnx, document }: ImageRequest['model']): Promise<TarEntry[]> {
  const entry = await fileEntry(onnx, 'models/model.onnx')
  const [expected, actual] = [document.sha256, entry.content.sha256]
  if (actual !== expected) {
    throw new InputError(`${onnx} is not the model of its model.json: expected ${expected}, found ${actual}`, {
      remedy: 'Train again, or restore the file.',
    })
  }
  return [entry, textEntry('models/model.json', modelJson(document))]
}

/** Without the time of packaging: the same model gives the same layer. */
function modelJson(document: ModelDocument): string {
  return `${JSON.stringify({ ...document, createdAt: epoch }, null, 2)}\n`
}

function textEntry(path: string, text: string): TarEntry {
  return { type: 'file', path, mode: 0o644, content: Buffer.from(text) }
}
