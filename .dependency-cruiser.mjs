// Floors: who may import whom (docs/architecture.md). A room is met only through its face, what its package.json exports.
const floors = [
  ['config', 'statistics', 'onnx', 'native', 'oci', 'http', 'ports'],
  ['dataset', 'model', 'metrics', 'profile', 'predictions', 'evidence', 'tracking', 'server'],
  ['validation', 'training', 'evaluation', 'image', 'deployment', 'monitoring'],
  ['ci', 'report'],
  ['commands'],
  ['cli'],
]

const rooms = (names) => `^packages/(${names.join('|')})/`
const above = (floor) => floors.slice(floor + 1).flat()
const anySource = '^(packages|actions)/'

/** One rule a floor: nothing in it imports anything above it. */
const upward = floors.slice(0, -1).map((names, floor) => ({
  name: `floor-${floor + 1}-imports-nothing-above`,
  severity: 'error',
  from: { path: rooms(names) },
  to: { path: [rooms(above(floor)), '^actions/'] },
}))

/** Stages, entry points and the two sides of floor 4 do not know each other. */
const sideways = floors[2].map((stage) => ({
  name: `${stage}-imports-no-other-stage`,
  severity: 'error',
  from: { path: rooms([stage]) },
  to: { path: rooms(floors[2].filter((other) => other !== stage)) },
}))

export default {
  forbidden: [
    ...upward,
    ...sideways,
    {
      name: 'entry-points-import-no-other',
      severity: 'error',
      from: { path: '^(actions/[^/]+|packages/cli)/' },
      to: { path: '^(actions|packages/cli)/', pathNot: '^$1/' },
    },
    {
      name: 'through-the-face-only',
      comment: 'Import @trainyard/<room>, never a file inside it.',
      severity: 'error',
      from: { path: '^(packages|actions)/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/.+',
        pathNot: [
          '^$1/$2/',
          '^packages/[^/]+/src/index[.]ts$',
          '^packages/commands/src/[^/]+/index[.]ts$',
          '^packages/evidence/src/attestation/index[.]ts$',
          '^packages/report/src/charts[.]ts$',
        ],
      },
    },
    {
      name: 'products-import-no-tests',
      severity: 'error',
      from: { path: anySource, pathNot: ['[.]test[.]ts$', '/(testing|tests)/'] },
      to: { path: '^test/' },
    },
    {
      name: 'only-ci-talks-to-the-runner',
      severity: 'error',
      from: { path: anySource, pathNot: '^packages/ci/' },
      to: { path: 'node_modules/@actions/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: anySource },
      to: { circular: true },
    },
    { name: 'resolvable', severity: 'error', from: { path: anySource }, to: { couldNotResolve: true } },
    {
      name: 'no-development-packages-in-products',
      severity: 'error',
      from: { path: anySource, pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
}
