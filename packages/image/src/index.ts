export { buildImage } from './build.ts'
export type { ImageBody, ImageRequest, ImageServices } from './types.ts'
