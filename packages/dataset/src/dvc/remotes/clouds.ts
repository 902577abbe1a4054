import { type Address, parseAddress } from '../../remote/address.ts'
import { openStore } from '../../remote/store.ts'
import type { RemoteSettings } from '../config/remote.ts'
import { stored } from './stored.ts'
import type { RemoteContext, RemoteKind } from './types.ts'

/** Environment variables by the settings that stand for them. */
type Variables = Readonly<Record<string, string>>

/** What a login is made of: the settings' own replaces all of that in the environment. */
interface Login {
  readonly settings: Variables
  /** Variables that log in, beside those that settings stand for. */
  readonly others: readonly string[]
}

const aws: Login = {
  settings: {
    access_key_id: 'AWS_ACCESS_KEY_ID',
    secret_access_key: 'AWS_SECRET_ACCESS_KEY',
    session_token: 'AWS_SESSION_TOKEN',
    profile: 'AWS_PROFILE',
  },
  others: [],
}

const google: Login = {
  settings: { credentialpath: 'GOOGLE_APPLICATION_CREDENTIALS' },
  others: ['GOOGLE_OAUTH_ACCESS_TOKEN'],
}

const azure: Login = {
  settings: {
    connection_string: 'AZURE_STORAGE_CONNECTION_STRING',
    account_key: 'AZURE_STORAGE_KEY',
    sas_token: 'AZURE_STORAGE_SAS_TOKEN',
  },
  others: ['AZURE_STORAGE_ACCESS_TOKEN'],
}

/** Amazon S3, and what speaks its language. */
export const s3Remote: RemoteKind = cloud('s3', aws, { endpointurl: 'AWS_ENDPOINT_URL_S3', region: 'AWS_REGION' }, [
  ...['listobjects', 'use_ssl', 'sse', 'sse_kms_key_id', 'acl', 'grant_read', 'grant_read_acp', 'grant_write_acp'],
  ...['grant_full_control', 'cache_regions', 'read_timeout', 'connect_timeout'],
])

/** Google Cloud Storage. */
export const googleRemote: RemoteKind = cloud('gs', google, { endpointurl: 'STORAGE_EMULATOR_HOST' }, ['projectname'])

/** Azure Blob Storage: `azure://container/folder`. */
export const azureRemote: RemoteKind = cloud('az', azure, { account_name: 'AZURE_STORAGE_ACCOUNT' }, [
  ...['timeout', 'read_timeout', 'connection_timeout', 'exclude_environment_credential'],
  ...['exclude_visual_studio_code_credential', 'exclude_shared_token_cache_credential'],
  ...['exclude_managed_identity_credential'],
])

function cloud(scheme: string, login: Login, places: Variables, withoutBearing: readonly string[]): RemoteKind {
  const takes = [...Object.keys(login.settings), ...Object.keys(places), 'allow_anonymous_login', ...withoutBearing]
  return {
    takes,
    open: async (settings, context) => {
      const address: Address = { ...parseAddress(settings.url), scheme }
      const env = environmentOf(settings, login, places, context)
      return stored(await openStore(address, { ...context, env }), address.key, context)
    },
  }
}

/** The environment as the store should see it: the remote's own settings come first, a login as a whole. */
function environmentOf(
  { values }: RemoteSettings,
  login: Login,
  places: Variables,
  { env }: RemoteContext,
): RemoteContext['env'] {
  const given = (variables: Variables) =>
    Object.fromEntries(
      Object.entries(variables).flatMap(([setting, variable]) => {
        const value = values.get(setting)
        return value === undefined ? [] : [[variable, value]]
      }),
    )
  const own = given(login.settings)
  const anonymous = values.get('allow_anonymous_login')?.toLowerCase() === 'true'
  const names = [...Object.values(login.settings), ...login.others]
  const without = Object.keys(own).length > 0 || anonymous ? names : []
  return { ...env, ...Object.fromEntries(without.map((name) => [name, undefined])), ...own, ...given(places) }
}
