import { InputError, type Services } from '@trainyard/ports'

/**
 * The header that says who asks: user and password, or else the token. They are masked in all logs.
 * @throws InputError where only half of it is set, or what is asked for is not supported
 */
export function credentialHeaders({ env, log }: Pick<Services, 'env' | 'log'>): Readonly<Record<string, string>> {
  refuseSigning(env)
  const { MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password, MLFLOW_TRACKING_TOKEN: token } = env
  if (user && password) {
    const pair = Buffer.from(`${user}:${password}`).toString('base64')
    for (const secret of [password, pair]) log.mask(secret)
    return { authorization: `Basic ${pair}` }
  }
  if (token) {
    log.mask(token)
    return { authorization: `Bearer ${token}` }
  }
  if (user || password) throw half(user ? 'MLFLOW_TRACKING_PASSWORD' : 'MLFLOW_TRACKING_USERNAME')
  return {}
}

function half(missing: string): InputError {
  return new InputError(`${missing} is not set`, {
    at: { file: 'environment', key: missing },
    remedy:
      'MLflow takes MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD together, or MLFLOW_TRACKING_TOKEN alone.',
  })
}

function refuseSigning(env: Services['env']): void {
  if (env['MLFLOW_TRACKING_AWS_SIGV4']?.toLowerCase() !== 'true') return
  throw new InputError('requests to MLflow cannot be signed for AWS', {
    at: { file: 'environment', key: 'MLFLOW_TRACKING_AWS_SIGV4' },
    remedy: 'Unset it, and reach the server by user and password or by a token.',
  })
}
