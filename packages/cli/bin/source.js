/**
 * Runs the workspaces from their TypeScript source, without a build step.
 *
 * In a checkout, the modules that changed since the last start are stripped of their types into the
 * `dist` folders that the packages export, one file to one file, before anything is imported. An
 * unchanged tree costs a few milliseconds, and worker threads need no loader. A published package has
 * no `src`: nothing is compiled.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';

const CLI = fileURLToPath(new URL('..', import.meta.url));
/** What the command is made of; in a checkout each folder has `src` and, once compiled, `dist`. */
const PACKAGES = ['temper', 'figures', 'cli'].map((name) => path.join(CLI, '..', name));
/** Remembers which state of the sources `dist` was made from; renamed when the compiling changes. */
const RECORD = '.sources-1.json';

/** Every module below a folder, as paths relative to it; none if there is no such folder. */
function listModules(folder, below = '') {
  if (below === '' && !existsSync(folder)) return [];
  // Not `recursive`, which takes ten times as long in Node 20.
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below + entry.name;
    if (entry.isDirectory()) return listModules(folder, `${name}/`);
    return /(?<![.](test|d))[.]ts$/.test(name) ? [name] : [];
  });
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // Not there yet, or damaged: everything is compiled again.
  }
}

/** The sources of a package that `dist` was not made from, and the record to keep once it is. */
function findChanges(folder) {
  const dist = path.join(folder, 'dist');
  const sources = listModules(path.join(folder, 'src'));
  const before = sources.length > 0 ? readRecord(path.join(dist, RECORD)) : {};
  const record = {};
  for (const file of sources) {
    const { mtimeMs, size } = statSync(path.join(folder, 'src', file));
    record[file] = `${mtimeMs} ${size}`;
  }
  const isCurrent = (file) =>
    record[file] === before[file] && existsSync(path.join(dist, file.replace(/ts$/, 'js')));
  return { folder, changed: sources.filter((file) => !isCurrent(file)), record };
}

/** Writes under a temporary name first: another process or thread may be importing the file. */
function replaceFile(file, contents) {
  const temporary = `${file}.${process.pid}-${threadId}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(temporary, contents);
  renameSync(temporary, file);
}

async function compile({ folder, changed, record }) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: changed.map((file) => path.join(folder, 'src', file)),
    outbase: path.join(folder, 'src'),
    outdir: path.join(folder, 'dist'),
    write: false,
    // Bundling, but with every import left outside: only then does esbuild rename imports to `.js`.
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'silent',
    plugins: [
      {
        name: 'one-to-one',
        setup({ onResolve }) {
          onResolve({ filter: /.*/ }, ({ kind, path: specifier }) =>
            kind === 'entry-point'
              ? undefined
              : { path: specifier.replace(/^([.].*)[.]ts$/, '$1.js'), external: true },
          );
        },
      },
    ],
  });
  for (const { path: file, contents } of outputFiles) replaceFile(file, contents);
  replaceFile(path.join(folder, 'dist', RECORD), JSON.stringify(record));
}

/**
 * Imports a module of this package.
 * @param {string} name - Its path below `src`, without extension: `main`, `trials/train.worker`.
 * @returns {Promise<Record<string, unknown>>}
 */
export async function importModule(name) {
  for (const changes of PACKAGES.map(findChanges)) {
    if (changes.changed.length === 0) continue;
    try {
      await compile(changes);
    } catch (cause) {
      throw new Error(`cannot compile ${changes.folder}/src into ${changes.folder}/dist`, {
        cause,
      });
    }
  }
  process.setSourceMapsEnabled(true);
  return import(pathToFileURL(path.join(CLI, 'dist', `${name}.js`)).href);
}
