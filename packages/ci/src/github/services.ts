import path from 'node:path'
import * as core from '@actions/core'
import type { Services } from '@trainyard/ports'
import { systemClock } from '../clock.ts'
import { userEnvironment } from '../environment.ts'
import { processExec } from '../exec.ts'
import { distFolder } from '../place.ts'
import { toolCacheRoot } from '../tool-cache.ts'
import { type Annotations, annotations, type Folders } from './annotations.ts'
import { githubArtifacts } from './artifacts.ts'
import { githubAttestations } from './attestations.ts'
import { githubBase } from './base.ts'
import { githubCache } from './cache.ts'
import { githubChecks } from './checks.ts'
import { githubComments } from './comments.ts'
import { githubDispatch } from './dispatch.ts'
import { githubLog } from './log.ts'

/** The world as a step of a GitHub workflow sees it. */
export function githubServices(notes: Annotations = workspaceAnnotations()): Services {
  const cwd = process.env['GITHUB_WORKSPACE'] ?? process.cwd()
  const token = core.getInput('token') || process.env['GITHUB_TOKEN']
  if (token) core.setSecret(token)
  const env = userEnvironment(process.env)
  const dist = distFolder()
  const log = githubLog(notes, systemClock)
  return {
    log,
    clock: systemClock,
    exec: processExec({ cwd, env }),
    cache: githubCache(dist, log),
    toolCache: { root: toolCacheRoot(process.env) },
    artifacts: githubArtifacts({ env: process.env, dist, token, group: core.group }),
    dispatch: githubDispatch(process.env, dist, token),
    checks: githubChecks({ env: process.env, dist, log, token, folders: workspaceFolders() }),
    comments: githubComments({ env: process.env, dist, log, token }),
    base: githubBase({ env: process.env, dist, token }),
    attestations: githubAttestations({ env: process.env, dist, token }),
    fetch: globalThis.fetch,
    env,
    cwd,
    dist,
    interactive: false,
  }
}

/** Annotations whose files are counted from the workspace, or from the input working-directory in it. */
export function workspaceAnnotations(): Annotations {
  return annotations(workspaceFolders())
}

function workspaceFolders(): Folders {
  const workspace = process.env['GITHUB_WORKSPACE'] ?? process.cwd()
  return { workspace, cwd: path.resolve(workspace, core.getInput('working-directory')) }
}
