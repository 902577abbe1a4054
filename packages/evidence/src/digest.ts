import { InputError } from '@trainyard/ports'

/** Two digests that should be one. */
export interface DigestClaim {
  /** What was hashed, for people: `data/penguins.csv`. */
  readonly what: string
  readonly expected: string
  readonly actual: string
  /** Document that names the expected digest. */
  readonly recordedIn: string
}

/** @throws InputError naming both digests where they differ */
export function expectDigest({ what, expected, actual, recordedIn }: DigestClaim): void {
  if (expected === actual) return
  throw new InputError(`${what} has sha256 ${actual}, but ${recordedIn} recorded ${expected}`, {
    remedy: `Bring back the recorded bytes, or run the stage that wrote ${recordedIn} again.`,
  })
}
