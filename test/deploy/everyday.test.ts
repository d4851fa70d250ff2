import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { localContext } from '../../stacks/local-context.js';
import { buildOpenTofu } from '../../toolchain/terraform.js';
import { run, runWith, checkout } from './commands.js';
import { StateClient } from './state-client.js';

const minuteMs = 60_000;
const stack = inject('testStack');
const { facts } = localContext(checkout, 'local', { PLANETARY_STACK: stack });

async function containers(): Promise<string[]> {
  const { output } = await run('docker', 'ps', '--all', '--quiet', '--no-trunc', '--filter', `name=^${stack}-`);
  return output.split('\n').filter(Boolean).toSorted();
}

describe('npm start from nothing', () => {
  const { exitCode, output } = inject('firstStart');

  it('ends well', () => {
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  });

  it('says where everything is and how to log in, without a password', () => {
    for (const tier of ['cockroach', 'redis', 'pgbouncer', 'state', 'prometheus']) expect(output).toContain(tier);
    for (const password of passwords()) expect(output).not.toContain(password);
  });

  it('names the stand-in as what it is', () => {
    expect(output).toContain('PostgreSQL stand-in for CockroachDB');
  });
});

describe('npm start on a stack that is up', { timeout: 4 * minuteMs }, () => {
  it('changes nothing and says so', async () => {
    const before = await containers();
    const { exitCode, output, seconds } = await run('npm', 'start', '--', '--stack', stack);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toMatch(/nothing to change/i);
    expect(await containers()).toEqual(before);
    console.log(`npm start with nothing to change took ${seconds.toFixed(0)} s`);
  });

  it('plans nothing by cdktf alone either', async () => {
    const { output } = await runWith(
      { PLANETARY_STACK: stack, CI: '1' },
      'npx',
      'cdktf',
      'diff',
      'local',
      '--output',
      join('.stacks', stack, 'cdktf.out'),
    );
    expect(output).toContain('No changes');
  });
});

describe('what is at rest', () => {
  it('keeps its folder to its owner', () => {
    expect(statSync(facts.directory).mode & 0o777).toBe(0o700);
  });

  it('is not deleted without a terminal to ask on, unless that is said', async () => {
    const before = await containers();
    const { exitCode, output } = await run('npm', 'stop', '--', '--stack', stack, '--delete-data');
    expect({ exitCode, output }).toMatchObject({ exitCode: 3 });
    expect(output).toContain(`${stack}-cockroach-0`);
    expect(output).toContain('npm stop -- --delete-data --yes');
    expect(await containers()).toEqual(before);
    expect(existsSync(facts.vault)).toBe(true);
  });
});

describe('npm stop', { timeout: 10 * minuteMs }, () => {
  it('takes the stack away, and npm start brings it back with its data, by OpenTofu', async () => {
    const client = new StateClient(facts);
    const written = await client.putRegion('7_-7_7', { playerCount: '41' });
    const stopped = await run('npm', 'stop', '--', '--stack', stack);
    expect(stopped).toMatchObject({ exitCode: 0 });
    expect(await containers()).toEqual([]);
    const { output: volumes } = await run('docker', 'volume', 'ls', '--quiet', '--filter', `name=^${stack}-`);
    expect(volumes).toContain(`${stack}-cockroach-0`);
    expect(existsSync(facts.vault)).toBe(true);

    // By the other program of the two, where the machine has a Terraform; what follows goes back to that.
    const { program } = await buildOpenTofu(() => undefined);
    const started = await runWith({ TERRAFORM_BINARY_NAME: program }, 'npm', 'start', '--', '--stack', stack);
    expect(started).toMatchObject({ exitCode: 0 });
    expect(started.output).toMatch(/provider: OpenTofu/);
    expect(await client.getRegion('7_-7_7')).toMatchObject({ version: written['version'], playerCount: '41' });
  });
});

describe('a volume of another checkout', { timeout: 5 * minuteMs }, () => {
  const mark = (text: string) =>
    run(
      'docker',
      'run',
      '--rm',
      '--network',
      'none',
      '--volume',
      `${stack}-redis-0:/volume`,
      '--entrypoint',
      '/bin/sh',
      'planetary-offline/redis:8.0',
      '-c',
      `printf %s '${text}' > /volume/.planetary-owner`,
    );

  it('is refused by its name, and taken once it is ours', async () => {
    expect(await run('npm', 'stop', '--', '--stack', stack)).toMatchObject({ exitCode: 0 });
    expect(await mark('/home/somebody/else')).toMatchObject({ exitCode: 0 });
    const refused = await run('npm', 'start', '--', '--stack', stack);
    expect(await mark(checkout)).toMatchObject({ exitCode: 0 });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain('/home/somebody/else');
    expect(await run('npm', 'start', '--', '--stack', stack)).toMatchObject({ exitCode: 0 });
  });
});

function passwords(): string[] {
  const folder = join(facts.vault, 'passwords');
  return readdirSync(folder).map(
    (file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { plain: string }).plain,
  );
}
