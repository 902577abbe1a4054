import { plainPredictions } from '../answers.ts'
import { RequestError } from '../errors.ts'
import { parseJson } from '../http/json.ts'
import type { Answer, Call, Route } from '../http/routes.ts'
import { checkTable, type RawTable } from '../input/check.ts'
import { csvTable } from '../input/csv.ts'
import { mlflowTable } from '../input/mlflow.ts'
import type { Service } from '../service.ts'

/** MLflow's and SageMaker's way to ask for predictions. */
export function invocationRoutes(service: Service): Route[] {
  return [{ method: 'POST', path: '/invocations', errors: 'mlflow', handle: (call) => invoke(service, call) }]
}

async function invoke(service: Service, call: Call): Promise<Answer> {
  const batch = checkTable(await readTable(service, call), service.columns)
  const predictions = await service.predict(batch, call.id)
  return { body: { predictions: plainPredictions(service.document.signature, predictions) } }
}

async function readTable({ columns }: Service, call: Call): Promise<RawTable> {
  const { type, parameters } = contentType(call)
  if (type === 'application/json') return mlflowTable(parseJson(await call.body()), columns)
  if (type !== 'text/csv')
    throw new RequestError(415, `content type ${type || '(none)'} is not supported. Send application/json or text/csv.`)
  return csvTable(await call.body(), columns, parameters.get('header') === 'absent' ? 'absent' : 'present')
}

function contentType({ headers }: Call): { type: string; parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = String(headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
  const pairs = rest.map((part) => part.trim().split('=', 2)).map(([name = '', value = '']) => [name, value] as const)
  const parameters = new Map(pairs)
  const charset = parameters.get('charset')?.replaceAll('"', '') ?? 'utf-8'
  if (charset !== 'utf-8' && charset !== 'us-ascii')
    throw new RequestError(415, `charset ${charset} is not supported. Send utf-8.`)
  return { type: type.trim(), parameters }
}
