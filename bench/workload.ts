import type { Classifier, ClassificationSplit, ImagePipelineOptions, Shape } from 'temper';
import type { TurnOptions } from './harness.ts';
import type { MemoryGrowthOptions } from './memory-growth.ts';

export type WorkloadName = 'mlp' | 'resnet20' | 'alexnet';

/**
 * Whose a contender is: Temper's as the command has it, or with the lowering that any runtime takes;
 * PyTorch's, compiled or not; another JavaScript library's.
 */
export type ContenderGroup =
  'temper' | 'standard' | 'pytorch' | 'channels-last' | 'compiled' | 'javascript';

/** How every contender trains. */
export interface WorkloadSettings {
  readonly workload: WorkloadName;
  readonly numExamples: number;
  readonly numClasses: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  /** Of all parameters, as PyTorch has it. */
  readonly weightDecay: number;
  readonly labelSmoothing: number;
  readonly seed: number;
  readonly threads: number;
}

/** A contender: a file in `contenders`, and what it is told beside the folder of the task. */
export interface ContenderChoice {
  readonly name: string;
  readonly group: ContenderGroup;
  readonly script: 'temper.ts' | 'pytorch.py' | 'jax-js.ts' | 'tfjs.ts';
  readonly args?: readonly string[];
}

/** What a ratio of times is meant to be. */
export type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** Two groups, each with its fastest contender, and what is asked of the ratio; null if nothing is. */
export interface ComparisonChoice {
  readonly numerator: ContenderGroup;
  readonly denominator: ContenderGroup;
  readonly bound: Bound | null;
}

/** A network, what it is trained on, who trains it, and what is asked of them. */
export interface Workload {
  /** What is trained, with its article. */
  readonly title: string;
  readonly settings: Omit<WorkloadSettings, 'threads'>;
  /** @param inputShape - `[C, H, W]`. */
  readonly model: (inputShape: Shape, numClasses: number) => Classifier;
  /** Images `[N, H, W]` or `[N, H, W, C]`. */
  readonly drawExamples: (settings: Omit<WorkloadSettings, 'threads'>) => ClassificationSplit;
  /**
   * How images come to the network in training. Contenders are compared on images that have been
   * normalised so, but not cut or mirrored.
   */
  readonly images: ImagePipelineOptions;
  /** Whether the cost of that is measured. */
  readonly measuresLoading: boolean;
  /** Temper first. */
  readonly contenders: (threads: number) => readonly [ContenderChoice, ...ContenderChoice[]];
  readonly comparisons: readonly ComparisonChoice[];
  /** First steps whose losses must agree with Temper's, and the allowed difference, nats. */
  readonly agreement: { readonly steps: number; readonly tolerance: number };
  readonly rounds: number;
  readonly turns: TurnOptions;
  readonly memory: MemoryGrowthOptions;
}
