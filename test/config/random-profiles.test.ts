import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Testing } from 'cdktf';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkSettings } from '../../config/load.js';
import type { Settings } from '../../config/schema.js';
import { SettingsError } from '../../config/settings-error.js';
import { DockerStack } from '../../stacks/docker-stack.js';
import { kubernetesFacts } from '../../stacks/kubernetes-facts.js';
import { KubernetesStack } from '../../stacks/kubernetes-stack.js';
import { localFacts } from '../../stacks/local-facts.js';
import { bundles, described, nameOf } from '../contract/described.js';
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
  const harmless = { organization: organization === '' ? '' : 'x', localities: localities.map(() => 'a=b') };
  if (isDeepStrictEqual(harmless, { organization, localities })) return [];
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

const synthesized = 40;

it(
  `${synthesized} of those that are accepted are synthesized, for the platform that they say`,
  { timeout: 600_000 },
  () => {
    const checkout = mkdtempSync(join(tmpdir(), 'random-profiles-'));
    const seen = { docker: 0, kubernetes: 0 };
    const accepted = randomProfile.map(read).filter((result): result is Settings => 'platform' in result);
    const stackOf = (settings: Settings): DockerStack | KubernetesStack =>
      settings.platform === 'docker'
        ? new DockerStack(Testing.app(), 'random', { settings, bundles, facts: localFacts(checkout, settings, 1_000) })
        : new KubernetesStack(Testing.app(), 'random', {
            settings,
            bundles,
            facts: kubernetesFacts(checkout, 'random'),
          });
    try {
      fc.assert(
        fc.property(accepted, (settings) => {
          const { resource } = JSON.parse(Testing.synth(stackOf(settings))) as { resource: Record<string, object> };
          seen[settings.platform] += 1;
          expect(Object.values(resource).flatMap(Object.keys).length).toBeGreaterThan(20);
        }),
        { numRuns: synthesized, seed },
      );
    } finally {
      rmSync(checkout, { recursive: true });
    }
    expect(Math.min(seen.docker, seen.kubernetes)).toBeGreaterThan(0);
  },
);
