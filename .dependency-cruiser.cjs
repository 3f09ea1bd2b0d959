/** The rooms of packages/temper/src, top to bottom: a file may import from its own room and from rooms above it. */
const rooms = [
  'base',
  'tensor',
  'formats',
  'engine/graph',
  'engine/ops',
  'engine/autodiff',
  'engine/onnx',
  'engine/runtime',
  'learning/nn',
  'learning/models',
  'learning/losses',
  'learning/optim',
  'learning/train',
  'learning/distill',
  'analysis/statistics',
  'analysis/calibration',
  'analysis/penultimate',
  'analysis/information',
  'translation',
  'data',
  'studies',
];
const src = 'packages/temper/src';
/** Rooms that must load without the engine, so that a browser can audit saved predictions. */
const engineFree = `^${src}/(base|tensor|formats|analysis|translation/scores|data)/`;

const order = rooms.slice(0, -1).map((room, index) => ({
  name: `order-${room.replace('/', '-')}`,
  comment: `${room} may use only itself and the rooms above it`,
  severity: 'error',
  from: { path: `^${src}/${room}/`, pathNot: '[.]test[.]ts$' },
  to: { path: `^${src}/(${rooms.slice(index + 1).join('|')})/` },
}));

const faces = rooms.map((room) => ({
  name: `index-only-${room.replace('/', '-')}`,
  comment: 'across rooms, import the room, not its files',
  severity: 'error',
  from: { path: `^${src}/`, pathNot: `^${src}/${room}/|[.]test[.]ts$` },
  to: { path: `^${src}/${room}/`, pathNot: `^${src}/${room}/index[.]ts$` },
}));

module.exports = {
  forbidden: [
    ...order,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'engine-free',
      comment: 'formats, analysis and data load without the engine',
      severity: 'error',
      from: { path: engineFree },
      to: { path: `^${src}/(engine|learning)/` },
    },
    ...faces,
    {
      name: 'library-is-pure',
      comment: 'the library is ECMAScript only: no Node module and no ONNX Runtime with code in it',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'runtime-node-in-cli',
      severity: 'error',
      from: { pathNot: '^packages/cli/|[.]test[.]ts$|/test/' },
      to: { path: 'onnxruntime-node' },
    },
    {
      name: 'runtime-web-in-explorer',
      severity: 'error',
      from: { pathNot: '^apps/explorer/|[.]test[.]ts$|/test/' },
      to: { path: 'onnxruntime-web' },
    },
    {
      name: 'workspaces',
      comment: 'temper <- figures <- cli, explorer',
      severity: 'error',
      from: { path: '^packages/temper/' },
      to: { path: '^(packages/(figures|cli)|apps)/' },
    },
    {
      name: 'explorer-in-browser',
      comment: 'the page runs in a browser: no Node module',
      severity: 'error',
      from: { path: '^apps/explorer/src/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      conditionNames: ['temper-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
    },
  },
};
