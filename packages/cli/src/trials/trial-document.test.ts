import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTrialConfig } from 'temper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTrial } from './run-trial.ts';
import { describeTrial, trialDocument } from './trial-document.ts';
import type { TrialResult } from './trial-events.ts';

let runs = '';
let result: TrialResult;
beforeAll(async () => {
  runs = await mkdtemp(join(tmpdir(), 'temper-document-'));
  const config = resolveTrialConfig({
    data: { name: 'glyphs', train: 64, validation: 64, test: 64 },
    model: { name: 'mlp', hidden: [4] },
    loss: { labelSmoothing: 0.1 },
    learningRate: 0.1,
    batchSize: 32,
    epochs: 1,
  });
  const outcome = await runTrial({ config, runs, threads: 1, onEvent: () => undefined });
  if (outcome.status !== 'finished') throw new Error('the trial did not finish');
  result = outcome.result;
});
afterAll(() => rm(runs, { recursive: true, force: true }));

describe('trialDocument', () => {
  it('has the keys that programs rely on', () => {
    expect(trialDocument(result, { reused: false, report: 'report.html' })).toMatchObject({
      run: {
        directory: result.directory,
        report: 'report.html',
        reused: false,
        threads: 1,
        config: { epochs: 1 },
      },
      split: 'test',
      accuracy: expect.any(Number) as number,
      accuracyInterval: { method: 'wilson', level: 0.95 },
      nll: expect.any(Number) as number,
      brier: expect.any(Number) as number,
      calibration: { ece: expect.any(Number) as number, diagram: { numBins: 15, count: 64 } },
      temperatureScaling: { temperature: expect.any(Number) as number, fittedOn: 'validation' },
      // log(16·0.9/0.1 + 1)
      logitGap: { split: 'train', mean: expect.any(Number) as number, optimum: Math.log(145) },
      geometry: { train: { count: 64 }, test: { count: 64 } },
    });
  });

  it('is JSON: nothing is lost on the way', () => {
    const document = trialDocument(result, { reused: true, report: 'report.html' });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});

describe('describeTrial', () => {
  it('names the figures and the report', () => {
    const text = describeTrial(result, 'a/report.html');
    expect(text).toContain('ECE, 15 bins');
    expect(text).toContain('optimum 4.977');
    expect(text).toContain('Report: a/report.html');
  });

  it('says so when the temperature is at an end of its range', () => {
    const scaledTo = (hitBound: 'none' | 'lower'): TrialResult => ({
      ...result,
      analysis: {
        ...result.analysis,
        temperatureScaling: { ...result.analysis.temperatureScaling, hitBound },
      },
    });
    expect(describeTrial(scaledTo('none'), 'report.html')).not.toContain('end of its range');
    expect(describeTrial(scaledTo('lower'), 'report.html')).toContain(
      'T is at the end of its range',
    );
  });
});
