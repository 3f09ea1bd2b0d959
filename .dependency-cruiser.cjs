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
  'analysis/fingerprint',
  'analysis/audit',
  'analysis/information',
  'data',
  'studies',
];
const src = 'packages/temper/src';
const test = '[.]test[.]ts$';
const inRoom = `^${src}/(${rooms.join('|')})/`;
/** The npm packages that the library is made of; of the last one only types. */
const libraryPackages =
  '(@bufbuild/protobuf|onnx-buf|fflate|fzstd|hyparquet|zod|onnxruntime-common)';
/** Rooms that must load without the engine, so that a browser can audit saved predictions. */
const engineFree = `^${src}/(base|tensor|formats|analysis|data)/`;

const order = rooms.slice(0, -1).map((room, index) => ({
  name: `order-${room.replace('/', '-')}`,
  comment: `${room} may use only itself and the rooms above it`,
  severity: 'error',
  from: { path: `^${src}/${room}/`, pathNot: test },
  to: { path: `^${src}/(${rooms.slice(index + 1).join('|')})/` },
}));

const faces = rooms.map((room) => ({
  name: `index-only-${room.replace('/', '-')}`,
  comment: 'across rooms, import the room, not its files',
  severity: 'error',
  from: { path: `^${src}/`, pathNot: `^${src}/${room}/|[.]test[.]ts$` },
  to: { path: `^${src}/${room}/`, pathNot: `^${src}/${room}/index[.]ts$` },
}));

/** Workspaces and those they may not use, whatever is imported: temper <- figures <- cli; figures <- explorer. */
const workspaces = [
  ['temper', '^packages/temper/', '^(packages/(figures|cli)|apps)/'],
  ['figures', '^packages/figures/', '^(packages/cli|apps)/'],
  ['cli', '^packages/cli/', '^apps/'],
  ['explorer', '^apps/explorer/', '^packages/cli/'],
].map(([name, from, to]) => ({
  name: `workspace-${name}`,
  comment: 'temper <- figures <- cli, and temper, figures <- explorer',
  severity: 'error',
  from: { path: from },
  to: { path: to },
}));

/** Every module of the library is in a room: none imports, is imported or lies there outside of one. */
const housed = [
  { name: 'in-a-room-importing', from: { path: `^${src}/` }, to: {} },
  { name: 'in-a-room-alone', from: { path: `^${src}/`, orphan: true }, to: {} },
].map((rule) => ({
  ...rule,
  comment: 'a new room is added to the list of rooms above, where it belongs in their order',
  severity: 'error',
  from: { ...rule.from, pathNot: `${inRoom}|^${src}/index[.]ts$` },
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
    ...housed,
    {
      name: 'in-a-room-imported',
      comment: 'a new room is added to the list of rooms above, where it belongs in their order',
      severity: 'error',
      from: { path: `^${src}/` },
      to: { path: `^${src}/`, pathNot: inRoom },
    },
    {
      name: 'library-is-pure',
      comment: 'the library is ECMAScript only: no Node module',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'library-packages',
      comment: 'the library is made of few packages, and every one is named',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: test },
      to: { path: 'node_modules/', pathNot: `node_modules/${libraryPackages}/` },
    },
    {
      name: 'runtime-handed-in',
      comment: 'ONNX Runtime is handed in: of it the library knows the types',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: test },
      to: { path: 'node_modules/onnxruntime', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
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
    ...workspaces,
    ...['temper', 'figures'].map((name) => ({
      name: `${name}-by-name`,
      comment: 'other workspaces import a package by its name, never its files',
      severity: 'error',
      from: { path: '^(packages|apps)/[a-z]+/src/', pathNot: `^packages/${name}/|${test}` },
      to: { path: `^packages/${name}/`, dependencyTypes: ['local'] },
    })),
    {
      name: 'in-browser',
      comment: 'figures and the page run in a browser: no Node module',
      severity: 'error',
      from: { path: '^(packages/figures|apps/explorer)/src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Of packages on npm, `dist` is what is imported.
    exclude: { path: '^(packages|apps)/[a-z]+/dist/' },
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      conditionNames: ['temper-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
    },
  },
};
