import { expect, it } from 'vitest';
import { confusedTriple } from './layer-sections.ts';

it('takes the two classes most confused, either way round, and the one least confused with them', () => {
  const pairs = [
    [3, 1],
    [1, 3],
    [3, 1],
    [0, 2],
    [2, 0],
    [0, 3],
    [2, 2],
    [1, 1],
    [4, 4],
    [4, 1],
  ] as const;
  const labels = Int32Array.from(pairs, ([label]) => label);
  const predicted = Int32Array.from(pairs, ([, other]) => other);
  // Class 5 has no examples.
  expect(confusedTriple(labels, predicted, 6)).toEqual([1, 3, 2]);
});

it('takes some three classes where none are confused', () => {
  const labels = Int32Array.of(0, 1, 2);
  expect(new Set(confusedTriple(labels, labels, 3))).toEqual(new Set([0, 1, 2]));
});
