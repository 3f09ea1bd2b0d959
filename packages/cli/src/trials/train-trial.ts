import { performance } from 'node:perf_hooks';
import {
  assertFiniteTensors,
  buildTrainingStep,
  Evaluator,
  initialState,
  makeImagePipeline,
  makeOptimizer,
  makeSchedule,
  Rng,
  sizeOf,
  type SmoothedCrossEntropyOptions,
  StepRunner,
  stepsPerEpoch,
  targetRow,
  train,
  type TrainingPlan,
  type TrialConfig,
} from 'temper';
import {
  type Checkpoint,
  type CheckpointPosition,
  type EpochSums,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint.ts';
import { evaluateEpoch, followedExamples } from './evaluate-epoch.ts';
import { finishTrial } from './finish-trial.ts';
import { makeModel } from './make-model.ts';
import { prefetchFeeds } from './prefetched-feeds.ts';
import { trialHash } from './run-directory.ts';
import { trainingExamples } from './training-examples.ts';
import type { TrialData } from './trial-data.ts';
import type { EpochRow } from './trial-events.ts';
import type { TrialRun } from './trial-run.ts';

/** A long epoch is saved this often, in seconds. */
const CHECKPOINT_SECONDS = 60;

const NO_SUMS: EpochSums = { steps: 0, loss: 0, accuracy: 0 };

/** Trains a trial from where it stands to its end and leaves its results in its directory. */
export async function trainTrial(run: TrialRun): Promise<void> {
  const { runtime, config, directory, data, report } = run;
  const session = { threads: run.threads, executionProviders: [run.device] };
  const { train: examples } = data.splits;
  const pipeline = makeImagePipeline(config.images, examples.images);
  const model = makeModel(config, {
    inputShape: pipeline.outputShape,
    numClasses: data.classNames.length,
  });
  const optimizer = makeOptimizer(config.optimizer);
  const loss = lossOptions(config, data);
  const step = buildTrainingStep(model, {
    batchSize: config.batchSize,
    loss,
    optimizer,
    weightDecay: config.weightDecay,
    decayed: config.decayed,
    ...(config.clipNorm === null ? {} : { clipNorm: config.clipNorm }),
  });
  const rng = Rng.fromSeed(config.seed);
  const perEpoch = stepsPerEpoch(examples.labels.length, config.batchSize);
  const totalSteps = config.steps ?? perEpoch * config.epochs;
  const trial = trialHash(config);
  const lastPath = directory.file('checkpoints', 'last.safetensors');
  const saved = await loadCheckpoint(lastPath, trial);
  const startStep = saved?.position.step ?? 0;
  report({
    type: 'start',
    start: {
      numParameters: step.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      totalSteps,
      stepsPerEpoch: perEpoch,
      startStep,
      targetRow: Array.from(targetRow({ ...loss, numClasses: model.numClasses, label: 0 })),
    },
  });
  await directory.cutMetrics(startStep);

  const state = saved?.state ?? initialState(step, rng.fork('parameters'));
  const runner = await StepRunner.create(runtime, step.program, { ...session, state });
  const evaluator = await Evaluator.create(runtime, model, session);
  const followed = followedExamples(data);
  const feeds = prefetchFeeds(step, { config, split: examples, steps: totalSteps - startStep });
  const plan: TrainingPlan = {
    step,
    optimizer,
    schedule: makeSchedule(
      { ...config.schedule, learningRate: config.learningRate },
      { totalSteps },
    ),
    examples: trainingExamples(examples, pipeline),
    rng,
    totalSteps,
    now: () => performance.now() / 1000,
    ...(feeds && { feeds }),
  };
  let position: CheckpointPosition = saved?.position ?? {
    trial,
    step: 0,
    sums: NO_SUMS,
    best: null,
  };
  const save = async (path: string): Promise<void> => {
    assertFiniteTensors(runner.state, position.step);
    await saveCheckpoint(path, { position, state: runner.state } satisfies Checkpoint);
  };
  let epochStart = performance.now();
  let lastSave = epochStart;
  try {
    for await (const progress of train(runner, plan, startStep)) {
      const sums = addSums(position.sums, progress);
      position = { ...position, step: progress.step, sums };
      report({ type: 'progress', step: progress.step, loss: sums.loss / sums.steps });
      // The last steps may end within an epoch; they are evaluated like one.
      const evaluated = progress.epochEnd || progress.step === totalSteps;
      if (evaluated) {
        assertFiniteTensors(runner.state, progress.step);
        const epoch = progress.step / perEpoch;
        const row: EpochRow = {
          epoch,
          step: progress.step,
          learningRate: progress.learningRate,
          train: { loss: sums.loss / sums.steps, accuracy: sums.accuracy / sums.steps },
          ...(await evaluateEpoch(evaluator, followed, {
            state: runner.state,
            pipeline,
            labelSmoothing: config.loss.labelSmoothing,
            step: progress.step,
          })),
          seconds: (performance.now() - epochStart) / 1000,
        };
        const improved = !position.best || row.validation.accuracy > position.best.accuracy;
        const best = improved ? { epoch, accuracy: row.validation.accuracy } : position.best;
        position = { ...position, sums: NO_SUMS, best };
        await directory.appendMetrics(row);
        if (improved) await save(directory.file('checkpoints', 'best.safetensors'));
        await save(lastPath);
        report({ type: 'epoch', row });
        epochStart = lastSave = performance.now();
      }
      if (run.shouldStop() && progress.step < totalSteps) {
        if (!evaluated) await save(lastPath);
        report({ type: 'stopped', step: progress.step });
        return;
      }
      if (performance.now() - lastSave > CHECKPOINT_SECONDS * 1000) {
        await save(lastPath);
        lastSave = performance.now();
      }
    }
    report({ type: 'phase', label: 'measuring' });
    await finishTrial({
      ...run,
      model,
      evaluator,
      pipeline,
      state: runner.state,
      checkpoints: { last: { epoch: totalSteps / perEpoch }, best: position.best! },
    });
    report({ type: 'done' });
  } finally {
    await feeds?.dispose();
    await runner.dispose();
    await evaluator.dispose();
  }
}

function lossOptions(config: TrialConfig, data: TrialData): SmoothedCrossEntropyOptions {
  const { labelSmoothing: alpha, convention } = config.loss;
  if (convention !== 'unigram') return { alpha, convention };
  const labelFrequencies = new Float64Array(data.classNames.length);
  for (const label of data.splits.train.labels) labelFrequencies[label]! += 1;
  return { alpha, convention, labelFrequencies };
}

function addSums(
  sums: EpochSums,
  { losses, accuracies }: { readonly losses: Float32Array; readonly accuracies: Float32Array },
): EpochSums {
  return {
    steps: sums.steps + losses.length,
    loss: losses.reduce((sum, loss) => sum + loss, sums.loss),
    accuracy: accuracies.reduce((sum, share) => sum + share, sums.accuracy),
  };
}
