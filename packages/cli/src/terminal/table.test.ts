import { describe, expect, it } from 'vitest';
import { formatTable } from './table.ts';

describe('formatTable', () => {
  it('aligns columns and leaves no spaces at line ends', () => {
    expect(
      formatTable(
        [{ title: 'name' }, { title: 'size', align: 'right' }, { title: 'what' }],
        [
          ['glyphs', '9', 'drawn'],
          ['a', '12345', ''],
        ],
      ),
    ).toBe('name     size  what\nglyphs      9  drawn\na       12345\n');
  });

  it('wraps the widest column between words to fit the width', () => {
    const text = formatTable(
      [{ title: 'k' }, { title: 'what' }],
      [['ab', 'one two three four five']],
      { width: 14 },
    );
    expect(text).toBe('k   what\nab  one two\n    three four\n    five\n');
  });

  it('cuts a word that is longer than its column', () => {
    const text = formatTable([{ title: 'x' }], [['abcdefghijkl']], { width: 8 });
    expect(text).toBe('x\nabcdefgh\nijkl\n');
  });

  it('marks up cells after it has measured them', () => {
    const bold = (part: string): string => `<${part}>`;
    const columns = [{ title: 'a', style: bold }, { title: 'b' }];
    expect(formatTable(columns, [['xyz', '1']], { titleStyle: bold })).toBe(
      '<a  >  <b>\n<xyz>  1\n',
    );
  });
});
