import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { Testing, TerraformStack } from 'cdktf';
import { expect, it } from 'vitest';
import { dockerProviderVersions } from '../../stacks/docker-stack.js';
import { providerVersion } from '../../toolchain/provider-package.js';
import { isAtLeast } from '../../toolchain/version.js';

it('the Docker provider may be as old as the bindings, which check every argument, and as new as the one that set-up builds', () => {
  const bindings = new DockerProvider(new TerraformStack(Testing.app(), 'stack'), 'docker', {});
  const [, from = '', below = ''] = /^>= (\S+), < (\S+)$/.exec(dockerProviderVersions) ?? [];
  expect(from).toBe(bindings.terraformGeneratorMetadata?.providerVersion);
  expect(isAtLeast(providerVersion, from)).toBe(true);
  expect(isAtLeast(providerVersion, below)).toBe(false);
});
