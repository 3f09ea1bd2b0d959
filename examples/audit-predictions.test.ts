import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpz, type HostTensor, hostTensor } from 'temper';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditRun } from './audit-predictions.ts';

/** Two classes whose logits differ by 2·ln 3, so that each example is predicted with confidence 0.9. */
function overconfident(right: number): Uint8Array {
  const logits = new Float32Array(16).map((_, i) => (i % 2 === 0 ? 2 * Math.log(3) : 0));
  const labels = new Int32Array(8).fill(1).fill(0, 0, right);
  return encodeNpz(
    new Map<string, HostTensor>([
      ['logits', hostTensor('float32', [8, 2], logits)],
      ['labels', hostTensor('int32', [8], labels)],
    ]),
  );
}

describe('the example of the README', () => {
  it('fits the temperature on one split and judges it on the other', async () => {
    const run = await mkdtemp(join(tmpdir(), 'temper-example-'));
    onTestFinished(() => rm(run, { recursive: true }));
    // Six of eight right: the temperature that makes 0.9 into 0.75 halves the difference of the logits.
    await writeFile(join(run, 'predictions-validation.npz'), overconfident(6));
    await writeFile(join(run, 'predictions-test.npz'), overconfident(5));
    const { temperature, before, after } = await auditRun(run);
    expect(temperature).toBeCloseTo(2, 6);
    expect(before).toBeCloseTo(0.9 - 0.625, 6);
    expect(after).toBeCloseTo(0.75 - 0.625, 6);
  });

  it('stands there as it is here', async () => {
    const [readme, example] = await Promise.all(
      ['../README.md', 'audit-predictions.ts'].map((file) =>
        readFile(new URL(file, import.meta.url), 'utf8'),
      ),
    );
    expect(readme).toContain(`\`\`\`ts\n${example!}\`\`\``);
  });
});
