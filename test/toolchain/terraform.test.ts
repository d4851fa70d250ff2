import { mkdirSync, mkdtempSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forgetOtherState } from '../../toolchain/backend-memory.js';
import { knowsVersions } from '../../toolchain/registry.js';
import { ensureTerraform, readVersion } from '../../toolchain/terraform.js';

describe('Terraform or OpenTofu', () => {
  const json = '{\n  "terraform_version": "1.12.6",\n  "platform": "linux_amd64"\n}';

  it('says which of the two it is, also after a warning', () => {
    const about = '│ Warning: Unable to open CLI configuration file\nOpenTofu v1.12.6\non linux_amd64';
    expect(readVersion('tofu', about, json)).toEqual({ program: 'tofu', product: 'OpenTofu', version: '1.12.6' });
    expect(readVersion('terraform', 'Terraform v1.12.6', json)?.product).toBe('Terraform');
    expect(readVersion('true', '', '')).toBeUndefined();
  });

  it('that TERRAFORM_BINARY_NAME names must be one', async () => {
    await expect(ensureTerraform(() => undefined, 'true')).rejects.toThrow(
      'TERRAFORM_BINARY_NAME is true, which is neither Terraform nor OpenTofu, or does not run; allowed are Terraform and OpenTofu ' +
        'of at least 1.5.0. Unset it, or name another program.',
    );
  });
});

describe('the registry of providers', () => {
  it('answers when it knows versions of the provider, wherever the message is broken into lines', () => {
    const answer =
      '│ Error: Failed to query\n│ Could not retrieve: no available\n│ releases match the given constraints';
    expect(knowsVersions(answer)).toBe(true);
  });

  it('does not when nobody resolves its name, or a mirror lacks the provider', () => {
    expect(knowsVersions('Could not connect to the registry: no such host')).toBe(false);
    expect(knowsVersions('provider was not found in any of the search locations')).toBe(false);
  });
});

describe("Terraform's memory of the state's place", () => {
  const remember = (path: string) => {
    const directory = mkdtempSync(join(tmpdir(), 'stack-'));
    mkdirSync(join(directory, '.terraform'));
    const file = join(directory, '.terraform', 'terraform.tfstate');
    writeFileSync(file, JSON.stringify({ backend: { type: 'local', config: { path } } }));
    return { directory, file };
  };

  it('is kept while it is right, and removed when the stack has another state', () => {
    const { directory, file } = remember('/a/terraform.tfstate');
    forgetOtherState(directory, '/a/terraform.tfstate');
    expect(existsSync(file)).toBe(true);
    forgetOtherState(directory, '/b/terraform.tfstate');
    expect(existsSync(file)).toBe(false);
    forgetOtherState(directory, '/b/terraform.tfstate');
  });
});
