import { styleText } from 'node:util';

/** A stream of text to a person or a pipe, as `process.stdout` is. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
}

/** Marks up text for a terminal; the identity where colours are off. */
export type Style = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', (text: string) => string>;

/** Whether a stream goes to a terminal that understands cursor movement and colours. */
export function canRedraw(stream: TextStream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Colours for a stream: on a terminal only, and not if `NO_COLOR` is set (<https://no-color.org>). */
export function styleFor(stream: TextStream, env: NodeJS.ProcessEnv): Style {
  const on = canRedraw(stream, env) && !env.NO_COLOR;
  const apply =
    (format: keyof Style) =>
    (text: string): string =>
      on ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: apply('bold'),
    dim: apply('dim'),
    red: apply('red'),
    green: apply('green'),
    yellow: apply('yellow'),
  };
}
