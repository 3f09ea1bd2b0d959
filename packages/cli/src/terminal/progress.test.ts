import { describe, expect, it, vi } from 'vitest';
import { ProgressBoard } from './progress.ts';
import type { TextStream } from './style.ts';

function record(terminal: boolean, columns = 80): { stream: TextStream; written: () => string } {
  let text = '';
  return {
    stream: {
      isTTY: terminal,
      columns,
      write: (part: string) => {
        text += part;
      },
    },
    written: () => text,
  };
}

/** What stands on the screen after text with cursor movements. */
function screen(text: string): string[] {
  let lines = [''];
  for (const part of text.split(/(\x1b\[\d+A\r\x1b\[J|\n)/)) {
    const up = /\x1b\[(\d+)A/.exec(part)?.[1];
    if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ''];
    else if (part === '\n') lines.push('');
    else lines.push(`${lines.pop()!}${part}`);
  }
  return lines;
}

describe('ProgressBoard', () => {
  it('off a terminal writes a line at most every ten seconds, and one at the end', () => {
    const { stream, written } = record(false);
    let now = 0;
    const task = new ProgressBoard(stream, { env: {}, now: () => now }).add('training');
    for (now = 1; now <= 25; now++) task.update(now / 50, `step ${now}`);
    now = 50;
    task.finish('loss 0.1');
    expect(written()).toBe(
      'training: 20 %, 40 s left, step 10\ntraining: 40 %, 30 s left, step 20\ntraining: done in 50 s, loss 0.1\n',
    );
  });

  it('on a terminal draws a bar per task, in place, and keeps other lines above them', () => {
    vi.useFakeTimers();
    const { stream, written } = record(true);
    const now = (): number => Date.now() / 1000;
    const board = new ProgressBoard(stream, { env: {}, now });
    const hard = board.add('hard');
    const soft = board.add('smoothed');
    hard.update(0);
    soft.update(0);
    vi.advanceTimersByTime(10_000);
    hard.update(0.5, 'loss 2');
    soft.update(0.25);
    vi.advanceTimersByTime(200);
    const bar = (filled: number): string => '█'.repeat(filled) + '░'.repeat(24 - filled);
    expect(screen(written())).toEqual([
      `hard     ${bar(12)} 50 %, 10 s left, loss 2`,
      `smoothed ${bar(6)} 25 %, 30 s left`,
      '',
    ]);
    board.interrupt(() => stream.write('a line\n'));
    hard.finish();
    expect(screen(written())).toEqual([
      'a line',
      'hard: done in 10 s',
      `smoothed ${bar(6)} 25 %, 30 s left`,
      '',
    ]);
    soft.drop();
    expect(screen(written())).toEqual(['a line', 'hard: done in 10 s', '']);
    vi.useRealTimers();
  });

  it('cuts lines that would wrap, and writes none to a dumb terminal', () => {
    vi.useFakeTimers();
    const narrow = record(true, 20);
    new ProgressBoard(narrow.stream, { env: {} }).add('training').update(0.5);
    const dumb = record(true);
    new ProgressBoard(dumb.stream, { env: { TERM: 'dumb' } }).add('training').update(0.5);
    vi.advanceTimersByTime(200);
    expect(screen(narrow.written())[0]).toHaveLength(19);
    expect(dumb.written()).toBe('');
    vi.useRealTimers();
  });

  it('estimates from the moment of the first word where an earlier run did a part', () => {
    const { stream, written } = record(false);
    let now = 0;
    const task = new ProgressBoard(stream, { env: {}, now: () => now }).add('training');
    now = 5;
    task.update(0.5);
    now = 15;
    task.update(0.6);
    expect(written()).toBe('training: 60 %, 40 s left\n');
  });

  it('takes away what is left at its close, and ignores a task that ends twice', () => {
    vi.useFakeTimers();
    const { stream, written } = record(true);
    const board = new ProgressBoard(stream, { env: {} });
    const task = board.add('training');
    vi.advanceTimersByTime(200);
    board.close();
    task.finish();
    vi.advanceTimersByTime(200);
    expect(screen(written())).toEqual(['']);
    vi.useRealTimers();
  });
});
