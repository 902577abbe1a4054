import { InputError, isCode, type Services } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'

/** Where a run comes from: what the platform or git says. */
export interface Origin {
  readonly commit?: string
  readonly branch?: string
  /** The branch that a pull request goes to. */
  readonly base?: string
  /** Page of the workflow run. */
  readonly url?: string
  /** Who or what started it. */
  readonly by: string
}

/** GitHub's variables where there are any, else git. */
export async function originOf({ services, config }: Pick<Context, 'services' | 'config'>): Promise<Origin> {
  const { env } = services
  return env['GITHUB_ACTIONS'] === 'true' ? githubOrigin(env) : gitOrigin(services, config.folder)
}

function githubOrigin(env: Services['env']): Origin {
  const branch = env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME']
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
  return {
    by: env['GITHUB_ACTOR'] || 'GitHub Actions',
    ...(env['GITHUB_SHA'] && { commit: env['GITHUB_SHA'] }),
    ...(branch && { branch }),
    ...(env['GITHUB_BASE_REF'] && { base: env['GITHUB_BASE_REF'] }),
    ...(server && repository && run && { url: `${server}/${repository}/actions/runs/${run}` }),
  }
}

async function gitOrigin({ exec, env }: Services, folder: string): Promise<Origin> {
  const by = env['USER'] || env['USERNAME'] || 'unknown'
  try {
    const { code, stdout } = await exec.run('git', ['rev-parse', 'HEAD', '--abbrev-ref', 'HEAD'], { cwd: folder })
    const [commit = '', branch = ''] = stdout.trim().split('\n')
    return code === 0 ? { by, commit, ...(branch !== 'HEAD' && { branch }) } : { by }
  } catch (error) {
    if (error instanceof InputError || isCode(error, 'ENOENT')) return { by }
    throw error
  }
}

/** Tags of a run in the tracker. */
export function originTags({ branch, url, by }: Origin): Readonly<Record<string, string>> {
  return { by, ...(branch !== undefined && { branch }), ...(url !== undefined && { url }) }
}
