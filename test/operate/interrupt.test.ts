import { once } from 'node:events';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');
const program = 'test/operate/programs/interruptible.ts';

/** Starts the program by the hand-over of `bin/`, as npm does, and sends a signal to the outer process alone once it is ready. */
async function interrupt(signal: 'SIGINT' | 'SIGTERM', ...args: string[]) {
  const start = `process.argv.splice(1, 0, 'start'); import('./bin/hand-over.mjs').then((m) => m.handOver('${program}'))`;
  const child = execa(process.execPath, ['-e', start, ...args], { cwd: checkout, reject: false, stdin: 'ignore' });
  await once(child.stdout, 'data');
  child.kill(signal);
  const { stdout, exitCode } = await child;
  return { lines: stdout.split('\n'), exitCode };
}

describe('a signal', () => {
  it('ends a command at once when nothing must be waited for: 130, and what it held is given back', async () => {
    expect(await interrupt('SIGINT')).toEqual({ lines: ['ready', 'cleaned up'], exitCode: 130 });
  });

  it('is passed on to what runs, which is waited for', async () => {
    expect(await interrupt('SIGINT', 'child')).toEqual({
      lines: ['ready', 'waiting', 'child ended', 'cleaned up'],
      exitCode: 130,
    });
  });

  it('of another kind has its own exit code', async () => {
    expect((await interrupt('SIGTERM', 'child')).exitCode).toBe(143);
  });
});
