/** Numbers of 16 bits, as ONNX stores two kinds of them, in float32, which holds them all. */
export function widenHalves(bits: Uint16Array, kind: 'float16' | 'bfloat16'): Float32Array {
  if (kind === 'bfloat16') {
    // The upper half of a float32.
    return new Float32Array(Uint32Array.from(bits, (half) => half * 0x10000).buffer);
  }
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
