import type {
  ClassificationSplit,
  FeedLayout,
  ImagePipelineOptions,
  NamedHostTensors,
  StepRange,
} from 'temper';

/** What a feed worker is given. */
export interface FeedWorkerData {
  readonly layout: FeedLayout;
  /** The most steps that are asked for at a time. */
  readonly stepsPerRun: number;
  readonly pipeline: ImagePipelineOptions;
  /** The training split, its images in shared memory. */
  readonly split: ClassificationSplit;
  /** Of the run. */
  readonly seed: number;
}

/** Asks a feed worker for the feeds of some steps. */
export interface FeedRequest {
  readonly range: StepRange;
  /** Buffers that came with earlier feeds, to be used again. */
  readonly buffers?: NamedHostTensors | undefined;
}

/** A feed worker's answer: feeds, and the buffers that they are the front parts of. */
export interface WrittenFeeds {
  readonly feeds: NamedHostTensors;
  readonly buffers: NamedHostTensors;
}

/** The memory of buffers, which is handed over to the other thread and not copied. */
export function memoryOf(buffers: NamedHostTensors): ArrayBuffer[] {
  return Object.values(buffers).map(({ data }) => data.buffer as ArrayBuffer);
}
