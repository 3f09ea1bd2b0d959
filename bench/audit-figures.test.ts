import { expect, test } from 'vitest';
import { disagreements } from './audit/figures.ts';

const figures = {
  accuracy: 0.7,
  ece: 0.1,
  mce: 0.2,
  nll: 1.1,
  brier: 0.35,
  temperature: 1.5,
  scaledNll: 0.97,
  scaledEce: 0.006,
};

test('disagreements are those beyond what each figure allows, and what is no number', () => {
  expect(disagreements(figures, figures)).toEqual([]);
  const other = { ...figures, ece: 0.10005, nll: 1.1002, mce: NaN, temperature: 1.52 };
  expect(disagreements(figures, other)).toEqual([
    { figure: 'mce', temper: 0.2, python: NaN, tolerance: 1e-4 },
    { figure: 'nll', temper: 1.1, python: 1.1002, tolerance: 1e-4 },
  ]);
});
