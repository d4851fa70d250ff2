import { dirname, join } from 'node:path';
import type { App } from 'cdktf';
import { GatheredFaults } from '../config/gathered-faults.js';
import { loadSettings } from '../config/load.js';
import { profileNames } from '../config/read-profile.js';
import { SettingsError } from '../config/settings-error.js';
import { privateDirectory } from '../secrets/atomic-file.js';
import { readGiven } from '../secrets/given.js';
import type { Environment } from '../secrets/given-secrets.js';
import { materialise } from '../secrets/materialise.js';
import { openVault } from '../secrets/vault.js';
import { bundleSmoke } from '../smoke/build.js';
import { bundleStateService } from '../state-lib/build.js';
import { forgetOtherState } from '../toolchain/backend-memory.js';
import { installProvider } from '../toolchain/docker-provider.js';
import { clashes } from './clashes.js';
import { DockerStack } from './docker-stack.js';
import { KubernetesStack } from './kubernetes-stack.js';
import { localContext, type LocalContext } from './local-context.js';
import { writeConfigFiles } from './config-files.js';
import { kubernetesFacts } from './kubernetes-facts.js';
import type { Bundles } from './tiers.js';

/**
 * Synthesizes one stack for each profile in `config/environments`, or that of `PLANETARY_PROFILE` alone, then writes what the stacks
 * mount: config files and secrets. `PLANETARY_SET_…` variables count for every profile that is synthesized. All profiles and given
 * secrets are read first, so that a fault in one leaves everything as it was.
 *
 * @throws SettingsError with the faults of every profile and of what is given; Refusal for a vault that is damaged or held.
 */
export async function synthesize(app: App, checkout: string, environment: Environment = process.env): Promise<void> {
  const only = environment['PLANETARY_PROFILE'];
  const profiles = only ? [only] : profileNames(checkout);
  const gathered = new GatheredFaults();
  const loaded = profiles.flatMap((profile) =>
    gathered.of(() => {
      const settings = loadSettings({ checkout, profile, environment });
      return settings.platform === 'docker' ? localContext(checkout, profile, environment) : { profile, settings };
    }),
  );
  await gathered.ofAsync(async () => await readGiven(environment, new Date()));
  gathered.throwIfAny();
  const clashing = clashes(loaded.filter((context) => 'facts' in context));
  if (clashing.length > 0) throw new SettingsError(clashing);
  const bundles: Bundles = { state: bundleStateService(), smoke: bundleSmoke() };
  const finish = loaded.map((context) =>
    'facts' in context
      ? dockerStack(app, checkout, context, bundles, environment)
      : kubernetesStack(app, checkout, context, bundles, environment),
  );
  app.synth();
  for (const write of finish) await write();
}

function dockerStack(
  app: App,
  checkout: string,
  context: LocalContext,
  bundles: Bundles,
  environment: Environment,
): () => Promise<void> {
  const { profile, settings, facts } = context;
  const { platform } = new DockerStack(app, profile, { settings, facts, bundles });
  return async () => {
    privateDirectory(facts.directory);
    const vault = await openVault({ directory: facts.vault, environment });
    await materialise({ vault, directory: facts.secrets, userId: facts.userId, requests: platform.secretRequests() });
    writeConfigFiles(platform.configFiles());
    const workingDirectory = join(app.outdir, 'stacks', profile);
    forgetOtherState(workingDirectory, facts.stateFile);
    installProvider({ checkout, workingDirectory });
  };
}

function kubernetesStack(
  app: App,
  checkout: string,
  { profile, settings }: Omit<LocalContext, 'facts'>,
  bundles: Bundles,
  environment: Environment,
): () => Promise<void> {
  const facts = kubernetesFacts(checkout, profile);
  const { platform } = new KubernetesStack(app, profile, { settings, facts, bundles });
  return async () => {
    privateDirectory(dirname(facts.vault));
    const vault = await openVault({ directory: facts.vault, environment });
    const userId = process.getuid?.() ?? 0;
    await materialise({ vault, directory: facts.secrets, userId, requests: platform.secretRequests() });
  };
}
