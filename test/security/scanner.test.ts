import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { toManifests, type StackJson } from '../../constructs/kubernetes/manifests.js';
import { ensureCheckov, scanManifests, type Findings } from '../../toolchain/checkov.js';
import { checkout } from '../../toolchain/tools-directory.js';
import { synthesizeDocker, synthesizeKubernetes } from '../contract/both-platforms.js';
import { described, nameOf, profile, wholeStack } from '../contract/described.js';
import { dockerAsPods } from './docker-as-pods.js';

const folder = mkdtempSync(join(tmpdir(), 'planetary-scanner-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => await ensureCheckov(console.log));

async function scanned(name: string, manifests: readonly object[]): Promise<Findings> {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, manifests.map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n'));
  return await scanManifests(file);
}

/** `check: process` of each finding. A Job has a digest behind its name, a replica its number. */
function inShort({ failed }: Findings): string[] {
  const found = failed.map(({ check, resource }) => {
    const name = resource.split('.').slice(2).join('.');
    return `${check}: ${name.replace(/-[0-9a-f]{12}$/, '').replace(/-\d+$/, '')}`;
  });
  return [...new Set(found)].toSorted();
}

/** What docs/security.md accepts, with its reason, on a platform: `check: process`. */
function accepted(platform: 'docker' | 'kubernetes'): string[] {
  const processes = described(profile(platform === 'docker' ? 'local' : 'production'));
  const tiers = processes.filter((process) => 'tier' in process).map(nameOf);
  const tasks = processes.filter((process) => 'task' in process).map(nameOf);
  const volumes = processes.flatMap((process) =>
    'storageGiB' in process && process.storageGiB !== undefined ? [`${process.tier}-volumes`] : [],
  );
  const groups = { 'every tier': tiers, 'every task': tasks, 'the tasks that own volumes': volumes };
  const text = readFileSync(join(checkout, 'docs', 'security.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(CKV\w+)` [^|]*\| *([^|]+?) *\| *([^|]+?) *\| *([^|]{20,}?) *\|$/gm)];
  return rows
    .filter(([, , platforms]) => platforms?.split(', ').includes(platform))
    .flatMap(([, check, , where = '']) =>
      where
        .split(', ')
        .flatMap((name) => (groups[name as keyof typeof groups] ?? [name]).map((process) => `${check}: ${process}`)),
    )
    .toSorted();
}

test('what Checkov holds against the Kubernetes stack is what docs/security.md explains', async () => {
  const json = synthesizeKubernetes(wholeStack(profile('production'))) as StackJson;
  const found = await scanned('kubernetes', toManifests(json));
  expect(inShort(found)).toEqual(accepted('kubernetes'));
  expect(found.passed).toBeGreaterThan(1_000);
});

test('what Checkov holds against the Docker stack, told as pods, is what docs/security.md explains', async () => {
  const { json } = synthesizeDocker(wholeStack(profile('local')));
  const found = await scanned('docker', dockerAsPods(json));
  expect(inShort(found)).toEqual(accepted('docker'));
  expect(found.passed).toBeGreaterThan(500);
});
