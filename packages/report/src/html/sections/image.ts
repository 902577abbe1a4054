import type { ImageDocument } from '@trainyard/evidence'
import { count, formatBytes } from '../../format.ts'
import { type Html, html, nothing } from '../html.ts'
import { badge, digest, facts, table } from '../parts.ts'

/** Layers, base and what the image is bound to. */
export function imageSection({
  digest: name,
  platform,
  base,
  layers,
  size,
  model,
  evaluation,
  reference,
  verdict,
}: ImageDocument): Html {
  const files =
    base.files.length > 0
      ? html`<details><summary>${count(base.files.length, 'file')} from this machine</summary>${table(
          ['file', 'sha256'],
          base.files.map((file) => [file.name, digest(file.sha256)]),
        )}</details>`
      : nothing
  return html`<h2>Image ${badge(verdict)}</h2>
${facts([
  ['digest', digest(name)],
  ['reference', reference],
  ['platform', `${platform.os}/${platform.architecture}`],
  ['size', formatBytes(size)],
  ['base', base.reference],
  ['model', digest(model)],
  [
    'evaluation',
    evaluation ? html`${badge(evaluation.verdict)} ${digest(evaluation.sha256)}` : 'none: allowed by image.unevaluated',
  ],
])}
${table(
  ['layer', 'size', 'digest', ''],
  layers.map((layer) => [layer.name, formatBytes(layer.size), digest(layer.digest), layer.reused ? 'reused' : '']),
  ['size'],
)}${files}`
}
