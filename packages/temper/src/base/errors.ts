/** What went wrong, as a stable word for programs. */
export type TemperErrorCode =
  'shape' | 'dtype' | 'graph' | 'unsupported-op' | 'format' | 'config' | 'range' | 'not-finite';

/**
 * The base of every error Temper throws on purpose. `message` is one line that says what was
 * expected, what came, and what to do; `code` is for programs.
 */
export class TemperError extends Error {
  override readonly name: string = 'TemperError';
  readonly code: TemperErrorCode;

  constructor(code: TemperErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Shapes that do not fit together. */
export class ShapeError extends TemperError {
  override readonly name: string = 'ShapeError';
  constructor(message: string) {
    super('shape', message);
  }
}

/** An element type that an operation does not take. */
export class DTypeError extends TemperError {
  override readonly name: string = 'DTypeError';
  constructor(message: string) {
    super('dtype', message);
  }
}

/** A graph that cannot be built, differentiated or encoded. */
export class GraphError extends TemperError {
  override readonly name: string = 'GraphError';
  constructor(message: string, options?: { cause?: unknown }) {
    super('graph', message, options);
  }
}

/** Bytes that are not what their format promises. */
export class FormatError extends TemperError {
  override readonly name: string = 'FormatError';
  constructor(message: string, options?: { cause?: unknown }) {
    super('format', message, options);
  }
}

/** A setting that is unknown or does not go with the others. */
export class ConfigError extends TemperError {
  override readonly name: string = 'ConfigError';
  constructor(message: string) {
    super('config', message);
  }
}

/** A number outside the range its argument allows. */
export class ValueRangeError extends TemperError {
  override readonly name: string = 'ValueRangeError';
  constructor(message: string) {
    super('range', message);
  }
}

/** A loss or parameter that became NaN or infinite; names the first step at which it did. */
export class NotFiniteError extends TemperError {
  override readonly name: string = 'NotFiniteError';
  readonly step: number;
  constructor(message: string, step: number) {
    super('not-finite', message);
    this.step = step;
  }
}
