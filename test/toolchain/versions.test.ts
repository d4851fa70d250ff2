import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endpointFault, engineFault, type EngineAnswer } from '../../toolchain/engine-facts.js';
import { goPlatform } from '../../toolchain/go-platform.js';
import { packageHash } from '../../toolchain/package-hash.js';
import { providerLock } from '../../toolchain/provider-lock.js';
import { findVersion, isAtLeast } from '../../toolchain/version.js';

describe('versions', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', '1.26.8'],
    ['20.10.24+dfsg1', '20.10.24'],
    ['none', undefined],
  ])('%s has %s', (text, version) => {
    expect(findVersion(text)).toBe(version);
  });

  it.each([
    ['1.41', '1.41', true],
    ['1.9', '1.41', false],
    ['2', '1.41', true],
    ['1.5', '1.5.1', false],
  ])('%s is at least %s: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });

  it('of platforms are in words of Go', () => {
    expect(goPlatform('linux', 'x64')).toBe('linux_amd64');
    expect(() => goPlatform('win32', 'x64')).toThrow(
      'win32 on x64 is not supported; allowed are linux and darwin on x64 and arm64',
    );
  });
});

describe('an engine', () => {
  const good: EngineAnswer = {
    info: {
      ServerVersion: '20.10.24',
      OperatingSystem: 'Debian',
      OSType: 'linux',
      MemTotal: 1,
      NCPU: 1,
      SecurityOptions: null,
    },
    version: { ApiVersion: '1.41' },
  };

  it('that answers on a local socket is taken', () => {
    expect(engineFault(good)).toBeUndefined();
    expect(endpointFault('unix:///var/run/docker.sock')).toBeUndefined();
  });

  it('that is remote, rootless, old, of Windows or Podman is refused with the reason', () => {
    expect(endpointFault('tcp://127.0.0.1:2375')).toContain('is remote');
    expect(engineFault({ ...good, info: { ...good.info, SecurityOptions: ['name=rootless'] } })).toContain(
      'is rootless',
    );
    expect(engineFault({ ...good, version: { ApiVersion: '1.40' } })).toContain('allowed is at least 20.10');
    expect(engineFault({ ...good, info: { ...good.info, OSType: 'windows' } })).toContain('runs windows containers');
    expect(
      engineFault({ ...good, version: { ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] } }),
    ).toContain('is Podman');
  });
});

describe('the lock file of the provider', () => {
  it('has the hash that Terraform makes of the folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    mkdirSync(join(folder, 'd'));
    writeFileSync(join(folder, 'b'), 'two');
    writeFileSync(join(folder, 'd', 'a'), 'one');
    const line = (text: string, name: string) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`;
    const whole = createHash('sha256')
      .update(line('two', 'b') + line('one', 'd/a'))
      .digest('base64');
    expect(packageHash(folder)).toBe(`h1:${whole}`);
  });

  it('keeps the blocks of other providers', () => {
    const other = 'provider "registry.terraform.io/hashicorp/random" {\n  version = "3.7.2"\n}\n';
    const text = providerLock(other, [
      { address: 'registry.terraform.io/kreuzwerker/docker', version: '4.5.0', constraints: '>= 3', hash: 'h1:x' },
    ]);
    expect(text).toContain(other);
    expect(text).toContain('constraints = ">= 3"');
  });
});
