export { type DigestClaim, expectDigest } from './digest.ts'
export {
  type DocumentBody,
  documentDigest,
  type Head,
  newDocument,
  type ReadDocument,
  readAnyDocument,
  readDocument,
  writeDocument,
} from './document.ts'
export * from './documents/index.ts'
export { documentKinds } from './schemas.ts'
export { toolVersion } from './version.ts'
