import {
  analyseTrial,
  encodeNpz,
  type Classifier,
  type Evaluator,
  type Head,
  type HostTensor,
  hostTensor,
  type ImagePipeline,
  type NamedHostTensors,
  type SplitName,
  type SplitPredictions,
  uniformAlpha,
} from 'temper';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { evaluateSplit } from './evaluate-split.ts';
import { inferenceModel } from './inference-model.ts';
import type { TrialResult } from './trial-events.ts';
import type { TrialRun } from './trial-run.ts';

/** Examples of each split whose penultimate activations are kept. */
const PENULTIMATE_LIMIT = 4000;

/** Everything a trained trial's results are made from. */
interface FinishedTrial extends TrialRun {
  readonly model: Classifier;
  readonly evaluator: Evaluator;
  readonly pipeline: ImagePipeline;
  readonly state: NamedHostTensors;
  readonly checkpoints: TrialResult['checkpoints'];
}

/**
 * Evaluates a trained model on every split and writes predictions, the inference model and, last, the
 * analysis: its presence says that the trial is finished.
 */
export async function finishTrial(trial: FinishedTrial): Promise<void> {
  const { directory, config, data, state, model } = trial;
  const head: Head = {
    templates: state[model.templates.weight] as HostTensor<'float32'>,
    bias: state[model.templates.bias] as HostTensor<'float32'>,
  };
  const splits = await predictSplits(trial);
  for (const [name, split] of Object.entries(splits)) {
    await writeFileAtomically(
      directory.file(`predictions-${name}.npz`),
      encodeNpz(
        new Map<string, HostTensor>([
          ['logits', split.logits],
          ['labels', hostTensor('int32', [split.labels.length], split.labels)],
          ['penultimate', split.penultimate],
          ['templates', head.templates],
          ['bias', head.bias!],
        ]),
      ),
    );
  }
  await writeFileAtomically(directory.file('model.onnx'), inferenceModel(model, trial));
  await directory.writeJson('analysis.json', {
    ...analyseTrial({ splits, head }, { alpha: uniformAlpha(config.loss, model.numClasses) }),
    classNames: data.classNames,
    triple: data.triple,
    checkpoints: trial.checkpoints,
  });
}

/** Evaluates every split, and reports the share of all examples that is done. */
async function predictSplits({
  data,
  evaluator,
  state,
  pipeline,
  report,
}: FinishedTrial): Promise<Readonly<Record<SplitName, SplitPredictions>>> {
  const total = Object.values(data.splits).reduce((sum, { labels }) => sum + labels.length, 0);
  let before = 0;
  const predict = async (name: SplitName): Promise<SplitPredictions> => {
    const split = data.splits[name];
    const { logits, penultimate } = await evaluateSplit(evaluator, state, {
      split,
      pipeline,
      penultimateLimit: PENULTIMATE_LIMIT,
      onProgress: (done) => {
        report({ type: 'phase-progress', share: (before + done) / total });
      },
    });
    before += split.labels.length;
    return { logits, penultimate, labels: split.labels };
  };
  return {
    train: await predict('train'),
    validation: await predict('validation'),
    test: await predict('test'),
  };
}
