import { expect, test } from 'vitest';
import { hostTensor } from '../../tensor/index.ts';
import { matrixOf } from '../../../test/support/analysis.ts';
import { assertLabelPerRow, matrixSize } from './matrix.ts';

test('a matrix gives its rows and columns', () => {
  expect(matrixSize('f', 'logits', matrixOf([[1, 2, 3]]))).toEqual([1, 3]);
});

test('a number that is not finite is named by row and column', () => {
  const matrix = matrixOf([
    [1, 2],
    [3, NaN],
  ]);
  expect(() => matrixSize('f', 'logits', matrix)).toThrow(
    'f: expected logits to be finite, got NaN at row 1, column 1',
  );
});

test.each([[[4]], [[2, 2, 1]], [[0, 4]], [[4, 0]]])('shape %j is no matrix with rows', (shape) => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const tensor = hostTensor('float32', shape, new Float32Array(size));
  expect(() => matrixSize('f', 'logits', tensor)).toThrow('f: expected logits to be a matrix');
});

test('labels are one per row and name a class', () => {
  const size = { count: 3, numClasses: 2 };
  assertLabelPerRow('f', Int32Array.of(0, 1, 0), size);
  expect(() => {
    assertLabelPerRow('f', Int32Array.of(0, 1), size);
  }).toThrow('f: expected one label for each of 3 rows, got 2 labels');
  for (const wrong of [-1, 2]) {
    expect(() => {
      assertLabelPerRow('f', Int32Array.of(0, wrong, 5), size);
    }).toThrow(`f: expected labels in [0, 2), got ${wrong} at row 1`);
  }
});
