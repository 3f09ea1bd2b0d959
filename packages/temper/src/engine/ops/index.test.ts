import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpName } from '../graph/index.ts';
import { makeGraph, standardOps } from './index.ts';

const folder = new URL('.', import.meta.url);
const files = new Set(readdirSync(folder));
const names = Object.keys(standardOps) as OpName[];

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

describe('standardOps', () => {
  it.each(names)('%s has a file of its own, and a test that passes it through checkOp', (name) => {
    expect(files).toContain(`${kebab(name)}.ts`);
    expect(files).toContain(`${kebab(name)}.test.ts`);
    const test = readFileSync(new URL(`${kebab(name)}.test.ts`, folder), 'utf8');
    expect(test).toMatch(new RegExp(`(checkOp|expectComparison|expectReduction)\\(\\s*'${name}',`));
  });

  it('leaves no op file out', () => {
    const used = readFileSync(new URL('index.ts', folder), 'utf8');
    const definitions = [...files].filter((file) => {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) return false;
      return /: OpDefinition<'\w+'> =/.test(readFileSync(new URL(file, folder), 'utf8'));
    });
    expect(definitions).toHaveLength(names.length);
    for (const file of definitions) expect(used).toContain(`'./${file}'`);
  });
});

describe('makeGraph', () => {
  it('starts empty', () => {
    expect(makeGraph().nodes).toEqual([]);
  });
});
