import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'cdktf';
import { loadSettings } from '../config/load.js';
import { privateDirectory } from '../secrets/atomic-file.js';
import { materialise } from '../secrets/materialise.js';
import { openVault } from '../secrets/vault.js';
import { bundleSmoke } from '../smoke/build.js';
import { bundleStateService } from '../state-lib/build.js';
import { forgetOtherState } from '../toolchain/backend-memory.js';
import { installProvider } from '../toolchain/docker-provider.js';
import { DockerStack } from './docker-stack.js';
import { KubernetesStack } from './kubernetes-stack.js';
import { localContext } from './local-context.js';
import { writeConfigFiles } from './config-files.js';
import { kubernetesFacts } from './kubernetes-facts.js';
import type { Bundles } from './tiers.js';

/**
 * Synthesizes one stack for each profile in `config/environments`, then writes what the stacks mount: config files and secrets.
 * All profiles are read first, so that a fault in one leaves everything as it was.
 *
 * @throws SettingsError with the faults of a profile.
 */
export async function synthesize(app: App, checkout: string): Promise<void> {
  const profiles = readdirSync(join(checkout, 'config', 'environments'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
  const loaded = profiles.map((profile) => ({ profile, settings: loadSettings({ checkout, profile }) }));
  const bundles: Bundles = { state: bundleStateService(), smoke: bundleSmoke() };
  const finish = loaded.map(({ profile, settings }) =>
    settings.platform === 'docker'
      ? dockerStack(app, checkout, profile, bundles)
      : kubernetesStack(app, checkout, profile, bundles),
  );
  app.synth();
  for (const write of finish) await write();
}

function dockerStack(app: App, checkout: string, profile: string, bundles: Bundles): () => Promise<void> {
  const { settings, facts } = localContext(checkout, profile);
  const { platform } = new DockerStack(app, profile, { settings, facts, bundles });
  return async () => {
    privateDirectory(facts.directory);
    const vault = await openVault({ directory: facts.vault });
    await materialise({ vault, directory: facts.secrets, userId: facts.userId, requests: platform.secretRequests() });
    writeConfigFiles(platform.configFiles());
    const workingDirectory = join(app.outdir, 'stacks', profile);
    forgetOtherState(workingDirectory, facts.stateFile);
    installProvider({ checkout, workingDirectory });
  };
}

function kubernetesStack(app: App, checkout: string, profile: string, bundles: Bundles): () => Promise<void> {
  const facts = kubernetesFacts(checkout, profile);
  const { platform } = new KubernetesStack(app, profile, {
    settings: loadSettings({ checkout, profile }),
    facts,
    bundles,
  });
  return async () => {
    privateDirectory(dirname(facts.vault));
    const vault = await openVault({ directory: facts.vault });
    const userId = process.getuid?.() ?? 0;
    await materialise({ vault, directory: facts.secrets, userId, requests: platform.secretRequests() });
  };
}
