import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import { keepState } from '../../stacks/state-backend.js';
import { ensureTerraform } from '../../toolchain/terraform.js';

const directories: string[] = [];
let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

/** Terraform's arguments of a backend, as our stack renders them. */
function backend(terraform: Readonly<Record<string, unknown>>): Record<string, Record<string, unknown>> {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const settings = settingsSchema.parse({ platform: 'kubernetes', terraform });
  keepState(stack, settings.terraform, 'production', '/unused');
  const { terraform: rendered } = JSON.parse(Testing.synth(stack)) as {
    terraform: { backend: Record<string, Record<string, unknown>> };
  };
  return rendered.backend;
}

function directoryWith(rendered: Readonly<Record<string, unknown>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'backend-'));
  directories.push(directory);
  const resource = { terraform_data: { one: { input: 'kept' } } };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ terraform: { backend: rendered }, resource }));
  return directory;
}

/** Runs Terraform with no credentials of a cloud; `isolated` with no network either, so that it reads its arguments and goes no further. */
async function run(directory: string, isolated: boolean, ...args: string[]) {
  const { program } = await ensureTerraform(() => undefined);
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    CHECKPOINT_DISABLE: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const command = [...(isolated ? ['unshare', '-rn'] : []), program, ...args, '-no-color', '-input=false'];
  const [file = '', ...rest] = command;
  const { exitCode, all } = await execa(file, rest, {
    cwd: directory,
    env,
    extendEnv: false,
    all: true,
    reject: false,
  });
  return { exitCode, output: all };
}

describe.each([
  [
    's3',
    {
      s3: {
        bucket: 'b',
        region: 'eu-west-1',
        kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ab-123456789012',
      },
    },
    /credential/i,
  ],
  ['gcs', { gcs: { bucket: 'b', kmsKey: 'projects/p/locations/l/keyRings/r/cryptoKeys/k' } }, /credential/i],
  ['azurerm', { azurerm: { resourceGroup: 'r', storageAccount: 'a', container: 'c' } }, /authoriz|obtain|Azure CLI/i],
  ['kubernetes', { kubernetes: { namespace: 'terraform-state' } }, /configuration/i],
])('%s', (name, group, asksFor) => {
  it('Terraform takes every argument, and then asks for what only a team has', async () => {
    const { exitCode, output } = await run(directoryWith(backend({ backend: name, ...group })), true, 'init');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(asksFor);
    expect(output).not.toMatch(/argument|required|Missing|Unsupported/i);
  });

  it('Terraform tells an argument that it does not have', async () => {
    const [arguments_] = Object.values(backend({ backend: name, ...group }));
    const { output } = await run(directoryWith({ [name]: { ...arguments_, nothing: 'x' } }), true, 'init');
    expect(output).toMatch(/argument/i);
  });
});

it('http: two applies of the same state, each between LOCK and UNLOCK', { timeout: 120_000 }, async () => {
  const [rendered] = Object.values(backend({ backend: 'http', http: { address: 'https://state.example/' } }));
  expect(rendered).toMatchObject({ address: 'https://state.example/planetary-survival/production' });
  const calls: string[] = [];
  let kept = '';
  const listening = createServer((request, response) => {
    calls.push(request.method ?? '');
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') kept = body;
      response.statusCode = request.method === 'GET' && kept === '' ? 404 : 200;
      response.end(request.method === 'GET' ? kept : '');
    });
  }).listen(0, '127.0.0.1');
  server = listening;
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  // The test's server has no certificate; what differs is the address alone.
  const local = JSON.parse(
    JSON.stringify(rendered).replaceAll('https://state.example', `http://127.0.0.1:${port}`),
  ) as Record<string, unknown>;
  for (const changed of ['1 added', '0 added']) {
    const directory = directoryWith({ http: local });
    expect((await run(directory, false, 'init')).exitCode).toBe(0);
    const { output } = await run(directory, false, 'apply', '-auto-approve');
    expect(output).toContain(changed);
  }
  expect(kept).toContain('kept');
  const order = calls.filter((method) => method !== 'GET');
  expect(order.slice(0, 3)).toEqual(['LOCK', 'POST', 'UNLOCK']);
  expect(order.filter((method) => method === 'LOCK').length).toBe(order.filter((method) => method === 'UNLOCK').length);
});

it('local: a file', () => {
  expect(backend({})).toEqual({ local: { path: '/unused' } });
});
