import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../offline/lock.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('withLock', () => {
  it('lets one at a time in, and says once that it waits', async () => {
    const file = join(directory, 'sub', 'lock');
    let inside = 0;
    let most = 0;
    let waits = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(700);
      inside -= 1;
    };
    await Promise.all([0, 1].map(() => withLock(file, () => (waits += 1), work)));
    expect({ most, waits }).toEqual({ most: 1, waits: 1 });
  });

  it('takes over the lock of a process that is gone, and gives it back after a failure', async () => {
    const file = join(directory, 'lock');
    await writeFile(file, '2147483646');
    const failing = withLock(
      file,
      () => {},
      () => Promise.reject(new Error('broken')),
    );
    await expect(failing).rejects.toThrow('broken');
    expect(
      await withLock(
        file,
        () => {},
        () => Promise.resolve('done'),
      ),
    ).toBe('done');
  });
});
