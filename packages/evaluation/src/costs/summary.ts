import type { CostResult } from '@trainyard/evidence'
import { quantile } from '@trainyard/statistics'
import type { CostFacts } from './types.ts'

/** What `evaluation.json` keeps of the facts. */
export function summarizeCosts({ latencies, memory, size, parity }: CostFacts): CostResult {
  return {
    ...(latencies && { latency: summarizeLatencies(latencies) }),
    ...(memory !== undefined && { memory }),
    ...(size !== undefined && { size }),
    ...(parity !== undefined && { parity }),
  }
}

function summarizeLatencies(latencies: Float64Array): NonNullable<CostResult['latency']> {
  const sorted = latencies.toSorted()
  return {
    requests: latencies.length,
    mean: latencies.reduce((sum, value) => sum + value, 0) / latencies.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
  }
}
