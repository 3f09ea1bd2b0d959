import { describe, expect, test } from 'vitest';
import { feed, type Outcome } from './feed.ts';
import { fuzz } from './fuzz.ts';
import { validInputs } from './inputs.ts';

describe('fuzz', () => {
  test.each(validInputs())('starts from a file that is read: $name', async ({ kind, bytes }) => {
    expect(await feed(kind, bytes)).toBe('read');
  });

  test('every damaged file is read or refused in one line', async () => {
    const outcomes: Record<Outcome, number> = { read: 0, refused: 0 };
    await fuzz({ seed: 20, count: 1000 }, (_, outcome) => {
      outcomes[outcome]++;
    });
    expect(outcomes.read + outcomes.refused).toBe(1000);
    // Damage that nothing notices is rare, but so is damage that everything notices.
    expect(outcomes.refused).toBeGreaterThan(500);
    expect(outcomes.read).toBeGreaterThan(10);
  });
});
