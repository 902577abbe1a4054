import type { ParamValue } from '../types.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** What a training script may see of the environment without being named: paths, locale, Python, conda, CUDA. */
const passed =
  /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SHELL|PYTHON.*|VIRTUAL_ENV|CONDA_.*|MAMBA_.*|PIP_CACHE_DIR|LD_LIBRARY_PATH|CUDA_.*|NVIDIA_.*|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|SYSTEMROOT|MLFLOW_TRACKING_URI)$/

/** Never passed, even where named: they give access to the repository and its cache. */
const refused = /^(INPUT_|ACTIONS_|GITHUB_TOKEN$)/

export interface CommandFacts {
  readonly train: string
  readonly validation: string
  readonly out: string
  readonly params: Readonly<Record<string, ParamValue>>
  readonly paramsFile: string
  readonly metricsFile: string
  readonly target: string
  readonly seed: number
  readonly threads: number
}

/**
 * The environment of the user's command, laid over that of this process: the least that frameworks need stays, the
 * contract's own variables are added, and everything else is taken away by `undefined`.
 */
export function commandEnvironment(
  inherited: Variables,
  named: readonly string[],
  facts: CommandFacts,
): Record<string, string | undefined> {
  const wanted = new Set(named)
  const mayPass = (name: string) => (passed.test(name) || wanted.has(name)) && !refused.test(name)
  const settled = Object.entries(inherited).map(([name, value]) => [name, mayPass(name) ? value : undefined] as const)
  return { ...Object.fromEntries(settled), ...contract(facts), ...determinism(facts) }
}

function contract(facts: CommandFacts): Record<string, string> {
  const params = Object.entries(facts.params).map(([name, value]) => [
    `TRAINYARD_PARAM_${name.toUpperCase().replaceAll(/\W/g, '_')}`,
    String(value),
  ])
  return {
    TRAINYARD_TRAIN: facts.train,
    TRAINYARD_VALIDATION: facts.validation,
    TRAINYARD_OUT: facts.out,
    TRAINYARD_PARAMS: facts.paramsFile,
    TRAINYARD_METRICS: facts.metricsFile,
    TRAINYARD_TARGET: facts.target,
    TRAINYARD_SEED: String(facts.seed),
    TRAINYARD_THREADS: String(facts.threads),
    ...Object.fromEntries(params),
  }
}

/** Switches by which Python and the frameworks give the same result twice, and ONNX Runtime sends no usage data. */
function determinism({ seed, threads }: CommandFacts): Record<string, string> {
  return {
    PYTHONHASHSEED: String(seed >>> 0),
    PYTHONUNBUFFERED: '1',
    OMP_NUM_THREADS: String(threads),
    TF_DETERMINISTIC_OPS: '1',
    CUBLAS_WORKSPACE_CONFIG: ':4096:8',
    ORT_DISABLE_TELEMETRY: '1',
  }
}
