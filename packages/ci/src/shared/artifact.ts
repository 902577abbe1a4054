// Bundled once to dist/shared/artifact: what the actions load when they upload or download.
export * from '@actions/artifact'
