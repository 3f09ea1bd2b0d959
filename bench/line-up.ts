import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChildCommand } from './child-contender.ts';

/** Whose a contender is. */
export type ContenderGroup = 'temper' | 'pytorch' | 'javascript';

/** A contender, or why there is none. */
export interface Entrant extends ChildCommand {
  readonly group: ContenderGroup;
  /** What has to be done first. */
  readonly obstacle?: string;
}

/** Who trains the network, Temper first. */
export function lineUp({
  folder,
  python,
  threads,
}: {
  readonly folder: string;
  readonly python: string;
  readonly threads: number;
}): readonly [Entrant, ...Entrant[]] {
  const script = (file: string): string => join(import.meta.dirname, 'contenders', file);
  const node = (file: string, ...args: string[]): Omit<ChildCommand, 'name'> => ({
    command: process.execPath,
    // The loader and the export condition by which this process runs TypeScript.
    args: [...process.execArgv, script(file), folder, ...args],
  });
  const rival = (name: string, ...command: Parameters<typeof node>): Entrant => ({
    name,
    group: 'javascript',
    ...(rivalsInstalled() ? {} : { obstacle: 'it is not installed; run `npm run bench:install`' }),
    ...node(...command),
  });
  const pytorch = (name: string, ...args: string[]): Entrant => ({
    name,
    group: 'pytorch',
    command: python,
    args: [script('pytorch.py'), folder, ...args],
  });
  return [
    { name: 'Temper', group: 'temper', ...node('temper.ts') },
    pytorch('PyTorch'),
    pytorch('PyTorch, fused SGD', 'fused'),
    ...(threads > 1 ? [rival(`jax-js wasm, ${threads} workers`, 'jax-js.ts', 'workers')] : []),
    rival('jax-js wasm, as it comes', 'jax-js.ts', 'alone'),
    rival('TensorFlow.js wasm', 'tfjs.ts', 'wasm'),
    rival('TensorFlow.js cpu', 'tfjs.ts', 'cpu'),
  ];
}

function rivalsInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('@jax-js/jax');
    return true;
  } catch {
    return false;
  }
}
