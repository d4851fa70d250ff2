import type { WriteStream } from 'node:tty';
import type { SmokeOptions } from '../run-smoke.js';

/** Shows how far the checks are: one line that changes on a terminal, a line for each tenth check elsewhere. */
export function progressLine(stream: Pick<WriteStream, 'write' | 'isTTY'>): {
  readonly onProgress: NonNullable<SmokeOptions['onProgress']>;
  readonly end: () => void;
} {
  const clear = stream.isTTY ? '\r\u001B[K' : '';
  return {
    onProgress: ({ tier, name, status }, done, total) => {
      const line = `smoke ${done}/${total} ${tier}: ${name}${status === 'passed' ? '' : ` (${status})`}`;
      if (stream.isTTY) stream.write(`${clear}${line.slice(0, 100)}`);
      else if (status === 'failed' || done % 10 === 0 || done === total) stream.write(`${line}\n`);
    },
    end: () => {
      stream.write(clear);
    },
  };
}
