// Bundled once to dist/shared/github: what check-drift loads when it dispatches a workflow.
export * from '@actions/github'
