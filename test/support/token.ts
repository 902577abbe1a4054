/** Claims of GitHub's token for a job of `acme/penguins` on its main branch. */
export const jobClaims = {
  iss: 'https://token.actions.githubusercontent.com',
  sub: 'repo:acme/penguins:ref:refs/heads/main',
  repository: 'acme/penguins',
  repository_owner: 'acme',
  ref: 'refs/heads/main',
  sha: '0123456789abcdef0123456789abcdef01234567',
  event_name: 'push',
  job_workflow_ref: 'acme/penguins/.github/workflows/pipeline.yml@refs/heads/main',
  run_id: '1',
  run_attempt: '1',
  runner_environment: 'github-hosted',
  signer: 'https://github.com/acme/penguins/.github/workflows/pipeline.yml@refs/heads/main',
} as const

/** A token as clients and stand-ins read it; nobody here checks its signature. */
export function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ exp: 4_000_000_000, ...claims })}.c2ln`
}
