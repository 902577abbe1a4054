export { bundleName, evaluationStatement, type MadeBy, predicateType } from './statement.ts'
export type { Predicate, Signer, Statement } from './types.ts'
export { type ExpectedAttestation, type VerifiedAttestation, verifyAttestation } from './verify.ts'
