import { App, Testing } from 'cdktf';
import { expect, it } from 'vitest';
import { type Settings, settingsSchema } from '../../config/schema.js';
import { DockerStack } from '../../stacks/docker-stack.js';
import { kubernetesFacts } from '../../stacks/kubernetes-facts.js';
import { KubernetesStack } from '../../stacks/kubernetes-stack.js';
import { localFacts } from '../../stacks/local-facts.js';
import { settingPaths, type SettingPath } from './setting-paths.js';

const bundles = { state: '"state"', smoke: '"smoke"' };
const stubs = {
  plain: 'p'.repeat(32),
  sha256: '0'.repeat(64),
  scram: 'SCRAM-SHA-256$10610:c2FsdA==$a2V5:a2V5',
  bcrypt: '$2b$10$x',
  origin: 'origin',
};

/** Every byte that a profile renders: Terraform's JSON, config files and secret texts. */
function rendered(settings: Settings): string {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  const build = () => {
    if (settings.platform === 'docker') {
      const stack = new DockerStack(app, 'test', { settings, facts: localFacts('/checkout', settings, 0), bundles });
      return { stack, files: stack.platform.configFiles(), secrets: stack.platform.secretRequests() };
    }
    const stack = new KubernetesStack(app, 'test', { settings, facts: kubernetesFacts('/checkout', 'test'), bundles });
    return { stack, files: [], secrets: stack.platform.secretRequests() };
  };
  const { stack, files, secrets } = build();
  const texts = secrets.flatMap((request) =>
    Object.values(request.secrets).map((secret) => (secret.kind === 'text' ? secret.render(() => stubs) : secret)),
  );
  return JSON.stringify([Testing.synth(stack), files, texts]);
}

function parsed(platform: Settings['platform'], ...changes: SettingPath[]): Settings {
  const input: Record<string, unknown> = { platform };
  for (const { path, value } of changes) {
    let here = input;
    for (const step of path.slice(0, -1)) here = (here[step] ??= {}) as Record<string, unknown>;
    here[path.at(-1) ?? ''] = value;
  }
  return settingsSchema.parse(input);
}

const platforms = ['docker', 'kubernetes'] as const;
// A larger cluster, so that the pools of any change fit it.
const base = { docker: [], kubernetes: [{ path: ['cockroach', 'cpus'], value: 16 }] };
const before = Object.fromEntries(
  platforms.map((platform) => [platform, rendered(parsed(platform, ...base[platform]))]),
);

it.each(settingPaths(settingsSchema))('$key changes what is rendered', { timeout: 60_000 }, ({ path, value }) => {
  const [group, backend = ''] = path;
  // What a shared backend is told counts only where it is the chosen one.
  const shared = group === 'terraform' && backend !== 'backend';
  const chosen = { path: ['terraform', 'backend'], value: path.length === 3 ? backend : 's3' };
  const changed = (platform: Settings['platform']) => {
    const others = [...base[platform], ...(shared ? [chosen] : [])];
    const usual = shared ? rendered(parsed(platform, ...others)) : before[platform];
    return rendered(parsed(platform, ...others, { path, value })) !== usual;
  };
  expect(platforms.some(changed)).toBe(true);
});

it('finds every setting', () => {
  expect(settingPaths(settingsSchema).length).toBeGreaterThan(60);
});
