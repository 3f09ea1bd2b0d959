import {
  calibrationErrorInterval,
  type ClassTriple,
  clusterTriangle,
  type ClusterTriangle,
  type ConfidenceInterval,
  fitTemperature,
  FormatError,
  type PlanePoint,
  projectExamples,
  type ProjectedExample,
  templatePlane,
  type TemperatureScaling,
  type TopLabelConfidences,
} from 'temper';
import { type PredictionsFile, readPredictions } from './read-predictions.ts';
import { scorePredictions, type Scores } from './score-predictions.ts';

/** What there is to say about a file before anything is chosen. */
export interface OpenedFile {
  readonly name: string;
  /** N. */
  readonly count: number;
  /** K, at least 2. */
  readonly numClasses: number;
  /** The temperature that fits this very file. */
  readonly fit: TemperatureScaling;
  /** Examples whose activations the file holds; 0 if it holds none, or no templates. */
  readonly numActivations: number;
}

/** Three classes on the plane through their templates. */
export interface Projection {
  readonly classes: ClassTriple;
  readonly templates: readonly [PlanePoint, PlanePoint, PlanePoint];
  /** At most 300 of each class. */
  readonly points: readonly ProjectedExample[];
  /** Means of all examples of each class; `null` if a class has none. */
  readonly triangle: ClusterTriangle | null;
}

/** Enough of each class to see a cluster's shape, few enough to see single points. */
const PER_CLASS = 300;

/** One predictions file and the questions that can be put to it. */
export interface AuditSession {
  /**
   * Reads the file that all later questions are about.
   * @throws TemperError whose message is one line, fit for the reader of the page.
   */
  readonly open: (file: Pick<File, 'name' | 'arrayBuffer'>) => Promise<OpenedFile>;
  /** Scores at a temperature. */
  readonly score: (temperature: number) => Scores;
  /** The 95 % interval of an expected calibration error; needs no file. */
  readonly interval: (confidences: TopLabelConfidences) => ConfidenceInterval;
  /**
   * Projects up to 300 examples of each of three classes.
   * @throws ValueRangeError if their templates lie on a line.
   */
  readonly project: (classes: ClassTriple) => Projection;
}

/** A session that holds no file yet. */
export function makeAuditSession(): AuditSession {
  let file: PredictionsFile | undefined;
  const opened = (): PredictionsFile => {
    if (file === undefined) throw new Error('internal: a question before a file was opened');
    return file;
  };
  return {
    open: async (source) => {
      file = readPredictions(await bytesOf(source), source.name);
      const { predictions, count, numClasses, layer } = file;
      return {
        name: source.name,
        count,
        numClasses,
        fit: fitTemperature(predictions),
        numActivations: layer?.activations.labels.length ?? 0,
      };
    },
    score: (temperature) => scorePredictions(opened().predictions, temperature),
    interval: (confidences) => calibrationErrorInterval(confidences),
    project: (classes) => {
      const { layer } = opened();
      if (layer === null) throw new Error('internal: a projection of a file without activations');
      const plane = templatePlane(layer.head, classes);
      const points = projectExamples(plane, layer.activations, { perClass: PER_CLASS, seed: 0 });
      const complete = classes.every((k) => points.some(({ label }) => label === k));
      const triangle = complete ? clusterTriangle(plane, layer.activations) : null;
      return { classes, templates: plane.templates, points, triangle };
    },
  };
}

async function bytesOf(source: Pick<File, 'name' | 'arrayBuffer'>): Promise<Uint8Array> {
  try {
    return new Uint8Array(await source.arrayBuffer());
  } catch (cause) {
    // A folder, a file that was moved since, or one larger than the browser's memory.
    throw new FormatError(
      `${source.name}: expected a file the browser can read, got ${cause instanceof Error ? cause.message : String(cause)}; choose a predictions-*.npz file, not a folder`,
      { cause },
    );
  }
}
