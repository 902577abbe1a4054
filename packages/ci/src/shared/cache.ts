// Bundled once to dist/shared/cache: what the actions load when they restore or save tools.
export * from '@actions/cache'
