import { execa } from 'execa';

const format = '$(RELEASE)|$(ORIGIN)|$(LABEL)|$(REPO_URI)';

/**
 * Picks Debian's own mirror out of what `apt-get indextargets` prints as `release|origin|label|uri` lines. Updates and security
 * archives are passed over, since debootstrap needs the base archive.
 */
export function debianMirror(targets: string): string | undefined {
  for (const line of targets.split('\n')) {
    const [release, origin, label, uri] = line.split('|');
    if (origin !== 'Debian' || label !== 'Debian' || release === undefined || release.includes('-')) continue;
    if (uri !== undefined && /^(https?|file):/.test(uri)) return uri;
  }
  return undefined;
}

async function indexTargets(): Promise<string> {
  const { stdout } = await execa('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  return stdout;
}

/**
 * The Debian mirror of apt's own sources on this machine; no mirror is written down in the project.
 * @throws when apt is missing or has no Debian archive, also after `apt-get update`.
 */
export async function aptMirror(): Promise<string> {
  const found = debianMirror(await indexTargets());
  if (found !== undefined) return found;
  await execa('apt-get', ['update', '--quiet=2']);
  const updated = debianMirror(await indexTargets());
  if (updated !== undefined) return updated;
  throw new Error(
    'offline images: apt on this machine has no Debian archive (release without suffix, origin and label "Debian"); ' +
      'add one to its sources and run `apt-get update`, or use --images public',
  );
}
