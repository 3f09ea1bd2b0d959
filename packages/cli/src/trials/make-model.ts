import { type Classifier, ConfigError, mlp, type Shape, type TrialConfig } from 'temper';

/** The classifier that a config describes, for images of a shape and a number of classes. */
export function makeModel(
  { model }: Pick<TrialConfig, 'model'>,
  { inputShape, numClasses }: Pick<Classifier, 'numClasses'> & { readonly inputShape: Shape },
): Classifier {
  switch (model.name) {
    case 'mlp': {
      const { hidden, dropout, inputDropout } = model;
      return mlp({ inputShape, numClasses, hidden, dropout, inputDropout });
    }
    case 'cnn':
    case 'cifar-alexnet':
    case 'resnet':
      throw new ConfigError(`config: model.name: expected mlp, got ${model.name}; not built yet`);
  }
}
