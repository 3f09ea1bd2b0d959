import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChildCommand } from './child-contender.ts';
import type { ContenderChoice, ContenderGroup } from './workload.ts';

/** A contender, or why there is none. */
export interface Entrant extends ChildCommand {
  readonly group: ContenderGroup;
  /** What has to be done first. */
  readonly obstacle?: string;
}

/** A contender as a process to start. */
export function makeEntrant(
  { name, group, script, args = [] }: ContenderChoice,
  { folder, python }: { readonly folder: string; readonly python: string },
): Entrant {
  const command = script.endsWith('.py')
    ? { command: python, args: [contender(script), folder, ...args] }
    : nodeCommand(script, folder, ...args);
  if (group !== 'javascript' || rivalsInstalled()) return { name, group, ...command };
  return { name, group, ...command, obstacle: 'it is not installed; run `npm run bench:install`' };
}

/** Runs a file of `contenders` with Node. */
export function nodeCommand(script: string, ...args: string[]): Omit<ChildCommand, 'name'> {
  // The loader and the export condition by which this process runs TypeScript.
  return { command: process.execPath, args: [...process.execArgv, contender(script), ...args] };
}

function contender(script: string): string {
  return join(import.meta.dirname, 'contenders', script);
}

function rivalsInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('@jax-js/jax');
    return true;
  } catch {
    return false;
  }
}
