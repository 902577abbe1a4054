import type { NewRun, TrackServices } from '../types.ts'

/** Where the code of a run is from, as the tags by which MLflow shows it. */
export function sourceTags({ facts }: NewRun, env: TrackServices['env']): Readonly<Record<string, string>> {
  const { GITHUB_SERVER_URL: host, GITHUB_REPOSITORY: repository, CI } = env
  const branch = env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME']
  const user = env['GITHUB_ACTOR'] || env['USER'] || env['USERNAME']
  return {
    'mlflow.source.name': facts.trainer,
    'mlflow.source.type': CI ? 'JOB' : 'LOCAL',
    ...(user && { 'mlflow.user': user }),
    ...(host && repository && { 'mlflow.source.git.repoURL': `${host}/${repository}` }),
    ...(branch && { 'mlflow.source.git.branch': branch }),
  }
}
