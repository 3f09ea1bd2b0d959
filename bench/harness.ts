/** Something that trains. */
export interface Contender {
  readonly name: string;
  /** Takes at least so many steps. @returns Milliseconds per step. */
  run(steps: number): Promise<number>;
}

/** What a turn is. */
export interface TurnOptions {
  /** Steps of a turn, unless they would take longer than `turnMilliseconds`. */
  readonly stepsPerTurn: number;
  readonly turnMilliseconds: number;
  /** Steps before those that count, as a share of them. */
  readonly untimedShare: number;
  /** Rest before each turn, in which thread pools that spin go to sleep. */
  readonly restMilliseconds: number;
}

/** How contenders take turns. */
export interface InterleaveOptions extends TurnOptions {
  readonly rounds: number;
  readonly onRound?: (round: number) => void;
}

/** What a contender needed. */
export interface Times {
  readonly stepsPerTurn: number;
  /** Milliseconds per step, one value per round. */
  readonly perRound: readonly number[];
}

/**
 * Lets contenders take turns, so that whatever else the machine does falls on all of them alike.
 *
 * Every other round goes through them backwards, so that none always follows the same one. A turn
 * may begin with steps that are not timed, where what the last one left in the caches would show. A contender too slow for the time of a turn takes fewer steps, at least one. They are
 * expected to be warm.
 * @returns One for each contender, in their order.
 */
export async function interleave(
  contenders: readonly Contender[],
  options: InterleaveOptions,
): Promise<readonly Times[]> {
  const { rounds, stepsPerTurn, untimedShare, turnMilliseconds, restMilliseconds } = options;
  const entries: { contender: Contender; steps: number; perRound: number[] }[] = [];
  for (const contender of contenders) {
    // The quicker of two: one alone may meet a hiccup.
    const pace = Math.min(await contender.run(1), await contender.run(1));
    const affordable = Math.floor(turnMilliseconds / pace);
    const steps = Math.max(1, Math.min(stepsPerTurn, affordable));
    entries.push({ contender, steps, perRound: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    options.onRound?.(round);
    for (const { contender, steps, perRound } of round % 2 ? entries : entries.toReversed()) {
      await new Promise((resolve) => setTimeout(resolve, restMilliseconds));
      const untimed = Math.floor(untimedShare * steps);
      if (untimed > 0) await contender.run(untimed);
      perRound.push(await contender.run(steps));
    }
  }
  return entries.map(({ steps, perRound }) => ({ stepsPerTurn: steps, perRound }));
}
