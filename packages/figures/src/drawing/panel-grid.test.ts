import { describe, expect, it } from 'vitest';
import { panelGrid } from './panel-grid.ts';

const base = { left: 40, right: 10, gap: 20, minimum: 100, maximum: 300 };

describe('panelGrid', () => {
  it('shares the width out', () => {
    const { columns, frame, columnX } = panelGrid({ ...base, width: 570, wanted: 4 });
    expect([columns, frame]).toEqual([4, 115]);
    expect(columnX(3)).toBe(40 + 3 * (115 + 20));
  });

  it('wraps rather than go below the minimum, and stops at the maximum', () => {
    expect(panelGrid({ ...base, width: 400, wanted: 4 })).toMatchObject({ columns: 3, frame: 103 });
    expect(panelGrid({ ...base, width: 2000, wanted: 2 })).toMatchObject({
      columns: 2,
      frame: 300,
    });
  });

  it('keeps one column on the narrowest screen', () => {
    expect(panelGrid({ ...base, width: 90, wanted: 3 })).toMatchObject({ columns: 1, frame: 40 });
  });
});
