import { expect, it } from 'vitest';
import { runCdktf } from '../../operate/cdktf.js';

it.runIf(process.platform === 'linux')('a log on a full disk does not end what is going on', async () => {
  const lines: string[] = [];
  const run = {
    args: ['--version'],
    environment: {},
    log: '/dev/full',
    onLine: (line: string) => void lines.push(line),
  };
  expect(await runCdktf(run)).toBe(0);
  expect(lines.join('\n')).toMatch(/^\d+\.\d+/);
});
