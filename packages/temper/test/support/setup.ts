import { afterEach, beforeEach, expect, vi } from 'vitest';

/** A test that prints something unexpected fails: warnings are defects until shown otherwise. */
const spies = (['error', 'warn', 'log', 'info'] as const).map((method) => ({
  method,
  calls: [] as unknown[][],
}));

beforeEach(() => {
  for (const spy of spies) {
    spy.calls = [];
    vi.spyOn(console, spy.method).mockImplementation((...values: unknown[]) => {
      spy.calls.push(values);
    });
  }
});

afterEach(() => {
  for (const spy of spies) expect(spy.calls, `unexpected console.${spy.method}`).toEqual([]);
  vi.restoreAllMocks();
});
