import type { ParamValue, ShareFormat, TrainRequest } from '../types.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** What a training script may see of the environment without being named: paths, locale, proxies and certificates, Python, conda, CUDA. */
const passed = [
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SHELL|SYSTEMROOT|XDG_[A-Z]+_HOME|LD_LIBRARY_PATH)$/,
  /^(HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE)$/,
  /^(PYTHON.*|VIRTUAL_ENV|CONDA_.*|MAMBA_.*|PIP_CACHE_DIR|UV_CACHE_DIR|CUDA_.*|NVIDIA_.*|KERAS_BACKEND|MLFLOW_TRACKING_URI)$/,
]

/** Never passed, even where named: they give access to the repository and its cache. */
const refused = /^(INPUT_|ACTIONS_|GITHUB_TOKEN$)/

export interface CommandFacts {
  readonly train: string
  readonly validation: string
  readonly format: ShareFormat
  readonly out: string
  readonly params: Readonly<Record<string, ParamValue>>
  readonly paramsFile: string
  readonly metricsFile: string
  readonly target: string
  readonly seed: number
  readonly threads: number
}

/**
 * What any process of the user's sees of ours: the least that frameworks need and what is named. Everything else is taken
 * away by `undefined`, because the result is laid over the environment of this process.
 */
export function filteredEnvironment(
  inherited: Variables,
  named: readonly string[],
): Record<string, string | undefined> {
  const wanted = new Set(named)
  const mayPass = (name: string) =>
    (passed.some((known) => known.test(name)) || wanted.has(name)) && !refused.test(name)
  const settled = Object.entries(inherited).map(([name, value]) => [name, mayPass(name) ? value : undefined] as const)
  return Object.fromEntries(settled)
}

/** The environment of the user's command: the filtered one, the contract's own variables, the switches of frameworks. */
export function commandEnvironment(
  inherited: Variables,
  { env, extraEnvironment }: Pick<TrainRequest, 'env' | 'extraEnvironment'>,
  facts: CommandFacts,
): Record<string, string | undefined> {
  return { ...filteredEnvironment(inherited, env), ...extraEnvironment, ...contract(facts), ...determinism(facts) }
}

function contract(facts: CommandFacts): Record<string, string> {
  const params = Object.entries(facts.params).map(([name, value]) => [
    `TRAINYARD_PARAM_${name.toUpperCase().replaceAll(/\W/g, '_')}`,
    String(value),
  ])
  return {
    TRAINYARD_TRAIN: facts.train,
    TRAINYARD_VALIDATION: facts.validation,
    TRAINYARD_FORMAT: facts.format,
    TRAINYARD_OUT: facts.out,
    TRAINYARD_PARAMS: facts.paramsFile,
    TRAINYARD_METRICS: facts.metricsFile,
    TRAINYARD_TARGET: facts.target,
    TRAINYARD_SEED: String(facts.seed),
    TRAINYARD_THREADS: String(facts.threads),
    ...Object.fromEntries(params),
  }
}

/** Variables by which the libraries below NumPy and the frameworks are told how many threads they may start. */
const threadVariables = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'LOKY_MAX_CPU_COUNT',
  'TF_NUM_INTRAOP_THREADS',
  'TF_NUM_INTEROP_THREADS',
]

/** Switches by which Python and the frameworks give the same result twice, and ONNX Runtime sends no usage data. */
export function determinism({ seed, threads }: Pick<CommandFacts, 'seed' | 'threads'>): Record<string, string> {
  return {
    ...Object.fromEntries(threadVariables.map((name) => [name, String(threads)])),
    PYTHONHASHSEED: String(seed >>> 0),
    PYTHONUNBUFFERED: '1',
    TF_DETERMINISTIC_OPS: '1',
    TF_CUDNN_DETERMINISTIC: '1',
    CUBLAS_WORKSPACE_CONFIG: ':4096:8',
    ORT_DISABLE_TELEMETRY: '1',
  }
}
