export default {
  rootDir: import.meta.dirname ?? new URL('.', import.meta.url).pathname,
  // A busy machine is no fault: what hangs is told, what is slow is not.
  testTimeout: 30_000,
  testEnvironment: './test/support/environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.build/', '<rootDir>/dist/'],
  testMatch: [
    '<rootDir>/packages/**/!(*.long).test.ts',
    '<rootDir>/actions/**/*.test.ts',
    '<rootDir>/test/process/**/*.test.ts',
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', importAttributes: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
}
