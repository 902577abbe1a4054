export { buildImage } from './build.ts'
export { type ImageHead, imageHead } from './head.ts'
export type { ImageBody, ImageRequest, ImageServices } from './types.ts'
