import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { expect, it } from 'vitest';
import { synthesize } from '../../stacks/synthesize.js';

function checkoutWith(profiles: Readonly<Record<string, string>>): string {
  const checkout = mkdtempSync(join(tmpdir(), 'profiles-'));
  mkdirSync(join(checkout, 'config', 'environments'), { recursive: true });
  for (const [name, text] of Object.entries(profiles))
    writeFileSync(join(checkout, 'config', 'environments', `${name}.yaml`), text);
  return checkout;
}

async function synth(checkout: string, environment: Record<string, string>): Promise<(profile: string) => string> {
  const outdir = join(checkout, 'cdktf.out');
  await synthesize(new App({ outdir, stackTraces: false }), checkout, environment);
  return (profile) => {
    const file = join(outdir, 'stacks', profile, 'cdk.tf.json');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
}

it('a team adds a profile as a file that states only what differs; it is a stack of its own', async () => {
  const checkout = checkoutWith({ local: 'platform: docker', staging: 'platform: docker\nredis: { replicas: 3 }' });
  const stack = await synth(checkout, {});
  const name = (profile: string) => /"name": "(ps-[0-9a-f]{6})-data"/.exec(stack(profile))?.[1];
  expect(stack('local')).not.toContain('-redis-2"');
  expect(stack('staging')).toContain(`${name('staging')}-redis-2"`);
  expect(name('staging')).not.toBe(name('local'));
});

it('PLANETARY_PROFILE synthesizes one alone, whatever is wrong with another', async () => {
  const checkout = checkoutWith({ local: 'platform: docker', broken: 'platform: podman' });
  const stack = await synth(checkout, { PLANETARY_PROFILE: 'local', PLANETARY_SET_REDIS_REPLICAS: '4' });
  expect(stack('local')).toContain('-redis-3"');
});

it('tells the faults of every profile, and writes nothing', async () => {
  const checkout = checkoutWith({ one: 'platform: podman', two: 'platform: docker\ncockroach: { nodes: 4 }' });
  await expect(synth(checkout, {})).rejects.toThrow(
    'one.yaml: platform must be one of docker, kubernetes, got "podman"\n' +
      'config/environments/two.yaml: cockroach.nodes must be odd',
  );
  expect(existsSync(join(checkout, 'cdktf.out', 'stacks', 'two'))).toBe(false);
  expect(existsSync(join(checkout, '.stacks'))).toBe(false);
});

it('refuses two profiles that would take name, ports or network from each other', async () => {
  const docker = (text: string) => `platform: docker\ndocker: { ${text} }`;
  const one = docker("stack: one, portBase: 20000, subnet: '10.70.1.0/24'");
  await expect(
    synth(checkoutWith({ one, two: docker("stack: two, portBase: 20015, subnet: '10.70.0.0/24'") }), {}),
  ).rejects.toThrow(
    'docker.portBase of the profiles one and two must be 16 apart: 20000 + 16 = 20016 > 20015; set it in one of them\n' +
      'docker.subnet of the profiles one and two must differ, the next /24 included: both take 10.70.1.0/24; set it in one of them',
  );
  await expect(synth(checkoutWith({ one, two: one }), {})).rejects.toThrow(
    'docker.stack of the profiles one and two is the same, one; PLANETARY_PROFILE takes one of them alone',
  );
});
