import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkSettings } from '../../config/load.js';
import type { Settings } from '../../config/schema.js';
import { SettingsError } from '../../config/settings-error.js';
import { described, nameOf } from '../contract/described.js';
import { randomProfile, type RandomProfile } from './random-profile.js';

const seed = Number(process.env['PLANETARY_TEST_SEED'] ?? Date.now() % 2 ** 31);
const runs = 10_000;
const source = 'config/environments/random.yaml';

/** Settings, or the faults that a user is told. Any other error is a fault of ours. */
function read(tree: RandomProfile): Settings | readonly string[] {
  try {
    return checkSettings('random', [{ source, tree }]);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

/** Faults that do not begin with the file, take more than a line, or show the inside of a program. */
function unclear(faults: readonly string[]): string[] {
  if (faults.length === 0) return ['refused without a fault'];
  return faults.filter(
    (fault) => !fault.startsWith(`${source}: `) || /[\n\r\u2028]|\[object Object\]|undefined|^\s+at /.test(fault),
  );
}

/** Lines of every file of the stack. */
function shape(settings: Settings): Record<string, number> {
  const files = described(settings).flatMap((process) =>
    Object.entries(process.files).map(([name, text]) => [
      `${nameOf(process)}/${name}`,
      text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).length,
    ]),
  );
  return Object.fromEntries(files) as Record<string, number>;
}

/** Files that have other lines than with texts that harm nobody: a value has broken out of its line. */
function broken(settings: Settings): string[] {
  const { organization, localities } = settings.cockroach;
  const found = shape(settings);
  if (organization === '') return [];
  const harmless = { organization: 'x', localities: localities.map(() => 'a=b') };
  const expected = shape({ ...settings, cockroach: { ...settings.cockroach, ...harmless } });
  return Object.keys(expected).filter((file) => found[file] !== expected[file]);
}

it(`${runs} random profiles give a whole stack, or errors that name file and key`, { timeout: 600_000 }, () => {
  const seen = { stacks: 0, refused: 0 };
  console.log(`random profiles: seed ${seed}; again with PLANETARY_TEST_SEED=${seed}`);
  fc.assert(
    fc.property(randomProfile, (tree) => {
      const result = read(tree);
      const isStack = 'platform' in result;
      seen[isStack ? 'stacks' : 'refused'] += 1;
      expect(isStack ? broken(result) : unclear(result)).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
  // Either alone would prove nothing.
  expect(Math.min(seen.stacks, seen.refused)).toBeGreaterThan(runs / 10);
});
