import {
  cifarAlexnet,
  type Classifier,
  cnn,
  mlp,
  resnet,
  type Shape,
  type TrialConfig,
} from 'temper';

/** What a model takes and tells apart. */
interface ModelTask {
  /** `[C, H, W]`. */
  readonly inputShape: Shape;
  readonly numClasses: number;
}

/**
 * The classifier that a config describes.
 * @throws ShapeError if the images do not fit it.
 */
export function makeModel({ model }: Pick<TrialConfig, 'model'>, task: ModelTask): Classifier {
  switch (model.name) {
    case 'mlp': {
      const { hidden, dropout, inputDropout } = model;
      return mlp({ ...task, hidden, dropout, inputDropout });
    }
    case 'cnn':
      return cnn({ ...task, dropout: model.dropout });
    case 'cifar-alexnet':
      return cifarAlexnet(task);
    case 'resnet':
      return resnet({ ...task, depth: model.depth, version: model.version });
  }
}
