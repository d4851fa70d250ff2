import { readGiven } from '../../secrets/given.js';
import { runSmoke, type SmokeReport } from '../../smoke/run-smoke.js';
import { smokeTable } from '../../smoke/report/table.js';
import { ensureEngine } from '../../toolchain/docker-engine.js';
import type { Engine } from '../../toolchain/engine-facts.js';
import { describeChoice, ensureImages, type ImageChoice } from '../../toolchain/image-source.js';
import { ensureDockerProvider } from '../../toolchain/provider-build.js';
import { Refusal } from '../../toolchain/refusal.js';
import { ensureTerraform } from '../../toolchain/terraform.js';
import { checkout } from '../../toolchain/tools-directory.js';
import { unfinishedRotation } from '../certificates/rotation.js';
import { writeChoices } from '../choices.js';
import { cdktf, restartsOf } from '../deploy.js';
import { Failure } from '../failure.js';
import { cleaningUp } from '../interrupt.js';
import { runPhases } from '../phases.js';
import { preflight } from '../preflight/preflight.js';
import { sparingly } from '../sparingly.js';
import { lockStack } from '../stack-lock.js';
import { chooseStack } from '../stack-choice.js';
import { downContainers } from '../status/replicas.js';
import { statusReport } from '../status/report.js';
import { plannedStack } from '../synthesized.js';
import { removeHalfMade } from './half-made.js';
import { keepImageChoice } from './image-phase.js';
import { licenceNotice } from './licence-notice.js';
import type { StartOptions } from './options.js';
import { untilOrphansEnd } from './orphaned-terraform.js';
import { agreeOnPackages } from './packages.js';
import { pruneConfig } from './prune-config.js';
import { untilHealthy } from './until-healthy.js';

/**
 * Deploys the local stack: tools, images, preflight, synth, deploy, smoke checks, and the table at the end.
 *
 * @throws SettingsError, Refusal or Failure, each with what to do.
 */
export async function start(options: StartOptions): Promise<void> {
  const { facts } = chooseStack(options);
  await readGiven(process.env, new Date());
  const release = await lockStack(facts.directory, 'npm start');
  await cleaningUp(release, async () => {
    await agreeOnPackages(facts, options.yes === true);
    await deployAndCheck(options);
  });
}

async function deployAndCheck(options: StartOptions): Promise<void> {
  if (options.expose !== undefined) {
    writeChoices(checkout, chooseStack(options).facts.stack, { docker: { expose: options.expose } });
  }
  let engine: Engine | undefined;
  let terraform = '';
  let choice: ImageChoice | undefined;
  let smoke: SmokeReport | undefined;
  let deployed = new Date();
  let wasDown: readonly string[] = [];
  const stack = () => chooseStack(options);
  const command = () => ({ stack: stack(), terraform, endpoint: engine?.endpoint ?? '' });
  await runPhases([
    {
      title: 'Docker engine',
      run: async (report) => {
        engine = await ensureEngine(report);
        return `${engine.version}, ${engine.system}`;
      },
    },
    {
      title: 'Terraform and the Docker provider',
      run: async (report) => {
        const found = await ensureTerraform(report);
        terraform = found.program;
        const provider = await ensureDockerProvider(terraform, report);
        return `${found.product} ${found.version}, provider ${provider === 'built' ? 'built here' : 'from its registry'}`;
      },
    },
    {
      title: 'Images',
      run: async (report) => {
        choice = await keepImageChoice(stack(), options.images);
        await ensureImages(stack().settings, report);
        return describeChoice(choice);
      },
    },
    {
      title: 'Certificates, passwords, synthesis',
      run: async (report) => {
        await cdktf({ ...command(), verb: 'synth' }, report);
        return undefined;
      },
    },
    {
      title: 'Preflight',
      run: async (report) => {
        await untilOrphansEnd(stack(), report);
        const removed = await removeHalfMade(stack().facts);
        if (engine !== undefined) await preflight(stack().facts, plannedStack(stack()), engine);
        return removed;
      },
    },
    {
      title: 'Deploy',
      run: async (report) => {
        deployed = new Date();
        wasDown = await downContainers(stack().facts.stack);
        const progress = await cdktf({ ...command(), verb: 'deploy' }, report);
        pruneConfig(stack());
        if (progress.unchanged) return 'nothing to change';
        return [`${progress.total ?? 0} changes`, restartsOf(progress)].filter((text) => text !== undefined).join('; ');
      },
    },
    {
      title: 'Smoke checks',
      run: async (report) => {
        const tell = sparingly(report);
        await untilHealthy(stack(), tell);
        smoke = await runSmoke({
          checkout,
          profile: stack().profile,
          stack: stack().facts.stack,
          set: options.set,
          since: deployed,
          wasDown,
          onProgress: (result, done, total) => tell(`${done} of ${total}: ${result.tier}: ${result.name}`),
        }).catch((error: unknown) => {
          throw error instanceof Refusal
            ? new Failure(`The stack is up, and cannot be checked: ${error.message}`)
            : error;
        });
        const { passed, failed, skipped } = smoke.summary;
        return `${passed} passed, ${failed} failed, ${skipped} skipped`;
      },
    },
  ]);
  if (smoke !== undefined && smoke.exitCode !== 0) {
    process.stdout.write(`\n${smokeTable(smoke.results, { colour: false, failedOnly: true })}`);
    throw new Failure(
      'The stack is up, and does not pass its smoke checks: see above; `npm run smoke` makes them again.',
    );
  }
  process.stdout.write(`\n${await statusReport(stack())}`);
  for (const notice of [await licenceNotice(stack()), unfinishedRotation(stack().facts.vault)])
    if (notice !== undefined) process.stdout.write(`\n${notice}\n`);
}
