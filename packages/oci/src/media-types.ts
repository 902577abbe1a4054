/** Media types of the OCI image specification 1.1. */
export const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const

/** Their older names, which registries still answer with. Docker image manifest V2, schema 2. */
export const dockerMediaTypes = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  layerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  layer: 'application/vnd.docker.image.rootfs.diff.tar',
} as const

const layers: Readonly<Record<string, 'none' | 'gzip'>> = {
  [mediaTypes.layer]: 'none',
  [mediaTypes.layerGzip]: 'gzip',
  [dockerMediaTypes.layer]: 'none',
  [dockerMediaTypes.layerGzip]: 'gzip',
}

/** How a layer is compressed, or `undefined` where it is not one that can be read here. */
export function layerCompression(mediaType: string): 'none' | 'gzip' | undefined {
  return layers[mediaType]
}

export function isIndex(mediaType: string): boolean {
  return mediaType === mediaTypes.index || mediaType === dockerMediaTypes.index
}
