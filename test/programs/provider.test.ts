import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { installProvider } from '../../toolchain/docker-provider.js';
import { buildDockerProvider } from '../../toolchain/provider-build.js';
import { ensureTerraform } from '../../toolchain/terraform.js';

const checkout = join(import.meta.dirname, '..', '..');
const constraint = '>= 3.0.2, < 5.0.0';
let terraform = '';
let host = '';

beforeAll(async () => {
  const found = await ensureTerraform(() => undefined);
  terraform = found.program;
  host = found.product === 'OpenTofu' ? 'registry.opentofu.org' : 'registry.terraform.io';
  process.env['TERRAFORM_BINARY_NAME'] = terraform;
  await buildDockerProvider(() => undefined);
});

function workingDirectory(source = 'kreuzwerker/docker'): string {
  const directory = mkdtempSync(join(tmpdir(), 'provider-'));
  const required = { docker: { source, version: constraint } };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
  return directory;
}

async function init(directory: string) {
  const { exitCode, all } = await execa(terraform, ['init', '-no-color', '-input=false'], {
    cwd: directory,
    env: { CHECKPOINT_DISABLE: '1' },
    all: true,
    reject: false,
  });
  return { exitCode, output: all };
}

const lockOf = (directory: string) => readFileSync(join(directory, '.terraform.lock.hcl'), 'utf8');
const blockOf = (lock: string) =>
  lock.split(/^(?=provider ")/m).find((block) => block.startsWith(`provider "${host}/`));

describe('the provider that was built here', () => {
  it('is taken by Terraform with the lock file that synth writes, word for word', async () => {
    const directory = workingDirectory();
    installProvider({ checkout, workingDirectory: directory });
    const written = lockOf(directory);
    expect(blockOf(written)).toContain('h1:');
    const { exitCode, output } = await init(directory);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('Reusing previous version of kreuzwerker/docker from the dependency lock file');
    expect(blockOf(lockOf(directory))).toBe(blockOf(written));

    rmSync(join(directory, '.terraform.lock.hcl'));
    expect((await init(directory)).exitCode).toBe(0);
    expect(blockOf(lockOf(directory))).toBe(blockOf(written));
  });

  it('is refused when it is another one than the lock file has', async () => {
    const directory = workingDirectory();
    installProvider({ checkout, workingDirectory: directory });
    writeFileSync(join(directory, '.terraform.lock.hcl'), lockOf(directory).replace(/h1:..../, 'h1:AAAA'));
    const { exitCode, output } = await init(directory);
    expect(exitCode).toBe(1);
    expect(output.replaceAll(/[\s│]+/g, ' ')).toContain("doesn't match any of the checksums");
  });

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
