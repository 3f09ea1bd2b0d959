import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interrupts, type SignalSource } from './interrupts.ts';

class FakeProcess extends EventEmitter implements SignalSource {
  readonly pid = 7;
  readonly kills: [number, string][] = [];
  kill(pid: number, signal: string): void {
    this.kills.push([pid, signal]);
  }
}

describe('Interrupts', () => {
  it('calls every listener back once and ends the process at the second signal', () => {
    const source = new FakeProcess();
    const calls: string[] = [];
    const interrupts = new Interrupts(() => calls.push('announced'), source);
    interrupts.listen(() => calls.push('a'));
    interrupts.listen(() => calls.push('b'));
    source.emit('SIGINT', 'SIGINT');
    expect(calls).toEqual(['announced', 'a', 'b']);
    expect(source.kills).toEqual([]);
    source.emit('SIGTERM', 'SIGTERM');
    expect(calls).toHaveLength(3);
    expect(source.kills).toEqual([[7, 'SIGTERM']]);
    expect(source.listenerCount('SIGTERM')).toBe(0);
  });

  it('leaves signals to the system while nobody listens', () => {
    const source = new FakeProcess();
    const interrupts = new Interrupts(() => undefined, source);
    const stopFirst = interrupts.listen(() => undefined);
    const stopSecond = interrupts.listen(() => undefined);
    expect(source.listenerCount('SIGINT')).toBe(1);
    stopFirst();
    expect(source.listenerCount('SIGINT')).toBe(1);
    stopSecond();
    stopSecond();
    expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0);
  });
});
