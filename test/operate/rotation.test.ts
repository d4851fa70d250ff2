import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refuseInUse } from '../../operate/certificates/authority-in-use.js';
import { grafanaNotice } from '../../operate/certificates/grafana-notice.js';
import { turns } from '../../operate/certificates/turns.js';
import { rotationOf, unfinishedRotation, type Rotation } from '../../operate/certificates/rotation.js';
import { beginAuthority, dropPreviousAuthority, switchAuthority } from '../../secrets/authority-rotation.js';
import { createAuthority } from '../../secrets/authority.js';
import { readGiven } from '../../secrets/given.js';
import { beginPasswords } from '../../secrets/password-rotation.js';
import { openVault } from '../../secrets/vault.js';
import { profile } from '../contract/described.js';
import { Refusal } from '../../toolchain/refusal.js';

let folder: string;
let vault: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planetary-rotation-'));
  vault = join(folder, 'vault');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('does what is asked for, and what has begun', async () => {
  await openVault({ directory: vault, environment: {} });
  expect(rotationOf(vault, 'certificates')).toEqual({ certificates: true, authority: false, passwords: false });
  expect(rotationOf(vault, 'authority')).toEqual({ certificates: true, authority: true, passwords: false });
  expect(rotationOf(vault, 'passwords')).toEqual({ certificates: false, authority: false, passwords: true });
  expect(rotationOf(vault, 'all')).toEqual({ certificates: true, authority: true, passwords: true });
  expect(unfinishedRotation(vault)).toBeUndefined();

  await beginAuthority(vault, undefined, new Date());
  expect(unfinishedRotation(vault)).toMatch(
    /^A rotation of the authority has begun and not ended: .*certs -- --rotate/,
  );
  await switchAuthority(vault);
  await beginPasswords(vault, new Map(), ['redis-app']);
  expect(unfinishedRotation(vault)).toContain('of the authority and of the passwords');
  expect(rotationOf(vault, 'certificates')).toEqual({ certificates: true, authority: true, passwords: true });
  await dropPreviousAuthority(vault);
  expect(rotationOf(vault, 'certificates')).toEqual({ certificates: true, authority: false, passwords: true });
});

it('refuses the authority in use as the next one, and goes on with it once it is that', async () => {
  const pair = await createAuthority(new Date());
  const files = { PLANETARY_CA_CERT: pair.certificate, PLANETARY_CA_KEY: pair.privateKey };
  for (const [variable, text] of Object.entries(files)) {
    writeFileSync(join(folder, variable), text);
    vi.stubEnv(variable, join(folder, variable));
  }
  await openVault({ directory: vault, environment: {} });
  const authority = { certificates: true, authority: true, passwords: false };
  const given = await readGiven(process.env, new Date());
  const look = (rotation: Rotation) => () => refuseInUse(vault, rotation, given);
  expect(given.authority?.certificate).toBe(pair.certificate);
  expect(look(authority)).not.toThrow();
  await beginAuthority(vault, given.authority, new Date());
  await switchAuthority(vault);
  expect(look(authority)).not.toThrow();
  await dropPreviousAuthority(vault);
  expect(look(authority)).toThrow(Refusal);
  expect(look({ ...authority, authority: false })).not.toThrow();
});

it('goes through tiers in their order, and gives Grafana the password of Prometheus in one turn with it', () => {
  const requests = ['redis', 'grafana', 'prometheus', 'smoke'].map((tier) => ({ tier, secrets: {} }));
  const names = (some: typeof requests) => turns(some).map((turn) => turn.map(({ tier }) => tier));
  expect(names(requests)).toEqual([['redis'], ['prometheus', 'grafana'], ['smoke']]);
  expect(names(requests.slice(2))).toEqual([['prometheus'], ['smoke']]);
});

it('says what it leaves to a person where Grafana runs', () => {
  const settings = profile('local');
  const withImages = (source: 'offline' | 'public') => ({ ...settings, images: { ...settings.images, source } });
  expect(grafanaNotice(withImages('public'), 'all')).toMatch(/grafana-admin, grafana-key.*docs\/secrets\.md/);
  expect(grafanaNotice(withImages('public'), 'certificates')).toBeUndefined();
  expect(grafanaNotice(withImages('offline'), 'passwords')).toBeUndefined();
});
