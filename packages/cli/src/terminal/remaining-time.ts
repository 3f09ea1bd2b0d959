/** How long ago work counts half as much for the rate, in seconds. */
const HALF_LIFE = 10;

/**
 * Estimates the time that is left from the fractions done so far: the rate is a mean over the past in
 * which older work counts less, so that it follows a change of pace without jumping.
 */
export class RemainingTime {
  #time: number;
  #fraction: number;
  #progressed = 0;
  #elapsed = 0;

  /** Starts at `time`, in seconds; `fraction` is what was already done. */
  constructor(time: number, fraction = 0) {
    this.#time = time;
    this.#fraction = fraction;
  }

  /** Takes note that `fraction` of the work is done at `time`. */
  update(time: number, fraction: number): void {
    const elapsed = time - this.#time;
    if (elapsed <= 0) return;
    const keep = 2 ** (-elapsed / HALF_LIFE);
    this.#progressed = this.#progressed * keep + (fraction - this.#fraction);
    this.#elapsed = this.#elapsed * keep + elapsed;
    this.#time = time;
    this.#fraction = fraction;
  }

  /** Seconds from the last update to the end; undefined before there is a rate. */
  get seconds(): number | undefined {
    if (this.#progressed <= 0) return undefined;
    return ((1 - this.#fraction) * this.#elapsed) / this.#progressed;
  }
}
