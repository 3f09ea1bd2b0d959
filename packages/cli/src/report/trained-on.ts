import { type SplitName, traceClassifier, type TrialConfig } from 'temper';
import { makeModel } from '../trials/make-model.ts';
import type { TrialResult } from '../trials/trial-events.ts';

/** What a trial was trained on, in a sentence: images of each split, classes, image size, parameters. */
export function trainedOn({ record, classNames, analysis }: TrialResult): string {
  const { config } = record;
  const [side, channels] = imagesOf(config.data);
  const seen = config.images.crop ?? side;
  const numParameters = countParameters(config, [channels, seen, seen], classNames.length);
  const count = (split: SplitName): string =>
    inWords(analysis.splits[split].calibration.diagram.count);
  const size = `${side}×${side} pixels ${channels === 1 ? 'in grey' : 'in colour'}`;
  const cut = seen === side ? '' : `, of which the network sees ${seen}×${seen}`;
  return `Trained on ${count('train')} images of ${inWords(classNames.length)} classes, ${size}${cut}; validated on ${count('validation')} and tested on ${count('test')} others. The network has ${inWords(numParameters)} parameters.`;
}

/** Side and channels of a data set's images, which are square. */
function imagesOf(data: TrialConfig['data']): readonly [side: number, channels: number] {
  switch (data.name) {
    case 'glyphs':
    case 'mnist':
      return [28, 1];
    case 'cifar10':
    case 'cifar100':
      return [32, 3];
    case 'folder':
      return [data.size, data.channels];
  }
}

function countParameters(
  config: TrialConfig,
  inputShape: readonly number[],
  numClasses: number,
): number {
  const model = makeModel(config, { inputShape, numClasses });
  const { parameters } = traceClassifier(model, { batchSize: 1, training: false });
  return parameters.reduce(
    (sum, { tensor }) => sum + tensor.shape.reduce((product, size) => product * size, 1),
    0,
  );
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}
