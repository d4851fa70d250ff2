import { CommanderError, InvalidArgumentError, Option, program } from 'commander';
import { ensurePrograms } from '../test/backing/engine.js';
import { faults } from './faults/index.js';
import { runHistory } from './history.js';
import { mutations } from './mutations.js';
import type { MutationName } from './mutations.js';
import { report } from './report.js';

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be an integer of at least 0.');
};

program
  .name('npm run histories --')
  .description(
    'Many clients on several instances read and write while things break; checks all that they saw, also when it is interrupted.',
  )
  .option('--operations <count>', 'reads and writes to check', count, 100_000)
  .option('--seed <number>', 'of all that is random; default: of the clock', count)
  .addOption(new Option('--mutation <name>', 'break the library first').choices(Object.keys(mutations)))
  .addOption(new Option('--fault <kind...>', 'only these kinds of fault').choices(Object.keys(faults)))
  .option('--keep <directory>', 'keep what was recorded there')
  .allowExcessArguments(false)
  .exitOverride();
try {
  program.parse();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exit(error.exitCode === 0 ? 0 : 2);
}
const options = program.opts<{
  operations: number;
  seed?: number;
  mutation?: MutationName;
  fault?: string[];
  keep?: string;
}>();

await ensurePrograms();
const { operations, mutation, keep, seed = Date.now() % 1_000_000 } = options;
console.log(`seed ${seed}`);
const start = performance.now();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const result = await runHistory({
  ...{ operations, seed, mutation, keep, kinds: options.fault, signal: interrupt.signal },
  progress: (done, fault) => {
    const seconds = (performance.now() - start) / 1_000;
    const left = (seconds / done) * Math.max(0, operations - done);
    console.log(`${done} of ${operations} operations, ${seconds.toFixed(0)} s, ${left.toFixed(0)} s left: ${fault}`);
  },
});
process.exitCode = report(result) ? 0 : 1;
