import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { localContext } from '../../stacks/local-context.js';
import { EarlierCheckout, earlierCommit } from './earlier-checkout.js';
import { run } from './commands.js';
import { StateClient } from './state-client.js';
import { testStack } from './test-stack.js';

const minuteMs = 60_000;
const stack = `${testStack().stack}-up`;
const commit = await earlierCommit();
// Two deploys of a stack: part of `npm run test:long`.
const isLong = process.env['TEST_LONG'] !== undefined;

describe.skipIf(!isLong || commit === undefined)('a stack of an earlier commit', { timeout: 15 * minuteMs }, () => {
  const earlier = new EarlierCheckout();
  const start = async () => await earlier.run('npm', 'start', '--', '--stack', stack);
  const context = () => localContext(earlier.directory, 'local', { PLANETARY_STACK: stack });
  afterAll(async () => {
    await earlier.run('npm', 'stop', '--', '--stack', stack, '--delete-data', '--yes');
    earlier.remove();
  }, 5 * minuteMs);

  it('keeps its rows, volumes and secrets under this one, which says first what restarts', async () => {
    await earlier.take(String(commit));
    expect(await start()).toMatchObject({ exitCode: 0 });
    const { facts } = context();
    const written = await new StateClient(facts).putRegion('4_-4_4', { playerCount: '17' });
    const before = { replicas: await replicas(), volumes: await volumes(), vault: vault(facts.vault) };

    await earlier.takeThis();
    const upgraded = await start();
    expect(upgraded).toMatchObject({ exitCode: 0 });

    const read = await new StateClient(context().facts).getRegion('4_-4_4');
    expect(read).toMatchObject({ playerCount: '17', version: written['version'] });
    expect(await volumes()).toEqual(before.volumes);
    // A newer commit may need secrets that an earlier one had not.
    expect(vault(facts.vault)).toMatchObject(before.vault);
    const after = await replicas();
    const restarted = Object.keys(before.replicas).filter((name) => after[name] !== before.replicas[name]);
    const said = /\d+ changes; restarts (.*)/.exec(upgraded.output)?.[1]?.split(', ') ?? [];
    console.log(`upgraded from ${commit}: ${restarted.length === 0 ? 'nothing' : restarted.join(', ')} restarted`);
    expect(said.toSorted()).toEqual(restarted.toSorted());
    expect(await start()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('nothing to change') as string,
    });
  });
});

/** Container ids by replica, such as `redis-0`. */
async function replicas(): Promise<Record<string, string>> {
  const filters = ['--filter', `label=planetary.stack=${stack}`, '--filter', 'label=planetary.tier'];
  const { output } = await run('docker', 'ps', '--all', '--no-trunc', '--format', '{{.Names}} {{.ID}}', ...filters);
  return Object.fromEntries(
    output
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(stack.length + 1).split(' ') as [string, string]),
  );
}

/** Volumes by name, each with when its directory was made: the engine's `CreatedAt` moves with each change of its owner. */
async function volumes(): Promise<Record<string, number>> {
  const { output: names } = await run('docker', 'volume', 'ls', '--quiet', '--filter', `name=^${stack}-`);
  const format = ['--format', '{{.Name}} {{.Mountpoint}}'];
  const { output } = await run('docker', 'volume', 'inspect', ...format, ...names.split('\n').filter(Boolean));
  return Object.fromEntries(
    output
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string])
      .map(([name, directory]) => [name, statSync(directory).birthtimeMs]),
  );
}

/** Digests of everything in a vault, by file: a test that fails prints no secret. */
function vault(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.includes('/.') && !name.startsWith('.'),
  );
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(directory, name)).isFile())
      .map((name) => [name, digest(readFileSync(join(directory, name)))]),
  );
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
