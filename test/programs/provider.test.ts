import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { Testing } from 'cdktf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DockerStack, dockerProviderVersions } from '../../stacks/docker-stack.js';
import { localContext } from '../../stacks/local-context.js';
import { installProvider } from '../../toolchain/docker-provider.js';
import { buildDockerProvider } from '../../toolchain/provider-build.js';
import { buildOpenTofu, ensureTerraform, type Terraform } from '../../toolchain/terraform.js';
import { bundles } from '../contract/described.js';

const checkout = join(import.meta.dirname, '..', '..');
/** Everything from nothing: OpenTofu takes 4 minutes on two free cores. */
const buildMs = 20 * 60_000;
const named = process.env['TERRAFORM_BINARY_NAME'];
const quiet = () => undefined;

beforeAll(async () => await buildDockerProvider(quiet), buildMs);
afterAll(() => {
  if (named === undefined) delete process.env['TERRAFORM_BINARY_NAME'];
  else process.env['TERRAFORM_BINARY_NAME'] = named;
});

/** Every resource of the local profile. */
function wholeStack(): unknown {
  const { settings, facts } = localContext(checkout, 'local', {});
  const stack = new DockerStack(Testing.app(), 'local', { settings, facts, bundles });
  // Digests of secret files, which are not there.
  const text = Testing.synth(stack).replaceAll(/\$\{substr\(filesha256\([^}]*\}/g, 'digest');
  return (JSON.parse(text) as { resource: unknown }).resource;
}

function workingDirectory(source = 'kreuzwerker/docker'): string {
  const directory = mkdtempSync(join(tmpdir(), 'provider-'));
  const required = { docker: { source, version: dockerProviderVersions } };
  const resource = source === 'kreuzwerker/docker' ? { resource: wholeStack() } : {};
  const stack = { terraform: { required_providers: required }, ...resource };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(stack));
  return directory;
}

const lockOf = (directory: string) => readFileSync(join(directory, '.terraform.lock.hcl'), 'utf8');

describe.each([
  ['Terraform or what is on the path', () => ensureTerraform(quiet, named), /Terraform|OpenTofu/],
  ['OpenTofu, built from its module', () => buildOpenTofu(quiet), /OpenTofu/],
] as const)('the provider that was built here, run by %s,', (_name, get, product) => {
  let terraform: Terraform;
  beforeAll(async () => {
    terraform = await get();
    process.env['TERRAFORM_BINARY_NAME'] = terraform.program;
  }, buildMs);

  const run = async (directory: string, ...args: string[]) => {
    const env = { CHECKPOINT_DISABLE: '1' };
    const { exitCode, all } = await execa(terraform.program, args, { cwd: directory, env, all: true, reject: false });
    return { exitCode, output: all.replaceAll(/[\s│]+/g, ' ') };
  };
  const init = (directory: string) => run(directory, 'init', '-no-color', '-input=false');
  const block = (directory: string) => {
    const host = terraform.product === 'OpenTofu' ? 'registry.opentofu.org' : 'registry.terraform.io';
    const blocks = lockOf(directory).split(/^(?=provider ")/m);
    return blocks.find((text) => text.startsWith(`provider "${host}/kreuzwerker/docker"`))?.trim();
  };

  it('is taken with the lock file that synth writes, word for word, and knows every argument of the local stack', async () => {
    expect(terraform.product).toMatch(product);
    const directory = workingDirectory();
    installProvider({ checkout, workingDirectory: directory });
    const written = block(directory);
    expect(written).toContain('h1:');
    const { exitCode, output } = await init(directory);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('Reusing previous version of kreuzwerker/docker from the dependency lock file');
    expect(block(directory)).toBe(written);

    rmSync(join(directory, '.terraform.lock.hcl'));
    expect((await init(directory)).exitCode).toBe(0);
    expect(block(directory)).toBe(written);
    expect(await run(directory, 'validate', '-no-color')).toMatchObject({ exitCode: 0 });
  });

  it('is refused when it is another one than the lock file has', async () => {
    const directory = workingDirectory();
    installProvider({ checkout, workingDirectory: directory });
    writeFileSync(join(directory, '.terraform.lock.hcl'), lockOf(directory).replaceAll(/h1:..../g, 'h1:AAAA'));
    const { exitCode, output } = await init(directory);
    expect(exitCode).toBe(1);
    expect(output).toContain("doesn't match any of the checksums");
  });
});

describe('a machine without Terraform', () => {
  const path = process.env['PATH'];
  const without = (path ?? '').split(delimiter).filter((folder) => !existsSync(join(folder, 'terraform')));
  afterAll(async () => {
    process.env['PATH'] = path;
    await ensureTerraform(quiet);
  });

  it('gets OpenTofu, which npx cdktf finds too; a Terraform that is installed later goes before it', async () => {
    delete process.env['TERRAFORM_BINARY_NAME'];
    process.env['PATH'] = without.join(delimiter);
    expect(await ensureTerraform(quiet)).toMatchObject({ product: 'OpenTofu' });
    const { stdout } = await execa('terraform', ['version'], { preferLocal: true, localDir: checkout });
    expect(stdout).toContain('OpenTofu v');
    const directory = workingDirectory();
    installProvider({ checkout, workingDirectory: directory });
    const ended = await execa('terraform', ['init', '-input=false'], {
      cwd: directory,
      preferLocal: true,
      localDir: checkout,
      reject: false,
    });
    expect(ended).toMatchObject({ exitCode: 0 });

    const bin = mkdtempSync(join(tmpdir(), 'bin-'));
    const script = `#!/bin/sh\necho 'Terraform v1.9.9'\necho '{"terraform_version": "1.9.9"}'\n`;
    writeFileSync(join(bin, 'terraform'), script, { mode: 0o755 });
    process.env['PATH'] = [bin, ...without].join(delimiter);
    expect(await ensureTerraform(quiet)).toEqual({
      program: 'terraform',
      product: 'Terraform',
      version: '1.9.9',
    });
  });
});

describe('the provider', () => {
  it('is installed again without a change', () => {
    const directory = workingDirectory();
    installProvider({ checkout, workingDirectory: directory });
    const before = lockOf(directory);
    installProvider({ checkout, workingDirectory: directory });
    expect(lockOf(directory)).toBe(before);
  });

  it('is not installed into a stack that does not use it, nor from a checkout that has built none', () => {
    const other = workingDirectory('hashicorp/kubernetes');
    installProvider({ checkout, workingDirectory: other });
    const bare = workingDirectory();
    const elsewhere = mkdtempSync(join(tmpdir(), 'checkout-'));
    mkdirSync(join(elsewhere, '.tools'));
    installProvider({ checkout: elsewhere, workingDirectory: bare });
    for (const directory of [other, bare]) expect(existsSync(join(directory, '.terraform.lock.hcl'))).toBe(false);
  });
});
