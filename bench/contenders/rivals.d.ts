/**
 * As much of the rivals' types as is used here, so that the project type-checks without them: they are
 * installed only to run the benchmarks.
 */

declare module '@tensorflow/tfjs' {
  namespace tf {
    interface Tensor {
      data(): Promise<Float32Array>;
      dispose(): void;
    }
    interface Optimizer {
      minimize(loss: () => Tensor, returnCost?: boolean): Tensor | null;
    }
  }
  const tf: {
    readonly version_core: string;
    readonly train: {
      momentum(learningRate: number, momentum: number): tf.Optimizer;
    };
    readonly losses: {
      softmaxCrossEntropy(
        targets: tf.Tensor,
        logits: tf.Tensor,
        weights?: tf.Tensor,
        labelSmoothing?: number,
      ): tf.Tensor;
    };
    setBackend(name: string): Promise<boolean>;
    tidy<T>(body: () => T): T;
    variable(initial: tf.Tensor): tf.Tensor;
    tensor(
      values: Float32Array | Int32Array,
      shape: readonly number[],
      dtype: 'float32' | 'int32',
    ): tf.Tensor;
    cast(x: tf.Tensor, dtype: 'float32'): tf.Tensor;
    oneHot(indices: tf.Tensor, depth: number): tf.Tensor;
    transpose(x: tf.Tensor): tf.Tensor;
    relu(x: tf.Tensor): tf.Tensor;
    add(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
    matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  };
  export = tf;
}

declare module '@tensorflow/tfjs-backend-wasm';

declare module '@jax-js/jax' {
  export interface JaxArray {
    readonly ref: JaxArray;
    add(other: JaxArray | number): JaxArray;
    sub(other: JaxArray): JaxArray;
    mul(other: JaxArray | number): JaxArray;
    sum(): JaxArray;
    transpose(): JaxArray;
    reshape(shape: readonly number[]): JaxArray;
    data(): Promise<Float32Array>;
  }
  export const numpy: {
    array(values: Float32Array | Int32Array): JaxArray;
    zeros(shape: readonly number[]): JaxArray;
    dot(a: JaxArray, b: JaxArray): JaxArray;
  };
  export const nn: {
    relu(x: JaxArray): JaxArray;
    logSoftmax(x: JaxArray): JaxArray;
    oneHot(labels: JaxArray, numClasses: number): JaxArray;
  };
  export const tree: { ref<T>(tree: T): T };
  export function init(...devices: readonly string[]): Promise<readonly string[]>;
  export function jit<F>(f: F): F;
  export function valueAndGrad<P, R extends readonly unknown[]>(
    f: (parameters: P, ...rest: R) => JaxArray,
  ): (parameters: P, ...rest: R) => readonly [JaxArray, P];
  export function blockUntilReady<T>(tree: T): Promise<T>;
}
