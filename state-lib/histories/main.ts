import { program } from 'commander';
import { faults } from './faults/index.js';
import { runHistory } from './history.js';
import { mutations } from './mutations.js';
import type { Mutation } from './mutations.js';
import { report } from './report.js';

const options = program
  .name('npm run histories --')
  .description('Many clients on several instances read and write while things break; checks all that they saw.')
  .option('--operations <count>', 'reads and writes to check', '100000')
  .option('--seed <number>', 'of everything that is random', String(Date.now() % 1_000_000))
  .option('--mutation <name>', `break the library first: ${Object.keys(mutations).join(', ')}`)
  .option('--fault <kind...>', `only these of ${Object.keys(faults).join(', ')}`)
  .option('--keep <directory>', 'keep what was recorded')
  .parse()
  .opts<{ operations: string; seed: string; mutation?: string; fault?: string[]; keep?: string }>();
const [operations, seed] = [Number(options.operations), Number(options.seed)];
if (!Number.isInteger(operations) || operations < 1) program.error(`--operations must be a number above 0`);
if (!Number.isInteger(seed)) program.error(`--seed must be an integer`);
if (options.mutation !== undefined && !(options.mutation in mutations))
  program.error(`unknown mutation: ${options.mutation}`);
const unknown = options.fault?.filter((kind) => !(kind in faults)) ?? [];
if (unknown.length > 0) program.error(`unknown fault: ${unknown.join(', ')}`);

console.log(`seed ${seed}`);
const start = performance.now();
const result = await runHistory({
  ...{ operations, seed, kinds: options.fault, keep: options.keep },
  mutation: options.mutation as Mutation | undefined,
  progress: (done, fault) => {
    const seconds = (performance.now() - start) / 1_000;
    console.log(`${done} of ${operations} operations, ${seconds.toFixed(0)} s: ${fault}`);
  },
});
process.exitCode = report(result) ? 0 : 1;
