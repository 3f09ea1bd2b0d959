import type { TrialConfig } from './trial-config.ts';

/**
 * The α of the uniform convention (α/K to every class) whose target rows a loss has; 0 where there is
 * none, because the rows depend on more than the label.
 */
export function uniformAlpha(loss: TrialConfig['loss'], numClasses: number): number {
  switch (loss.convention) {
    case 'uniform':
      return loss.labelSmoothing;
    case 'other-classes':
      return (loss.labelSmoothing * numClasses) / (numClasses - 1);
    case 'unigram':
      return 0;
  }
}
