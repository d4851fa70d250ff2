import { join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { checkSettings, loadSettings } from '../config/load.js';
import { profileFile, readProfile } from '../config/read-profile.js';
import { checkout } from '../toolchain/tools-directory.js';
import { projectCommand, runCommand } from './command.js';
import type { Load } from './size/load.js';
import { settingsTree } from './size/settings-tree.js';
import { sizedSettings, sizeStack } from './size/size.js';
import { sumsTable } from './size/table.js';
import { writeProfile } from './size/write-profile.js';

interface Options extends Load {
  readonly profile: string;
  readonly write?: boolean;
}

const command = projectCommand(
  'npm run size --',
  'Turns players into pools, memory, nodes and file limits, and shows each sum. Changes nothing without --write.',
)
  .requiredOption('--players <number>', 'players at once', within(1, 1_000_000, true))
  .requiredOption(
    '--actions-per-second <number>',
    'actions of one player, each a call of state-lib',
    within(0.001, 1_000),
  )
  .requiredOption(
    '--target-ms <ms>',
    'P95 of a query of the database, waiting for a connection included',
    within(0.1, 60_000),
  )
  .option('--query-ms <ms>', 'mean time of a query in the database, below the target', within(0.01, 60_000), 5)
  .option(
    '--hit-rate <share>',
    'share of all actions that Redis answers, 0 to 0.999; writes are none of them',
    within(0, 0.999),
    0.9,
  )
  .option(
    '--kib-per-player <KiB>',
    'cached data of one player, with its share of regions and entities',
    within(0.1, 1_048_576),
    64,
  )
  .addOption(
    new Option('--profile <name>', 'file of config/environments that the figures are checked with, and written to')
      .env('PLANETARY_PROFILE')
      .default('production'),
  )
  .option('--write', 'put the settings into the profile; what else it says, and its comments, stay')
  .action(({ profile, write, ...load }: Options) => {
    if (load.queryMs >= load.targetMs) {
      command.error(
        `error: --query-ms must be below --target-ms: ${load.queryMs} ≥ ${load.targetMs}; no pool makes a query faster than the database`,
      );
    }
    const sums = sizeStack(load, loadSettings({ checkout, profile }).redis.persistence);
    console.log(sumsTable(sums));
    const sized = sizedSettings(sums);
    checkSettings(profile, [
      readProfile(checkout, profile),
      { source: 'npm run size', tree: settingsTree(sized), override: true },
    ]);
    if (write !== true) {
      console.log(`docs/sizing.md says what is assumed. --write puts the settings into ${profileFile(profile)}.`);
      return;
    }
    writeProfile(join(checkout, profileFile(profile)), sized);
    console.log(`${profileFile(profile)} has them.`);
  });
await runCommand(command);

function within(least: number, most: number, whole = false): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
  };
}
