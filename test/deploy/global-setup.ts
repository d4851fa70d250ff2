import { createHash } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { checkout, run, type Ended } from './commands.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** `npm start` of the test's own stack, from nothing. */
    readonly firstStart: Ended;
    readonly testStack: string;
  }
}

/** A stack of the tests' own, deployed from nothing by the README's command, and removed with its data afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = `t-${createHash('sha256').update(checkout).digest('hex').slice(0, 6)}`;
  process.env['PLANETARY_TEST_STACK'] = stack;
  const remove = async () => await run('npm', 'stop', '--', '--stack', stack, '--delete-data', '--yes');
  await remove();
  const firstStart = await run('npm', 'start', '--', '--stack', stack);
  project.provide('firstStart', firstStart);
  project.provide('testStack', stack);
  return async () => {
    const { exitCode, output } = await remove();
    if (exitCode !== 0) throw new Error(`npm stop -- --delete-data failed: ${output}`);
  };
}
