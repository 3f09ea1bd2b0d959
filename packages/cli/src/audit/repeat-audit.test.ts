import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import type { AuditFlags } from '../commands/audit-flags.ts';
import { repeatAudit } from './repeat-audit.ts';

const defaults: AuditFlags = {
  threads: availableParallelism(),
  split: 0.5,
  inSample: false,
  seed: 0,
  convention: 'temper',
  bootstrap: 200,
  json: false,
  binary: false,
  stream: false,
  out: 'temper-audit',
  report: true,
};

it('names the sources alone where all else is as by default', () => {
  expect(repeatAudit(['a.npz', "it's.csv"], defaults)).toBe(
    `npx temper audit a.npz 'it'\\''s.csv'`,
  );
});

it('names every flag that is not as by default', () => {
  const flags: AuditFlags = {
    ...defaults,
    data: 'folder:some pictures',
    mean: [0.5, 0.25],
    bins: 10,
    inSample: true,
    binary: true,
    convention: 'guo',
  };
  expect(repeatAudit(['m.onnx'], flags)).toBe(
    "npx temper audit m.onnx --data 'folder:some pictures' --mean 0.5,0.25 --convention guo --bins 10 --in-sample --binary",
  );
});
