import type { Subject, Verdict } from '@trainyard/evidence'
import type { ImageBody, ImageRequest } from './types.ts'

/** What `image.json` begins with, apart from the time and the tool. */
export interface ImageHead {
  readonly subjects: readonly Subject[]
  readonly inputs: readonly Subject[]
  readonly verdict: Verdict
  readonly reason: string
}

/** Names the image, and the model and the evaluation it was made from. */
export function imageHead({ name }: Pick<ImageRequest, 'name'>, body: ImageBody): ImageHead {
  const inputs: Subject[] = [{ kind: 'model', name, sha256: body.model }]
  if (body.evaluation) inputs.push({ kind: 'evaluation', name: 'evaluation.json', sha256: body.evaluation.sha256 })
  return {
    subjects: [{ kind: 'image', name: body.reference ?? name, sha256: body.digest.slice('sha256:'.length) }],
    inputs,
    verdict: 'pass',
    reason: summary(body),
  }
}

/** `sha256:3f1c5a7b9d2e…  66.1 MB, 4 layers, 3 reused` */
function summary({ digest, size, layers }: ImageBody): string {
  const reused = layers.filter((layer) => layer.reused).length
  return `${digest.slice(0, 'sha256:'.length + 12)}…  ${(size / 1e6).toFixed(1)} MB, ${layers.length} layers, ${reused} reused`
}
