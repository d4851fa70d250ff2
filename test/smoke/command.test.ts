import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { smokeCommand } from '../../smoke/command.js';
import { result } from './fixture.js';

const checkout = join(import.meta.dirname, '..', '..');
const summary = '{"summary":{}}';

describe('npm run smoke', () => {
  let folder: string;
  let out: string;
  let err: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'smoke-command-'));
    out = err = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Puts a docker client first in the path whose smoke container prints these lines; none: there is no such container. */
  function docker(lines: readonly string[] | undefined, exit = 0): void {
    const start = (lines ?? []).map((line) => `echo '${line}'`).join('\n');
    const inspect = lines === undefined ? 'echo "Error: No such container: x" >&2; exit 1' : 'echo false';
    const script = `#!/bin/sh\ncase $1 in\ninspect) ${inspect};;\nstart) ${start}\nexit ${exit};;\nesac\n`;
    writeFileSync(join(folder, 'docker'), script);
    chmodSync(join(folder, 'docker'), 0o755);
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
  }

  const smoke = async (...flags: string[]) =>
    await smokeCommand(['node', 'smoke', '--vantage', 'inside', '--stack', 'shop', ...flags], checkout);

  it('exits 0 when no check failed, with a table and reports', async () => {
    docker([JSON.stringify(result()), 'noise', JSON.stringify(result({ tier: 'state', status: 'skipped' })), summary]);
    const [json, junit] = [join(folder, 'smoke.json'), join(folder, 'smoke.xml')];
    expect(await smoke('--json', json, '--junit', junit)).toBe(0);
    expect(out).toContain('1 passed, 0 failed, 1 skipped\n');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual([result(), result({ tier: 'state', status: 'skipped' })]);
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite name="smoke shop" tests="2" failures="0"');
  });

  it('exits 1 when a check failed', async () => {
    docker([JSON.stringify(result({ status: 'failed' })), summary], 1);
    expect(await smoke()).toBe(1);
    expect(out).toContain('0 passed, 1 failed, 0 skipped\n');
  });

  it('exits 3 when nothing is deployed, and says what to do', async () => {
    docker(undefined);
    expect(await smoke()).toBe(3);
    expect(err).toContain('there is no container shop-smoke');
    expect(err).toContain('npm start deploys it');
  });

  it('exits 3 when the inside checks end before their summary', async () => {
    docker([JSON.stringify(result())], 124);
    expect(await smoke()).toBe(3);
    expect(err).toContain('shop-smoke ended with exit code 124 before its summary; see docker logs shop-smoke');
  });

  it('exits 3 for a profile of Kubernetes, and says where its checks are', async () => {
    expect(await smoke('--profile', 'production')).toBe(3);
    expect(err).toContain('the profile production is deployed on Kubernetes');
  });

  it.each([
    [['--vantage', 'above'], /Allowed choices are inside, host, all/],
    [['--since', 'yesterday'], /It must be a date and time/],
    [['--profile', 'nowhere'], /nowhere\.yaml: no such file/],
    [['--colour'], /unknown option '--colour'/],
  ])('exits 2 for %j', async (flags, message) => {
    expect(await smoke(...flags)).toBe(2);
    expect(err).toMatch(message);
  });
});
