const share = { type: 'number', minimum: 0, maximum: 1 }
const toggle = { enum: ['Enabled', 'Disabled'] }

const monitoring = {
  type: 'object',
  properties: {
    evaluate_constraints: toggle,
    emit_metrics: toggle,
    datatype_check_threshold: share,
    domain_content_threshold: share,
    distribution_constraints: {
      type: 'object',
      properties: {
        perform_comparison: toggle,
        comparison_threshold: { type: 'number', minimum: 0 },
        comparison_method: { type: 'string' },
        categorical_comparison_threshold: { type: 'number', minimum: 0 },
        categorical_drift_method: { type: 'string' },
      },
    },
  },
} as const

/** What is read of a `constraints.json`. Source: "Schema for Constraints" in Amazon SageMaker's developer guide. */
const schema = {
  type: 'object',
  required: ['features'],
  properties: {
    version: { type: 'number' },
    monitoring_config: monitoring,
    features: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'inferred_type'],
        properties: {
          name: { type: 'string', minLength: 1 },
          inferred_type: { enum: ['Integral', 'Fractional', 'String', 'Unknown'] },
          completeness: share,
          num_constraints: { type: 'object', properties: { is_non_negative: { type: 'boolean' } } },
          string_constraints: {
            type: 'object',
            properties: { domains: { type: 'array', items: { type: 'string' } } },
          },
          monitoringConfigOverrides: monitoring,
        },
      },
    },
  },
} as const

export const form = { name: 'sagemaker-constraints', schema }

export interface Monitoring {
  readonly evaluate_constraints?: 'Enabled' | 'Disabled'
  readonly datatype_check_threshold?: number
  readonly domain_content_threshold?: number
  readonly distribution_constraints?: {
    readonly perform_comparison?: 'Enabled' | 'Disabled'
    readonly comparison_threshold?: number
    readonly comparison_method?: string
    readonly categorical_comparison_threshold?: number
    readonly categorical_drift_method?: string
  }
}

export interface Feature {
  readonly name: string
  readonly inferred_type: 'Integral' | 'Fractional' | 'String' | 'Unknown'
  readonly completeness?: number
  readonly num_constraints?: { readonly is_non_negative?: boolean }
  readonly string_constraints?: { readonly domains?: readonly string[] }
  readonly monitoringConfigOverrides?: Monitoring
}

export interface Constraints {
  readonly features: readonly Feature[]
  readonly monitoring_config?: Monitoring
}
