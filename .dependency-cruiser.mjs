// The floors of docs/architecture.md as rules: nothing imports upward; stages and entry points do not import each other.
const floors = [
  ['config', 'statistics', 'onnx', 'native', 'oci', 'http', 'ports'],
  ['dataset', 'model', 'metrics', 'profile', 'predictions', 'evidence', 'tracking', 'server'],
  ['validation', 'training', 'evaluation', 'image', 'deployment', 'monitoring'],
  ['ci', 'report'],
  ['commands'],
]

const room = (names) => `^packages/(${names.join('|')})/`
const upward = floors.map((rooms, floor) => ({
  name: `floor-${floor + 1}-imports-nothing-above`,
  comment: 'A room knows only the floors below it.',
  severity: 'error',
  from: { path: room(rooms) },
  to: { path: `${floors.slice(floor + 1).flat().length > 0 ? `${room([...floors.slice(floor + 1).flat(), 'cli'])}|` : '^packages/cli/|'}^actions/` },
}))
const sideways = floors[2].map((stage) => ({
  name: `${stage}-imports-no-other-stage`,
  comment: 'Stages meet only in files.',
  severity: 'error',
  from: { path: room([stage]) },
  to: { path: room(floors[2].filter((other) => other !== stage)) },
}))

export default {
  forbidden: [
    ...upward,
    ...sideways,
    {
      name: 'entry-points-do-not-import-each-other',
      severity: 'error',
      from: { path: '^(actions/([^/]+)|packages/cli)/' },
      to: { path: '^(actions|packages/cli)/', pathNot: '^(actions/$2|packages/cli)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'faces-only',
      comment: 'Nobody imports past the face of a room.',
      severity: 'error',
      from: { path: '^(packages|actions)/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: ['^packages/[^/]+/src/index[.]ts$', '^packages/commands/src/[^/]+/index[.]ts$', '^packages/report/src/charts[.]ts$', '^$1/$2/'] },
    },
    {
      name: 'only-ci-knows-github',
      severity: 'error',
      from: { path: '^(packages|actions)/', pathNot: '^packages/ci/' },
      to: { path: '@actions/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.]test[.]ts$|/fixtures/|/testing/|node_modules' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'], extensions: ['.ts', '.mjs', '.js'] },
  },
}
