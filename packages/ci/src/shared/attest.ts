// Bundled once to dist/shared/attest: what evaluate loads when it attests a model.
export { attest } from '@actions/attest'
