import { execa } from 'execa';
import { tierNames } from '../constructs/topology.js';
import { Refusal } from '../toolchain/refusal.js';
import { docker, dockerLines } from './docker.js';

/** The data volumes of a stack, by their names: `<stack>-<tier>-<replica>`. */
export async function volumesOf(stack: string): Promise<string[]> {
  const own = new RegExp(`^${stack}-(${tierNames.join('|')})-\\d+$`);
  return (await dockerLines('volume', 'ls', '--quiet')).filter((name) => own.test(name));
}

/**
 * Removes volumes that this checkout may remove.
 *
 * @param image an image with `cat`, to read which checkout a volume belongs to.
 * @throws Refusal, with nothing removed, when one belongs to another checkout.
 */
export async function removeVolumes(volumes: readonly string[], checkout: string, image: string): Promise<void> {
  for (const volume of volumes) {
    const owner = await ownerOf(volume, image);
    if (owner === undefined || owner === checkout) continue;
    throw new Refusal(
      `The volume ${volume} belongs to the checkout ${owner}, not to ${checkout}; nothing was removed. ` +
        'Remove it there (npm stop -- --delete-data), or by `docker volume rm` when that checkout is gone.',
    );
  }
  if (volumes.length > 0) await docker('volume', 'rm', ...volumes);
}

/** The checkout whose mark is in a volume (`constructs/docker/docker-volumes.ts`); undefined when it has none. */
async function ownerOf(volume: string, image: string): Promise<string | undefined> {
  const options = ['--rm', '--pull', 'never', '--network', 'none', '--read-only', '--user', '0:0'];
  const rights = ['--cap-drop', 'ALL', '--cap-add', 'DAC_OVERRIDE', '--security-opt', 'no-new-privileges'];
  const mark = ['--volume', `${volume}:/volume:ro`, '--entrypoint', 'cat', image, '/volume/.planetary-owner'];
  const { stdout, failed } = await execa('docker', ['run', ...options, ...rights, ...mark], { reject: false });
  return failed ? undefined : stdout;
}
