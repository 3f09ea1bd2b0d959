import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interrupts, type SignalSource } from './interrupts.ts';

class FakeProcess extends EventEmitter implements SignalSource {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

describe('Interrupts', () => {
  it('calls every listener back once and ends the process at the second signal', () => {
    const source = new FakeProcess();
    const calls: string[] = [];
    const interrupts = new Interrupts(() => calls.push('announced'), source);
    interrupts.listen(() => calls.push('a'));
    interrupts.listen(() => calls.push('b'));
    source.emit('SIGINT');
    expect(calls).toEqual(['announced', 'a', 'b']);
    expect(source.exits).toEqual([]);
    source.emit('SIGTERM');
    expect(calls).toHaveLength(3);
    expect(source.exits).toEqual([130]);
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
