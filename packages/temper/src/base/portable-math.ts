const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const words = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm of a positive normal number from additions, products and quotients alone, which
 * IEEE 754 fixes to the bit; `Math.log` may differ in its last digit between engines. Within 1 ulp
 * or so of the true value.
 *
 * x = 2^k·m with m in [√½, √2); with s = (m−1)/(m+1), log m = 2·atanh(s) = 2(s + s³/3 + s⁵/5 + …).
 */
export function portableLog(x: number): number {
  words.setFloat64(0, x);
  let exponent = ((words.getUint32(0) >>> 20) & 0x7ff) - 1023;
  words.setUint32(0, (words.getUint32(0) & 0xfffff) | 0x3ff00000);
  let mantissa = words.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let term = 21; term >= 3; term -= 2) series = (series + 1 / term) * square;
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}
