import type { TrialConfig } from './trial-config.ts';

/**
 * The α of the uniform convention (α/K to every class) whose target rows a loss has; 0 where there is
 * none: the rows depend on more than the label, or give the label less than the others.
 */
export function uniformAlpha(loss: TrialConfig['loss'], numClasses: number): number {
  switch (loss.convention) {
    case 'uniform':
      return loss.labelSmoothing;
    case 'other-classes': {
      const alpha = (loss.labelSmoothing * numClasses) / (numClasses - 1);
      return alpha < 1 ? alpha : 0;
    }
    case 'unigram':
      return 0;
  }
}
