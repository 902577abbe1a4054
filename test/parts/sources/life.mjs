// What is started once for all tests of a suite ends with the suite.
import { after } from 'node:test'

/** Call it in the body of `describe`; what it gives stands for a test wherever one is asked for only to end with it. */
export function suiteLife() {
  let end
  after(() => end?.())
  return {
    after: (work) => {
      end = work
    },
  }
}
